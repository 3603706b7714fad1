"""The jobs that draw documents."""

from functools import partial
from typing import Any

from ancrage.plateforme.documents.services import editions, territoires, versions
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.registre import Horaire, tache
from ancrage.plateforme.travaux.services import report


@tache(editions.PUBLIER, "Publier une édition")
def publier(travail: Travail, *, diagnostic: str, version: int, jour: str) -> dict[str, Any]:
    """Publish the edition that was signed."""
    edition = editions.publish(
        travail=travail,
        diagnostic=diagnostic,
        version=version,
        jour=jour,
        dire=partial(report, travail),
    )
    return {"numero": edition.numero, "empreinte": edition.empreinte}


@tache(editions.MARQUER, "Marquer les fichiers d’une édition")
def marquer(travail: Travail, *, edition: str) -> dict[str, Any]:
    """Draw the files without what errata withdrew."""
    return {"retraits": editions.mark(edition=edition, dire=partial(report, travail))}


@tache(territoires.DESSINER, "Préparer le document d’un territoire")
def dessiner(travail: Travail, *, cle: str, territoire: str, format: str) -> dict[str, Any]:
    """Draw the automatic diagnosis of a territory; `cle` says which job it is, for the page."""
    made = territoires.draw(territoire=territoire, format=format, dire=partial(report, travail))
    return {"sha256": made.sha256}


@tache("documents.purger", "Oublier les documents de territoires périmés", horaire=Horaire(3))
def purger(travail: Travail) -> dict[str, Any]:
    """Forget what former figures drew."""
    return {"oubliés": territoires.purge()}


@tache(versions.FIGER, "Figer une version de contrat à signer")
def figer(travail: Travail, *, contrat: str, avenant: int, numero: int) -> dict[str, Any]:
    """Freeze a contract, or an amendment of it, with its manifest."""
    figee = versions.freeze_asked(
        travail=travail, contrat=contrat, avenant=avenant, numero=numero,
        dire=partial(report, travail),
    )  # fmt: skip
    return {"numero": figee.numero, "empreinte": figee.empreinte}
