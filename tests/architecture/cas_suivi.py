"""The addresses of one's follow-up: the link that stops the e-mails of a person."""

from typing import Any

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.ouverture import write_areas
from ancrage.plateforme.notifications.desabonnement import SIGNATURE
from tests.architecture.cas_droits import Monde, cas


@cas("compte:desabonnement")
def desabonnement(monde: Monde) -> dict[str, Any]:
    return {"jeton": SIGNATURE.sign(str(monde.personne.identifiant))}


def _contrat(monde: Monde) -> str:
    """Return the contract of the proof, whose slug the coordinator of this territory holds."""
    region = monde.epreuve.region
    found = Contrat.objects.get(slug=monde.contrat, region=region)
    write_areas(found)
    return str(found.slug)


@cas("passation:livret", "passation:confier")
def passation(monde: Monde) -> dict[str, Any]:
    return {"slug": _contrat(monde)}


@cas("passation:telecharger")
def livret(monde: Monde) -> dict[str, Any]:
    return {"slug": _contrat(monde), "format": "docx"}
