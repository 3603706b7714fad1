"""Head-counts over time: base 100, a constant field, published changes, a labelled projection."""

import shutil
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire import api
from ancrage.observatoire.moteur.ages_medecins import BANDS, project_medecins
from tests.conftest import GEOGRAPHIE_MINIATURE


def ages(growth: float = 1.0) -> pl.DataFrame:
    """Return nine years of nine bands, band k holding 100 + 10 k doctors, all times growth."""
    rows = [
        (year, age, (100.0 + 10 * rank) * growth ** (year - 2012))
        for year in range(2012, 2021)
        for rank, age in enumerate(BANDS)
    ]
    return pl.DataFrame(rows, schema={"annee": pl.Int32, "age": pl.String, "effectif": pl.Float64},
                        orient="row")  # fmt: skip


@pytest.mark.usefixtures("magasin")
def test_series_start_at_100_and_follow_the_counts() -> None:
    found = api.demographie_medicale("epci:990000002")
    for profession in found.professions:
        for area in profession.aires:
            assert area.base_100[0] == 100
            assert area.base_100[-1] == pytest.approx(100 * area.effectifs[-1] / area.effectifs[0])


@pytest.mark.usefixtures("magasin")
def test_region_and_france_are_the_sums_of_their_departements() -> None:
    areas = {a.code: a for a in api.demographie_medicale("epci:990000002").professions[0].aires}
    sums = [
        a + b
        for a, b in zip(
            areas["departement:00"].effectifs, areas["departement:0A"].effectifs, strict=True
        )
    ]
    assert list(areas["region:99"].effectifs) == sums
    assert list(areas["france"].effectifs) == sums


@pytest.mark.usefixtures("magasin")
def test_the_reader_is_told_that_doctors_are_of_every_speciality() -> None:
    found = api.demographie_medicale("epci:990000002")
    assert "toutes spécialités" in found.avertissement
    assert "généralistes" in found.avertissement


def test_a_standing_population_is_projected_as_it_stands() -> None:
    projection = project_medecins(ages(), "essai")
    assert projection is not None
    start = sum(100.0 + 10 * rank for rank in range(9))
    assert [point.annee for point in projection.points] == [2020, 2025, 2030]
    for point in projection.points:
        assert point.central == pytest.approx(start)
        assert point.bas == pytest.approx(start)
        assert point.haut == pytest.approx(start)


def test_the_projection_repeats_what_was_seen_band_by_band() -> None:
    table = ages(1.02)
    known = {(r["annee"], r["age"]): r["effectif"] for r in table.iter_rows(named=True)}
    last = [known[2020, age] for age in BANDS]
    pairs = [(y, y + 5) for y in range(2012, 2016)]

    def mean(values: list[float]) -> float:
        return sum(values) / len(values)

    expected = [mean([known[end, BANDS[0]] for _, end in pairs])]
    for here, there in pairwise(BANDS[:-1]):
        out = mean([max(0, 1 - known[e, there] / known[s, here]) for s, e in pairs])
        came = mean([max(0, known[e, there] - known[s, here]) for s, e in pairs])
        expected.append(last[BANDS.index(here)] * (1 - out) + came)
    old = [
        max(0, 1 - known[e, BANDS[-1]] / (known[s, BANDS[-2]] + known[s, BANDS[-1]]))
        for s, e in pairs
    ]
    expected.append((last[-2] + last[-1]) * (1 - mean(old)))
    projection = project_medecins(table, "essai", steps=1)
    assert projection is not None
    point = projection.points[-1]
    assert point.central == pytest.approx(sum(expected))
    assert point.bas <= point.central <= point.haut
    assert point.part_60 == pytest.approx(100 * sum(expected[-2:]) / sum(expected))


def test_hypotheses_travel_with_the_projection() -> None:
    projection = project_medecins(ages(), "essai")
    assert projection is not None
    assert "2012 et 2020" in projection.hypotheses[0]
    assert "enveloppe" in " ".join(projection.hypotheses)


def test_too_short_a_series_or_a_missing_band_gives_no_projection() -> None:
    assert project_medecins(ages().filter(pl.col("annee") < 2018), "essai") is None
    assert project_medecins(ages().filter(pl.col("age") != "40-44"), "essai") is None


def test_without_the_age_file_there_is_no_projection(
    tmp_path: Path, store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(store_folder / "magasin", tmp_path / "magasin", symlinks=True)
    monkeypatch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path))
    assert api.demographie_medicale("epci:990000002").projection is None


def test_the_embedded_store_gives_the_changes_that_drees_publishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path))
    published = {"18": -9.1, "28": -7.9, "36": -7.8, "41": -4.3, "45": -1.5, "37": 7.2}
    found = api.demographie_medicale("region:24")
    doctors = {area.code: area for area in found.professions[0].aires}
    assert found.professions[0].aires[0].annees == tuple(range(2012, 2021))
    for code, change in published.items():
        assert round(doctors[f"departement:{code}"].evolution or 0, 1) == change
    assert found.projection is not None


@pytest.mark.donnees_officielles
def test_the_official_files_give_the_changes_that_drees_publishes(
    donnees_officielles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path / "etat"))
    folder = tmp_path / "fichiers"
    folder.mkdir()
    for pattern in ("drees_demographie_ps_*.csv", "estim-pop-dep-sexe-gca-*.xls"):
        for path in donnees_officielles.rglob(pattern):
            (folder / path.name).symlink_to(path)
    api.load(folder)
    published = {"18": -9.1, "28": -7.9, "36": -7.8, "41": -4.3, "45": -1.5, "37": 7.2}
    found = api.demographie_medicale("region:24")
    doctors = {area.code: area for area in found.professions[0].aires}
    for code, change in published.items():
        assert round(doctors[f"departement:{code}"].evolution or 0, 1) == change
    assert found.projection is not None
    assert found.projection.observe[-1] == (2020, 227298.0)
