"""The jobs of notifications."""

from typing import Any

from django.utils import timezone

from ancrage.plateforme.notifications.services.envois import send_digest, send_urgent
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.registre import Horaire, tache


@tache("notifications.urgentes", "Envoyer les messages à voir sans attendre")
def urgentes(travail: Travail) -> dict[str, Any]:
    """Send what people want at once."""
    return {"courriels": send_urgent()}


@tache("notifications.hebdomadaire", "Envoyer les messages de la semaine", horaire=Horaire(7))
def hebdomadaire(travail: Travail) -> dict[str, Any]:
    """Send the weekly message, at seven, to those whose day it is."""
    return {"courriels": send_digest(timezone.localdate())}
