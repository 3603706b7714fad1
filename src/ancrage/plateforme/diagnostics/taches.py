"""Recurring jobs of diagnoses."""

from typing import Any

from ancrage.plateforme.diagnostics.services.consultations import forget_old
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.registre import Horaire, tache


@tache("diagnostics.consultations", "Oublier les anciens téléchargements", horaire=Horaire(3))
def oublier(travail: Travail) -> dict[str, Any]:
    """Obey the register of processing, each night."""
    return {"consultations": forget_old()}
