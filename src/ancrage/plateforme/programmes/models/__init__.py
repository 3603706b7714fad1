"""The rows of the plans."""

from ancrage.plateforme.programmes.models.demarches import DemarcheLiee, TypeDemarche
from ancrage.plateforme.programmes.models.fiches import FicheAction, FicheActionQuerySet
from ancrage.plateforme.programmes.models.parties import (
    Bilan,
    FinancementPrevu,
    IndicateurAction,
    Intervenant,
    Jalon,
    LienPrs,
    LieuAction,
    PublicCible,
)
from ancrage.plateforme.programmes.models.strategie import (
    AppuiBesoin,
    Axe,
    Besoin,
    GrillePriorisation,
    Objectif,
    Priorite,
)
from ancrage.plateforme.programmes.models.suivi import (
    Classement,
    Commentaire,
    ImportPlan,
    VersionFiche,
)

__all__ = [
    "AppuiBesoin",
    "Axe",
    "Besoin",
    "Bilan",
    "Classement",
    "Commentaire",
    "DemarcheLiee",
    "FicheAction",
    "FicheActionQuerySet",
    "FinancementPrevu",
    "GrillePriorisation",
    "ImportPlan",
    "IndicateurAction",
    "Intervenant",
    "Jalon",
    "LienPrs",
    "LieuAction",
    "Objectif",
    "Priorite",
    "PublicCible",
    "TypeDemarche",
    "VersionFiche",
]
