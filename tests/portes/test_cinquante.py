"""One figure, ten doors: fifty drawn (territory, indicator) pairs say the same behind each.

Page, table of the dimension, text alternative and table of the figure, CSV, XLSX, Parquet,
GeoJSON, JSON, API, PDF, DOCX. At least `MINIMUM` of each hard kind are drawn: secret, missing,
zero, non-additive, borrowed.
"""

import math
import random
import re

import pytest

from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.observatoire.presentation import read_territoire
from ancrage.publication.documents.dls.contexte import CHAPITRES
from ancrage.publication.typographie import mot_statut
from tests.plateforme.portes import MONTRES, Brute, Cle, reads_as, squeeze
from tests.portes.lecture import Territoire

pytestmark = pytest.mark.django_db
GRAINE = 20261122
TIRES, MINIMUM = 50, 6
CODES = (
    "epci:244500468",
    "commune:45002",
    "departement:45",
    "region:24",
    "epci:244500468+commune:45008",
)


def kind(brute: Brute) -> str:
    value, status = brute
    return "zero" if value == 0 else status


def latest(code: str) -> dict[Cle, Brute]:
    """Return the figures that the pages of a territory show, and their kind."""
    found = read_territoire(profils.find_territoire(code)).latest()
    return {(v.code, v.sexe, v.periode or ""): (v.value, v.status) for v in found}


def draw() -> list[tuple[str, Cle]]:
    """Draw the pairs: some of each kind, the rest at random, the same ones each time."""
    rng = random.Random(GRAINE)
    by_kind: dict[str, list[tuple[str, Cle]]] = {}
    for code in CODES:
        for cle, brute in sorted(latest(code).items()):
            by_kind.setdefault(kind(brute), []).append((code, cle))
    assert set(by_kind) >= {"secret", "zero", "non_additif", "emprunte", "valeur"}
    chosen = {pair for group in by_kind.values() for pair in rng.sample(group, MINIMUM)}
    rest = [pair for group in by_kind.values() for pair in group if pair not in chosen]
    return sorted(chosen | set(rng.sample(rest, TIRES - MINIMUM - len(chosen))))


@pytest.mark.parametrize("code", CODES)
def test_a_drawn_figure_is_the_same_behind_every_door(client, code):
    area, truth = Territoire(client, code), latest(code)
    for cle in [cle for drawn, cle in draw() if drawn == code]:
        check_numbers(area, cle, truth[cle])
        printed = check_printed(area, cle, truth[cle])
        check_figure(area, cle, truth[cle], printed)


def check_numbers(area: Territoire, cle: Cle, brute: Brute) -> None:
    """Check the files: the very same number (a workbook keeps fifteen digits of it)."""
    for door, read in area.brutes.items():
        assert same(read[cle], brute), (area.code, cle, door, read[cle], brute)
    assert (brute[0] is None) == (brute[1] not in MONTRES)


def same(read: Brute, brute: Brute) -> bool:
    """Say whether a file tells this value and status; never a number for none."""
    if read[1] != brute[1] or (read[0] is None) != (brute[0] is None):
        return False
    return read[0] is None or math.isclose(read[0], brute[0] or 0, rel_tol=1e-14)


def check_printed(area: Territoire, cle: Cle, brute: Brute) -> str:
    """Check what is printed: page, table of the dimension, DOCX and PDF."""
    code, sexe, _ = cle
    page = area.page(code, sexe).ligne
    printed = {"docx": area.docx[cle], "pdf": whole(area.pdf[cle], brute), "page": page}
    if profils.indicateur_of(code).chapitre_dls in CHAPITRES:
        printed["table"] = area.tableau[code, sexe]
    for door, text in printed.items():
        assert reads_as(text, brute), (area.code, cle, door, text, brute)
    if brute[0] is not None:
        assert len({squeeze(number(text)) for text in printed.values()}) == 1, (cle, printed)
    return page


def whole(text: str, brute: Brute) -> str:
    """Return the words of a status whose end is on the next line of the PDF."""
    words = mot_statut(brute[1])
    begins = len(text) > 5 and squeeze(words).startswith(squeeze(text))
    return words if brute[0] is None and begins else text


def check_figure(area: Territoire, cle: Cle, brute: Brute, printed: str) -> None:
    """Check the text alternative and the table of « Place parmi les territoires comparables »."""
    found = area.page(cle[0], cle[1]).figure("Place parmi")
    if brute[0] is None:
        assert found is None, (area.code, cle)
    elif found:
        for text in found:
            assert squeeze(number(printed)) in squeeze(text), (area.code, cle, text)


def number(text: str) -> str:
    """Return the number that a cell begins with, or its words."""
    match = re.match(r"[−-]?\d[\d\s]*(?:,\d+)?", text)
    return match[0].strip() if match else text


def test_figures_are_behind_enough_of_the_drawn_pairs(client):
    """The check of a text alternative would pass if no figure were there."""
    shown = [pair for pair in draw() if latest(pair[0])[pair[1]][0] is not None]
    found = 0
    for code, (indicateur, sexe, _) in shown:
        area = Territoire.__new__(Territoire)
        area.client, area.code = client, code
        found += area.page(indicateur, sexe).figure("Place parmi") is not None
    assert found >= 8


@pytest.mark.parametrize("code", CODES[:2])
def test_a_missing_figure_is_missing_behind_every_door(client, code):
    area = Territoire(client, code)
    missing = area.missing()
    drawn = random.Random(GRAINE).sample(sorted(missing), MINIMUM // 2)
    for indicateur in drawn:
        assert missing[indicateur] == (None, "manquant")
        page = area.page(indicateur, "ensemble")
        assert page.status == 404
        assert not page.arbre.xpath("//tr[contains(@class, 'ici')]")
        assert not [cle for read in area.brutes.values() for cle in read if cle[0] == indicateur]
        assert not [cle for cle in area.docx if cle[0] == indicateur]
        assert (indicateur, "ensemble") not in area.tableau
