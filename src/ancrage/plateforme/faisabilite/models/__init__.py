"""The feasibility of a contract: the note, its parts, its decisions."""

from ancrage.plateforme.faisabilite.models.decisions import DecisionNote, DocumentNote
from ancrage.plateforme.faisabilite.models.lignes import (
    ActeurLocal,
    ContratComparable,
    JalonNote,
    LigneMoyens,
    ScenarioPerimetre,
    SignatairePressenti,
)
from ancrage.plateforme.faisabilite.models.note import (
    AireNote,
    CadrageRegional,
    ConditionReussite,
    FacteurFacilitant,
    NoteFaisabilite,
    NoteFaisabiliteQuerySet,
    RubriqueNote,
)

__all__ = [
    "ActeurLocal",
    "AireNote",
    "CadrageRegional",
    "ConditionReussite",
    "ContratComparable",
    "DecisionNote",
    "DocumentNote",
    "FacteurFacilitant",
    "JalonNote",
    "LigneMoyens",
    "NoteFaisabilite",
    "NoteFaisabiliteQuerySet",
    "RubriqueNote",
    "ScenarioPerimetre",
    "SignatairePressenti",
]
