"""The rows of the contracts."""

from ancrage.plateforme.contrats.models.avenants import Avenant, ChangementCommune
from ancrage.plateforme.contrats.models.avis import AvisContrat, Organe, SensAvis
from ancrage.plateforme.contrats.models.contrat import (
    AireContrat,
    AliasContrat,
    Contrat,
    ContratQuerySet,
    Porteur,
)
from ancrage.plateforme.contrats.models.cycle import (
    Attestation,
    Derogation,
    Echeance,
    Reprise,
    Transition,
)
from ancrage.plateforme.contrats.models.engagements import (
    ConstatEngagement,
    Engagement,
    EtatEngagement,
    NatureEngagement,
)
from ancrage.plateforme.contrats.models.equipe import (
    Confirmation,
    Coordonnateur,
    Mandat,
    RenouvellementMandats,
    TypeMandat,
)
from ancrage.plateforme.contrats.models.parties import (
    AccordEcrit,
    ActeAttendu,
    Deliberation,
    Partenaire,
    Signataire,
    Signature,
    StatutSignataire,
    expected_act,
)
from ancrage.plateforme.contrats.models.reprises import (
    BrouillonReprise,
    ChiffreDepart,
    ClasseurReprise,
    DiagnosticAnterieur,
    LigneReprise,
)

__all__ = [
    "AccordEcrit",
    "ActeAttendu",
    "AireContrat",
    "AliasContrat",
    "Attestation",
    "Avenant",
    "AvisContrat",
    "BrouillonReprise",
    "ChangementCommune",
    "ChiffreDepart",
    "ClasseurReprise",
    "Confirmation",
    "ConstatEngagement",
    "Contrat",
    "ContratQuerySet",
    "Coordonnateur",
    "Deliberation",
    "Derogation",
    "DiagnosticAnterieur",
    "Echeance",
    "Engagement",
    "EtatEngagement",
    "LigneReprise",
    "Mandat",
    "NatureEngagement",
    "Organe",
    "Partenaire",
    "Porteur",
    "RenouvellementMandats",
    "Reprise",
    "SensAvis",
    "Signataire",
    "Signature",
    "StatutSignataire",
    "Transition",
    "TypeMandat",
    "expected_act",
]
