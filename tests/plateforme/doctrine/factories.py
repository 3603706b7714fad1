"""The doctrine of the catalogue, and an invented plan."""

from datetime import date
from typing import Any

from ancrage.plateforme.doctrine.models import PlanRegional
from ancrage.plateforme.doctrine.services.plans import NouvelObjectif, publish_plan

OBJECTIFS = (
    NouvelObjectif("1", "Agir sur les déterminants (exemple)"),
    NouvelObjectif("1.1", "Air et logement (exemple)", "1"),
    NouvelObjectif("2", "Accès aux soins (exemple)"),
)


def make_plan(acteur: Any = None, **changes: Any) -> PlanRegional:
    values: dict[str, Any] = {
        "region": "24",
        "type_": "prs",
        "libelle": "Projet régional de santé (exemple)",
        "date_debut": date(2018, 7, 1),
        "source": "exemple inventé",
        "objectifs": OBJECTIFS,
    }
    return publish_plan(acteur=acteur, **values | changes)
