"""What a region lays down, and the texts it leans on."""

from ancrage.plateforme.doctrine.models.plans import (
    ObjectifRegional,
    PlanRegional,
    RevisionPrs,
    TypePlan,
)
from ancrage.plateforme.doctrine.models.regles import Doctrine, Effet, RegleRegionale, Visa

__all__ = [
    "Doctrine",
    "Effet",
    "ObjectifRegional",
    "PlanRegional",
    "RegleRegionale",
    "RevisionPrs",
    "TypePlan",
    "Visa",
]
