"""Carrying counts between COG years: totals conserved exactly, on the real movements."""

import io
import math
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.territoires.millesimes import MILLESIME_COURANT
from ancrage.observatoire.territoires.passage import harmonise, successors, table_passage
from ancrage.observatoire.territoires.referentiel import (
    communes,
    known_codes,
    mouvements,
    parent_of_arrondissement,
)

YEARS = range(2003, MILLESIME_COURANT + 1)
MOVED = sorted(set(mouvements()["de"]) | set(mouvements()["vers"]))
FAST = settings(max_examples=25, deadline=None)


def carry(codes: dict[str, float], cog: int, vers: int = MILLESIME_COURANT) -> dict[str, float]:
    table = pl.DataFrame(
        {"code": list(codes), "n": list(codes.values())}, schema_overrides={"n": pl.Float64}
    )
    done = harmonise(table, cog=cog, vers=vers, counts=["n"])
    return dict(zip(done["code"], done["n"], strict=True))


@st.composite
def counts_of_one_year(draw: st.DrawFn) -> tuple[int, dict[str, float]]:
    """Whole counts on codes of one COG year, mostly codes that moved one day."""
    year = draw(st.sampled_from(YEARS))
    known = known_codes(year)
    pool = [code for code in MOVED if code in known]
    codes = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=60, unique=True))
    counts = draw(st.lists(st.integers(0, 3_000_000), min_size=len(codes), max_size=len(codes)))
    return year, dict(zip(codes, map(float, counts), strict=True))


@FAST
@given(counts_of_one_year())
def test_totals_are_conserved_exactly(data: tuple[int, dict[str, float]]) -> None:
    year, counts = data
    carried = carry(counts, year)
    assert sum(carried.values()) == sum(counts.values())
    assert set(carried) <= known_codes(MILLESIME_COURANT)
    assert min(carried.values()) >= 0


@FAST
@given(counts_of_one_year())
def test_carrying_to_the_same_year_changes_nothing(data: tuple[int, dict[str, float]]) -> None:
    year, counts = data
    assert carry(counts, year, vers=year) == counts


@FAST
@given(counts_of_one_year())
def test_carrying_twice_is_carrying_once(data: tuple[int, dict[str, float]]) -> None:
    year, counts = data
    once = carry(counts, year)
    assert carry(once, MILLESIME_COURANT) == once


@pytest.mark.parametrize("year", [2003, 2012, 2018, 2023])
def test_every_commune_of_france_is_conserved_at_once(year: int) -> None:
    counts = {code: float(rank) for rank, code in enumerate(sorted(known_codes(year)))}
    carried = carry(counts, year)
    assert sum(carried.values()) == sum(counts.values())
    assert set(carried) == known_codes(MILLESIME_COURANT)


@pytest.mark.parametrize("year", YEARS)
def test_weights_of_each_origin_sum_to_one_and_lead_to_known_codes(year: int) -> None:
    table = table_passage(year)
    sums = table.group_by("de").agg(pl.col("poids"))["poids"]
    assert all(math.fsum(weights) == 1.0 for weights in sums.to_list())
    assert table["poids"].min() > 0
    assert set(table["de"]) == known_codes(year)
    assert set(table["vers"]) == known_codes(MILLESIME_COURANT)
    assert table.filter(pl.col("reparti") != (pl.col("poids") < 1)).is_empty()


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024])
def test_movements_lead_from_one_embedded_list_to_the_next(year: int) -> None:
    assert set(table_passage(year, year + 1)["vers"]) == set(communes(year + 1)["code"])


def test_going_back_undoes_mergers_as_flagged_splits() -> None:
    back = table_passage(2026, 2024)
    assert set(back["vers"]) == known_codes(2024)
    pieces = back.filter(pl.col("de") == "28319")
    assert sorted(pieces["vers"]) == ["28025", "28276", "28319"]
    assert pieces["reparti"].all()
    with pytest.raises(Erreur, match="2015"):
        table_passage(2026, 2015)


