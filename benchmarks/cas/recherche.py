"""The search of the site: all communes of France, the catalogue, and 5,000 indexed documents."""

import os
import random
import tempfile
from collections.abc import Collection, Iterator

from ancrage.observatoire import api
from benchmarks.mesures import GRAINE, Reglage, Resultat, time_each

BORNE_P95_S = 0.05
DOCUMENTS, QUESTIONS = 5_000, 300


def measure(reglage: Reglage) -> list[Resultat]:
    """Time questions, each asked once, in a database of its own; the bar is for 19 in 20."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ANCRAGE_STATE_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "ancrage.plateforme.config.settings.dev"
        _prepare()
        from django.contrib.auth.models import AnonymousUser

        from ancrage.plateforme.recherche.lectures import search

        visitor = AnonymousUser()
        for question in ("orlean", "chomage", "diagnostic", "puissaye"):
            search(visitor, question)
        asked = _questions(reglage.runs(QUESTIONS))
        result = time_each("Recherche dans le site", asked, lambda texte: search(visitor, texte))
    return [_told(result)]


def _told(result: Resultat) -> Resultat:
    wall, busy = sorted(result.durees), sorted(result.processeur)
    rank = max(0, int(0.95 * len(wall)) - 1)
    result.borne = BORNE_P95_S
    result.note = f"95 % sous {wall[rank] * 1000:.0f} ms ; processeur : {busy[rank] * 1000:.0f} ms"
    return result


def _prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from ancrage.plateforme.recherche.registre import Entree, Fournisseur, declare
    from ancrage.plateforme.recherche.services import rebuild

    call_command("migrate", verbosity=0)

    def documents(cles: Collection[str] | None) -> Iterator[Entree]:
        for rank, (one, other) in enumerate(_pairs()):
            yield Entree(f"d{rank}", f"Diagnostic local de santé de {one} et {other}", "/", "essai")

    declare(Fournisseur("essai", "Essai", 99, lister=documents))
    rebuild()


def _names() -> list[str]:
    return [one.libelle for one in api.communes_of("region:24")]


def _pairs() -> Iterator[tuple[str, str]]:
    drawn, names = random.Random(GRAINE), _names()
    yield from ((drawn.choice(names), drawn.choice(names)) for _ in range(DOCUMENTS))


def _questions(count: int) -> list[str]:
    """Return names of communes, of indicators and of documents, a third with a letter missing."""
    drawn, names = random.Random(GRAINE + 1), _names()
    labels = [item.libelle for item in api.indicateurs().values()]
    return [
        _slip(drawn, text) if rank % 3 == 0 else text
        for rank in range(count)
        for text in [
            drawn.choice(
                [drawn.choice(names), drawn.choice(labels), f"diagnostic {drawn.choice(names)}"]
            )
        ]
    ]


def _slip(drawn: random.Random, text: str) -> str:
    place = drawn.randrange(len(text))
    return text[:place] + text[place + 1 :]
