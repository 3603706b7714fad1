"""Recurring jobs of accounts."""

from typing import Any

from ancrage.plateforme.comptes.services.conservation import erase_expired
from ancrage.plateforme.travaux.registre import Horaire, tache


@tache(
    "comptes.conservation", "Effacer ce dont la durée de conservation est échue", horaire=Horaire(3)
)
def effacer_echus(travail: Any) -> dict[str, Any]:
    """Obey the register of processing, each night."""
    return erase_expired()
