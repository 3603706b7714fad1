"""A plan of two hundred sheets from Excel: tried first, then brought in, in a fresh database."""

import os
import tempfile
from typing import Any

from benchmarks.mesures import Reglage, Resultat, time_each

BORNE_S = 5.0
FICHES, PASSAGES = 200, 3


def measure(reglage: Reglage) -> list[Resultat]:
    """Time the dry run, then the import, each on a contract that has no plan yet."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ANCRAGE_STATE_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "ancrage.plateforme.config.settings.test"
        return _measure(reglage)


def _measure(reglage: Reglage) -> list[Resultat]:
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0)
    from ancrage.plateforme.programmes.services.imports import import_plan, try_import
    from tests.plateforme.programmes.classeurs import deposited

    contenu = _classeur(20 if reglage.essai else FICHES)
    ateliers = _ateliers(reglage.runs(PASSAGES))
    tried = time_each(
        "Plan de 200 fiches : essai à blanc", ateliers,
        lambda one: try_import(
            acteur=one.coordonnateur, contrat=one.contrat, nom="plan.xlsx", contenu=contenu
        ),
        borne=BORNE_S,
    )  # fmt: skip
    kept = deposited(contenu)
    done = time_each(
        "Plan de 200 fiches : import", ateliers,
        lambda one: import_plan(acteur=one.coordonnateur, contrat=one.contrat, fichier=kept),
        borne=BORNE_S,
    )  # fmt: skip
    return [tried, done]


def _ateliers(count: int) -> list[Any]:
    """Return invented contracts of the tests, each with its coordinator and no sheet."""
    from tests.plateforme.contrats.factories import Equipe, opened
    from tests.plateforme.programmes.factories import JOUR, Atelier

    equipe = Equipe()
    return [Atelier(equipe, opened(equipe, JOUR)) for _ in range(count)]


def _classeur(count: int) -> bytes:
    from ancrage.plateforme.programmes.modele_ecrit import write_plan
    from ancrage.plateforme.programmes.plan import Plan
    from tests.plateforme.programmes.factories import complete

    return write_plan(Plan(fiches=tuple(
        complete(code=f"F{rank}", titre=f"Action {rank} (exemple)") for rank in range(1, count + 1)
    )))  # fmt: skip