@pytest.mark.parametrize(
    ("year", "de", "vers"),
    [
        (2024, "28025", "28319"),
        (2024, "28276", "28319"),
        (2023, "18131", "18173"),
        (2017, "49144", "44180"),  # changed département, then merged, on one day
        (2017, "14513", "50592"),  # same, from Calvados to Manche
        (2016, "02344", "51171"),  # from Aisne to Marne, then merged
        (2020, "27676", "27676"),  # the seat, so the code, left in 2021 and came back in 2023
        (2022, "27058", "27676"),
        (2018, "60455", "60694"),  # absorbed in 2019, part of the commune re-created in 2024
        (2015, "85165", "85165"),  # absorbed in 2016, re-created in 2024: whole again
        (2003, "76095", "76095"),
        (2015, "85030", "85084"),
    ],
)
def test_named_cases_lead_to_one_commune(year: int, de: str, vers: str) -> None:
    found = table_passage(year).filter(pl.col("de") == de)
    assert found.select("vers", "poids", "reparti").rows() == [(vers, 1.0, False)]


def test_60054_is_split_when_it_named_les_hauts_talican_and_whole_otherwise() -> None:
    def pieces(year: int) -> list[str]:
        return sorted(table_passage(year).filter(pl.col("de") == "60054")["vers"])

    assert pieces(2018) == ["60054"]
    assert pieces(2019) == pieces(2023) == ["60054", "60694"]
    assert pieces(2024) == ["60054"]


def test_a_split_count_is_shared_by_population_and_flagged() -> None:
    table = pl.DataFrame({"code": ["60054", "45234"], "n": [881, 7]})
    done = harmonise(table, cog=2023, counts=["n"])
    assert done["reparti"].to_list() == [False, True, True]
    people = communes().filter(pl.col("code").is_in(["60054", "60694"]))["population_affichee"]
    shared = done.filter(pl.col("code") != "45234")["n"].to_list()
    assert shared == pytest.approx([881 * p / people.sum() for p in people], abs=1e-5)
    assert sum(shared) == 881


def test_counts_are_summed_by_period_and_sex() -> None:
    table = pl.DataFrame(
        {
            "code": ["28025", "28276", "28025", "28276"],
            "periode": ["2018", "2018", "2019", "2019"],
            "n": [3, 4, 10, 20],
            "d": [100, 200, 1, 2],
        }
    )
    done = harmonise(table, cog=2020, counts=["n", "d"], by=["periode"])
    assert done.rows() == [
        ("28319", "2018", 7.0, 300.0, False),
        ("28319", "2019", 30.0, 3.0, False),
    ]


def test_a_missing_part_makes_the_sum_missing_not_smaller() -> None:
    table = pl.DataFrame({"code": ["28025", "28276"], "n": [3, None]})
    assert harmonise(table, cog=2020, counts=["n"])["n"].to_list() == [None]


def test_a_code_unknown_at_the_declared_year_is_refused() -> None:
    table = pl.DataFrame({"code": ["28025", "01001"], "n": [1, 1]})
    with pytest.raises(Erreur, match="28025") as unknown:
        harmonise(table, cog=2025, counts=["n"])
    assert "COG" in str(unknown.value)
    with pytest.raises(Erreur, match="arrondissements"):
        harmonise(pl.DataFrame({"code": ["75101"], "n": [1]}), cog=2025, counts=["n"])


def test_former_codes_are_followed_even_before_2003() -> None:
    assert successors("28025") == (("28319",), 2024)
    assert successors("45003") == (("45240",), 1972)
    assert successors("99999") is None


@pytest.mark.usefixtures("region_miniature")
def test_the_invented_merger_is_carried() -> None:
    assert carry({"00009": 5, "00003": 6, "0A001": 1}, 2018) == {"00003": 11, "0A001": 1}


@pytest.mark.donnees_officielles
def test_the_census_of_france_is_conserved(donnees_officielles: Path) -> None:
    with zipfile.ZipFile(donnees_officielles / "population/base_cc_comparateur_csv.zip") as archive:
        content = archive.read("base_cc_comparateur.CSV")
    table = (
        pl.read_csv(io.BytesIO(content), separator=";", infer_schema=False)
        .filter(~pl.col("CODGEO").is_in(list(parent_of_arrondissement())))
        .select(code="CODGEO", population=pl.col("P18_POP").cast(pl.Float64))
        .drop_nulls()
    )
    done = harmonise(table, cog=2021, counts=["population"])
    assert done["population"].sum() == table["population"].sum()
    assert done.height < table.height


@pytest.mark.donnees_officielles
def test_former_codes_agree_with_a_published_table(donnees_officielles: Path) -> None:
    path = donnees_officielles / "geographie/table_passage_communes_historiques_2025_region24.csv"
    published = pl.read_csv(path, infer_schema=False).rows()
    wrong = [(de, vers) for de, vers in published if successors(de, 2025)[0] != (vers,)]  # type: ignore[index]
    assert wrong == []
