"""The rows of the meetings."""

from ancrage.plateforme.rencontres.models.instances import (
    College,
    Instance,
    MembreInstance,
    TypeInstance,
)
from ancrage.plateforme.rencontres.models.reunions import (
    COMPTENT,
    Convocation,
    EtapeRetro,
    EtatPresence,
    EtatReunion,
    PointOrdreDuJour,
    Presence,
    Retroplanning,
    Reunion,
)
from ancrage.plateforme.rencontres.models.suites import (
    OUVERTES,
    TEXTES,
    CompteRendu,
    Decision,
    EtatDecision,
    ObjetDecision,
)

__all__ = [
    "COMPTENT",
    "OUVERTES",
    "TEXTES",
    "College",
    "CompteRendu",
    "Convocation",
    "Decision",
    "EtapeRetro",
    "EtatDecision",
    "EtatPresence",
    "EtatReunion",
    "Instance",
    "MembreInstance",
    "ObjetDecision",
    "PointOrdreDuJour",
    "Presence",
    "Retroplanning",
    "Reunion",
    "TypeInstance",
]
