"""The addresses of the synthesis for the élus: for who follows the work of a contract."""

from typing import Any

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.ouverture import write_areas
from tests.architecture.cas_droits import Monde, cas


def _slug(monde: Monde) -> str:
    found = Contrat.objects.get(slug=monde.contrat, region=monde.epreuve.region)
    write_areas(found)
    return str(found.slug)


@cas("synthese:elu")
def elu(monde: Monde) -> dict[str, Any]:
    return {"slug": _slug(monde)}


@cas("synthese:telecharger")
def telecharger(monde: Monde) -> dict[str, Any]:
    return {"slug": _slug(monde), "format": "docx"}
