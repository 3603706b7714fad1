"""Deposits, requests and the release calendar of the observatory."""

from ancrage.plateforme.observations.models.calendrier import (
    CalendrierDiffusion,
    Consequence,
    ReleveEdition,
)
from ancrage.plateforme.observations.models.demandes import DemandeOrs
from ancrage.plateforme.observations.models.depots import DepotRestreint

__all__ = [
    "CalendrierDiffusion",
    "Consequence",
    "DemandeOrs",
    "DepotRestreint",
    "ReleveEdition",
]
