"""The addresses of the documents of a contract, and of its plan of communication."""

from typing import Any
from uuid import uuid4

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.services.ouverture import write_areas
from ancrage.plateforme.documents.models import LigneCommunication, PublicVise
from tests.architecture.cas_droits import Monde, cas


def _contrat(monde: Monde) -> Contrat:
    """Return the contract of the proof, whose slug the coordinator of this territory holds."""
    found = Contrat.objects.get(slug=monde.contrat, region=monde.epreuve.region)
    write_areas(found)
    return found


@cas("ecrits:documents", "ecrits:communication", "ecrits:nouvelle_ligne", "ecrits:proposer")
def ecrits(monde: Monde) -> dict[str, Any]:
    return {"slug": _contrat(monde).slug}


@cas("ecrits:ecrit")
def ecrit(monde: Monde) -> dict[str, Any]:
    return {"slug": _contrat(monde).slug, "code": "plan-de-communication", "format": "docx"}


@cas("ecrits:modifier_ligne", "ecrits:retirer_ligne")
def ligne(monde: Monde) -> dict[str, Any]:
    held = _contrat(monde)
    made = LigneCommunication.objects.create(
        region=held.region, contrat=held, public=PublicVise.ELUS, message=f"Essai {uuid4()}",
        support="Note", responsable="Coordonnateur",
    )  # fmt: skip
    return {"slug": held.slug, "identifiant": made.identifiant}
