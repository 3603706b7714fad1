"""The addresses of the doctrine: a revised plan in each region, a text, a contract in writing."""

from datetime import date
from typing import Any

from ancrage.plateforme.doctrine.models import PlanRegional, Visa
from ancrage.plateforme.doctrine.services.plans import NouvelObjectif
from tests.architecture.cas_droits import Monde, cas
from tests.architecture.cas_programme import plan as contrat_of
from tests.plateforme.doctrine.factories import make_plan

SUITE = (NouvelObjectif("A", "Santé (exemple)"),)


@cas("doctrine:regle", "doctrine:publier_regle", partout=True)
def regle(monde: Monde) -> dict[str, Any]:
    return {"code": "R6"}


@cas("doctrine:publier_visa")
def visa(monde: Monde) -> dict[str, Any]:
    day = date(2020, 1, 1)
    made, _ = Visa.objects.get_or_create(
        region=monde.region, code="essai", numero=1,
        defaults={"rang": 1, "texte": "Vu ;", "date_texte": day, "date_debut": day, "source": "e"},
    )  # fmt: skip
    return {"identifiant": made.identifiant}


def _revised(monde: Monde) -> PlanRegional:
    """Return the second version of a plan of a region, made once."""
    held = PlanRegional.objects.filter(region=monde.region, numero=2).first()
    if held is None:
        make_plan(region=monde.region)
        held = make_plan(region=monde.region, date_debut=date(2023, 11, 1), objectifs=SUITE)
    return held


@cas("doctrine:plan", "doctrine:revision", "doctrine:revision_identiques")
def plan(monde: Monde) -> dict[str, Any]:
    return {"identifiant": _revised(monde).identifiant}


@cas("doctrine:revision_objectif")
def objectif(monde: Monde) -> dict[str, Any]:
    nouveau = _revised(monde)
    ancien = PlanRegional.objects.get(region=monde.region, type=nouveau.type, numero=1)
    return {
        "identifiant": nouveau.identifiant,
        "objectif": ancien.objectifs.order_by("code")[0].identifiant,
    }


@cas("doctrine:rattachements")
def rattachements(monde: Monde) -> dict[str, Any]:
    return {"slug": contrat_of(monde).slug}
