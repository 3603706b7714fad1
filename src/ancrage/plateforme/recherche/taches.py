"""The nightly rebuild of the index."""

from typing import Any

from ancrage.plateforme.recherche.services import rebuild
from ancrage.plateforme.travaux.registre import Horaire, tache


@tache("recherche.reconstruire", "Mettre la recherche à jour", horaire=Horaire(4))
def reconstruire(travail: Any) -> dict[str, Any]:
    """Write what changed without being seen: a new name, a role that ended."""
    return rebuild()
