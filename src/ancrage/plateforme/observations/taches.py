"""The jobs of the observatory: check and activate deposits, end them, watch the figures."""

from typing import Any

from django.conf import settings

from ancrage.plateforme.observations import moteur
from ancrage.plateforme.observations.consequences import (
    list_publications,
    open_edition,
    read_figures,
    read_millesimes,
)
from ancrage.plateforme.observations.etats import EtatDepot
from ancrage.plateforme.observations.lectures import (
    due_demandes,
    ending_depots,
    expired_depots,
    find_depot,
    last_edition,
)
from ancrage.plateforme.observations.services.calendrier import record_edition, sync_calendar
from ancrage.plateforme.observations.services.demandes import remind
from ancrage.plateforme.observations.services.depots import (
    expire,
    record_activation,
    record_check,
    warn_of_expiry,
)
from ancrage.plateforme.travaux.models import Travail
from ancrage.plateforme.travaux.registre import Horaire, tache
from ancrage.plateforme.travaux.services import report


@tache("observations.controler", "Contrôler un dépôt restreint")
def controler(travail: Travail, depot: str, version: int) -> dict[str, Any]:
    """Try an extract on a copy; a description changed since then has a job of its own."""
    found = find_depot(depot)
    if found.version != version or found.etat != EtatDepot.DEPOSE:
        return {"ignore": True}
    bilan = moteur.try_admission(found)
    record_check(depot=found, expected=version, bilan=bilan)
    return {"accepte": "faits" in bilan}


@tache("observations.activer", "Activer un dépôt approuvé")
def activer(travail: Travail, depot: str) -> dict[str, Any]:
    """Give an approved extract to the engine."""
    found = find_depot(depot)
    if found.etat != EtatDepot.APPROUVE:
        return {"ignore": True}
    bilan = moteur.admit(found)
    record_activation(depot=found, bilan=bilan)
    return {"actif": "faits" in bilan}


@tache(
    "observations.echeances", "Finir les dépôts dont la convention est échue", horaire=Horaire(1)
)
def echeances(travail: Travail) -> dict[str, Any]:
    """End what is over and warn of what will be, each night."""
    over = expired_depots()
    for depot in over:
        expire(depot=depot)
    warned = sum(warn_of_expiry(depot=depot) for depot in ending_depots())
    return {"expires": len(over), "prevenus": warned}


@tache("observations.demandes", "Rappeler les échéances des demandes", horaire=Horaire(6))
def rappels(travail: Travail) -> dict[str, Any]:
    """Tell the observatory what is due, each morning."""
    return {"rappels": sum(remind(demande=demande) for demande in due_demandes())}


@tache(
    "observations.consequences", "Comparer les chiffres à l’édition précédente", horaire=Horaire(4)
)
def consequences(travail: Travail, region_lue: str = "") -> dict[str, Any]:
    """Bring the calendar up to date, then read the figures where their edition is new."""
    region = region_lue or settings.REGION
    added = sync_calendar(region=region)
    edition = open_edition(region)
    if edition == last_edition(region):
        return {"parutions": added, "a_revoir": 0}

    def tell(fait: int, total: int) -> None:
        report(travail, fait, total, "Lecture des territoires")

    figures = read_figures(region, list_publications(region), tell)
    lines = record_edition(
        region=region, edition=edition, figures=figures, millesimes=read_millesimes()
    )
    return {"parutions": added, "a_revoir": lines}
