"""The printed rows of a change: what became of the need, the territory taken out of its region."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ancrage.observatoire import api
from ancrage.observatoire.api import Bilan, Geographie, LigneBilan, SegmentTendance, Tendance
from ancrage.publication.analyses import tableaux_evolution
from ancrage.publication.typographie import FINE, INSECABLE


@pytest.fixture(autouse=True)
def _store(region_miniature: None, store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(store_folder))


def changed(**more: Any) -> tuple[Bilan, LigneBilan]:
    """Return one tested line of the miniature store with another outcome."""
    bilan = api.evolutions("departement:00")
    line = next(each for each in bilan.lignes if each.change.relative is not None)
    other = replace(line, change=replace(line.change, **more))
    return replace(bilan, lignes=(other,)), other


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("resolu", "résolu"),
        ("en_reduction", "en réduction"),
        ("persistant", "persistant"),
        ("aggrave", "aggravé"),
        ("emergent", "émergent"),
    ],
)
def test_a_need_is_read_in_the_last_column(code: str, words: str) -> None:
    bilan, line = changed(besoin=code)
    assert tableaux_evolution.told_need(line) == f"besoin{INSECABLE}{words}"
    _, rows = tableaux_evolution.rows_bilan(bilan)
    assert f"besoin{INSECABLE}{words}" in rows[0][-1]


@pytest.mark.parametrize("code", [None, "sans_objet", "non_concluant"])
def test_no_need_is_told_where_none_is_established(code: str | None) -> None:
    bilan, _ = changed(besoin=code)
    assert "besoin" not in tableaux_evolution.rows_bilan(bilan)[1][0][-1]


def test_the_column_of_the_region_says_when_the_territory_was_taken_out_of_it() -> None:
    bilan, line = changed(region_hors_territoire=True)
    told = tableaux_evolution.rows_bilan(bilan)[1][0][3]
    assert "territoire retiré" in told
    old, new = line.region_avant, line.region_apres
    change = 100 * (new.value / old.value - 1)  # type: ignore[union-attr, operator]
    assert f"{change:+.1f}{FINE}%".replace(".", ",").replace("-", "−") in told
    bilan, _ = changed(region_hors_territoire=False)
    assert "territoire retiré" not in tableaux_evolution.rows_bilan(bilan)[1][0][3]


ICI = Geographie("departement", "departement:00", "Essarts")


def trend(*parts: tuple[int, int, float, float, float], borrowed: bool = False) -> Tendance:
    whole, *pieces = (SegmentTendance(*part) for part in parts)
    return Tendance(
        "M03", "Mortalité", "femmes", ICI, borrowed, whole, "apc", None, tuple(pieces)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ((0.1, 2.0), "en hausse"),
        ((-2.0, -0.1), "en baisse"),
        ((-0.1, 2.0), "pas d’évolution établie"),
    ],
)
def test_a_trend_has_a_direction_only_where_its_interval_gives_one(
    limits: tuple[float, float], words: str
) -> None:
    assert tableaux_evolution.read_tendance(trend((2013, 2020, 0.9, *limits))) == words


def test_a_trend_that_turns_gives_the_change_of_each_part() -> None:
    found = trend(
        (2011, 2020, 1.0, -1.0, 3.0), (2011, 2015, 9.6, 9.0, 10.2), (2015, 2020, -5, -6, -4)
    )
    told = tableaux_evolution.read_tendance(found)
    assert told.endswith(f"tourne en 2015{INSECABLE}: +9,6{FINE}%, puis −5,0{FINE}% par an")


def test_the_row_of_a_borrowed_trend_names_its_area() -> None:
    headers, rows = tableaux_evolution.rows_tendances(
        [trend((2013, 2020, -0.5, -0.8, -0.1), borrowed=True)]
    )
    assert len(headers) == len(rows[0])
    assert rows[0][:2] == ["Mortalité (femmes, Essarts)", "2013 à 2020"]
    assert rows[0][2].startswith(f"−0,5{FINE}% [−0,8")
