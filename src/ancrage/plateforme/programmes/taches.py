"""The nightly job of plans."""

from typing import Any

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.programmes.services.rattachement import tell_rattachements
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.registre import Horaire, tache


@tache("programmes.rattachements", "Fiches à rattacher après une révision", horaire=Horaire(3))
def rattachements(travail: Travail) -> dict[str, Any]:
    """Tell coordinators which sheets decline a plan that was revised; each revision once."""
    return {"prevenus": tell_rattachements(on=today())}
