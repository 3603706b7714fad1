"""The recurring job of the doctrine."""

from typing import Any

from ancrage.plateforme.doctrine.services.chargement import load_doctrine, regions_written
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.registre import Horaire, tache


@tache("doctrine.chargement", "Charger les règles du catalogue", horaire=Horaire(0))
def charger(travail: Travail) -> dict[str, Any]:
    """Publish what the catalogue holds and a region does not have: at install, after an update."""
    return {region: load_doctrine(region) for region in regions_written()}
