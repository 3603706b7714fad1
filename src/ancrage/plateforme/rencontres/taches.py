"""The jobs of meetings."""

from typing import Any

from ancrage.plateforme.rencontres.services.convocations import CONVOQUER
from ancrage.plateforme.rencontres.services.envois import send_waiting
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.registre import Horaire, tache


@tache(CONVOQUER, "Envoyer les convocations d’une réunion")
def convoquer(travail: Travail, *, reunion: str) -> dict[str, Any]:
    """Send the convocations of a meeting; what the relay refused waits for the next try."""
    return {"courriels": send_waiting(reunion)}


@tache("rencontres.relancer", "Renvoyer les convocations refusées", horaire=Horaire(8))
def relancer(travail: Travail) -> dict[str, Any]:
    """Try again, each morning, what the relay refused."""
    return {"courriels": send_waiting()}
