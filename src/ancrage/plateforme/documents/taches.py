"""The jobs that draw documents."""

from functools import partial
from typing import Any

from ancrage.plateforme.documents import services
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.registre import tache
from ancrage.plateforme.travaux.services import report


@tache(services.PUBLIER, "Publier une édition")
def publier(travail: Travail, *, diagnostic: str, version: int, jour: str) -> dict[str, Any]:
    """Publish the edition that was signed."""
    edition = services.publish(
        travail=travail,
        diagnostic=diagnostic,
        version=version,
        jour=jour,
        dire=partial(report, travail),
    )
    return {"numero": edition.numero, "empreinte": edition.empreinte}


@tache(services.MARQUER, "Marquer les fichiers d’une édition")
def marquer(travail: Travail, *, edition: str) -> dict[str, Any]:
    """Draw the files without what errata withdrew."""
    return {"retraits": services.mark(edition=edition, dire=partial(report, travail))}
