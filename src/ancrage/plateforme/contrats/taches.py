"""The nightly and weekly jobs of contracts."""

from typing import Any

from ancrage.plateforme.contrats.services.calendrier import run_day
from ancrage.plateforme.contrats.services.communes import watch_communes
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.registre import Horaire, tache


@tache("contrats.jour", "Débuts et échéances des contrats", horaire=Horaire(1))
def jour(travail: Travail) -> dict[str, Any]:
    """Start and end what is due, each night."""
    return run_day()


@tache("contrats.communes", "Communes fusionnées des contrats", horaire=Horaire(2, jour=6))
def communes(travail: Travail) -> dict[str, Any]:
    """Look for communes that merged, on Sunday."""
    return {"alertes": watch_communes()}
