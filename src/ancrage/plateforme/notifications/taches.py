"""The jobs of notifications."""

from typing import Any

from ancrage.plateforme.notifications.services import send_digest, send_urgent
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.registre import Horaire, tache


@tache("notifications.urgentes", "Envoyer les messages urgents")
def urgentes(travail: Travail) -> dict[str, Any]:
    """Send what is urgent."""
    return {"courriels": send_urgent()}


@tache("notifications.hebdomadaire", "Envoyer le message de la semaine", horaire=Horaire(7, jour=0))
def hebdomadaire(travail: Travail) -> dict[str, Any]:
    """Send the digest, on Monday at seven."""
    return {"courriels": send_digest()}
