"""The rows of the contracts."""

from ancrage.plateforme.contrats.models.avenants import Avenant, ChangementCommune
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

__all__ = [
    "AccordEcrit",
    "ActeAttendu",
    "AireContrat",
    "AliasContrat",
    "Attestation",
    "Avenant",
    "ChangementCommune",
    "Confirmation",
    "Contrat",
    "ContratQuerySet",
    "Coordonnateur",
    "Deliberation",
    "Derogation",
    "Echeance",
    "Mandat",
    "Partenaire",
    "Porteur",
    "RenouvellementMandats",
    "Reprise",
    "Signataire",
    "Signature",
    "StatutSignataire",
    "Transition",
    "TypeMandat",
    "expected_act",
]
