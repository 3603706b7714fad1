"""Individual rows become counts: one plan, the same counts to the bit on every engine."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.appartenance import territory_table
from ancrage.observatoire.moteur.comptage import (
    aggregate_counts,
    collect_counts,
    complete_grid,
    count_individuals,
    count_losses,
)
from ancrage.observatoire.moteur.moteurs_calcul import MoteurCalcul, open_moteur
from ancrage.observatoire.moteur.plan_comptage import PlanComptage, every_code
from tests.observatoire.moteur.individus import PLAN, count_by_hand, draw_individuals

AIRES = pl.DataFrame(
    {
        "commune": ["00001", "00002", "00003", "00005"],
        "aire": ["epci:1", "epci:1", "epci:2", "epci:3"],
    }
)


@pytest.fixture(params=["polars", "duckdb"])
def moteur(request: pytest.FixtureRequest) -> MoteurCalcul:
    return open_moteur(request.param)


@pytest.fixture(scope="module")
def fichier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chemin = tmp_path_factory.mktemp("individus") / "deces.parquet"
    draw_individuals(4_000).write_parquet(chemin)
    return chemin


def count(moteur: MoteurCalcul, rows: pl.DataFrame, plan: PlanComptage = PLAN) -> pl.DataFrame:
    return collect_counts(moteur, count_individuals(moteur, moteur.take_in(rows), plan), plan)


def one_death(**changes: str) -> pl.DataFrame:
    row = {
        "COM": "00001",
        "DECES": "20180615",
        "SEXE": "1",
        "NAISSANCE": "19500616",
        "CIM10": "C349",
    }
    return pl.DataFrame([row | changes])


def test_counts_equal_those_of_a_pencil(moteur: MoteurCalcul, fichier: Path) -> None:
    counts = collect_counts(moteur, count_individuals(moteur, moteur.scan(fichier), PLAN), PLAN)
    found = Counter({row[:5]: row[5] for row in counts.iter_rows()})
    assert found == count_by_hand(pl.read_parquet(fichier), PLAN)
    assert counts.columns == ["commune", "periode", "sexe", "age", "cause", "effectif"]
    assert counts.select(pl.selectors.enum()).width == 4
    plain = counts.with_columns(pl.selectors.enum().cast(pl.String))
    assert plain.equals(plain.sort(plain.columns[:5], nulls_last=True))


def test_counts_of_text_files_are_those_of_parquet(
    moteur: MoteurCalcul, fichier: Path, tmp_path: Path
) -> None:
    text = tmp_path / "deces.csv"
    pl.read_parquet(fichier).write_csv(text, separator=";")
    counts = [
        collect_counts(moteur, count_individuals(moteur, moteur.scan(path), PLAN), PLAN)
        for path in (fichier, text)
    ]
    assert counts[0].equals(counts[1])


@pytest.mark.parametrize(
    ("birth", "band"),
    [("19500615", 65), ("19500616", 65), ("19480615", 70), ("19480616", 65), ("20180615", 0)],
)
def test_age_is_that_of_the_last_birthday(moteur: MoteurCalcul, birth: str, band: int) -> None:
    assert set(count(moteur, one_death(NAISSANCE=birth))["age"]) == {band}


@pytest.mark.parametrize("birth", ["00000000", "20180616", "18701231", "1950", ""])
def test_age_is_unknown_when_the_dates_cannot_tell(moteur: MoteurCalcul, birth: str) -> None:
    counts = count(moteur, one_death(NAISSANCE=birth))
    assert counts["age"].to_list() == [None] * counts.height
    assert counts.height


def test_age_may_be_a_column_of_years(moteur: MoteurCalcul) -> None:
    plan = replace(PLAN, naissance=None, age="AGE", ages=(0, 1, 15, 65))
    ages = pl.Series("AGE", [0, 1, 14, 65, 130, 131, None])
    rows = pl.concat([one_death()] * 7).with_columns(ages)
    alone = count(moteur, rows, plan).filter(sexe="hommes", cause="toutes", periode="2018")
    assert dict(alone.select("age", "effectif").iter_rows()) == {0: 1, 1: 2, 65: 2, None: 2}
    adults = count(moteur, rows, replace(plan, ages=(15, 65))).filter(
        sexe="hommes", cause="toutes", periode="2018"
    )
    assert dict(adults.select("age", "effectif").iter_rows()) == {65: 2, None: 5}


def test_a_file_without_sex_nor_age_is_counted_whole(moteur: MoteurCalcul) -> None:
    plan = PlanComptage(
        commune="COM",
        evenement="DECES",
        periodes={"2018": (2018,)},
        cause="CIM10",
        causes=every_code(),
        ages=(0,),
    )
    rows = pl.concat([one_death(), one_death(SEXE="9", NAISSANCE="")])
    assert count(moteur, rows, plan).rows() == [("00001", "2018", "ensemble", 0, "C34", 2)]
    assert plan.grid().height == 2_600


def test_real_dates_and_dashed_dates_are_read_alike(moteur: MoteurCalcul) -> None:
    dashed = one_death(DECES="2018-06-15", NAISSANCE="1950-06-16")
    dates = dashed.with_columns(pl.col("DECES", "NAISSANCE").str.to_date())
    plain = count(moteur, one_death())
    assert count(moteur, dashed).equals(plain)
    assert count(moteur, dates).equals(plain)


def test_a_death_counts_in_each_cause_that_holds_its_code(moteur: MoteurCalcul) -> None:
    causes = {
        code: set(count(moteur, one_death(CIM10=code))["cause"])
        for code in ("C34.9", "C61", "K703", "K709", "", "J12")
    }
    assert causes == {
        "C34.9": {"toutes", "tumeurs", "poumon"},
        "C61": {"toutes", "tumeurs"},
        "K703": {"toutes", "alcool", "hepatite_alcoolique"},
        "K709": {"toutes", "alcool"},
        "": {"toutes"},
        "J12": {"toutes"},
    }


def test_a_death_of_unknown_sex_counts_for_both_sexes_together(moteur: MoteurCalcul) -> None:
    counts = count(moteur, one_death(SEXE="9")).filter(cause="toutes", periode="2018")
    assert set(counts["sexe"]) == {"inconnu", "ensemble"}


def test_rows_that_cannot_be_placed_are_told(moteur: MoteurCalcul) -> None:
    rows = pl.concat(
        [
            one_death(),
            one_death(COM=" "),
            one_death(SEXE="x"),
            one_death(NAISSANCE=""),
            one_death(DECES="20210101", NAISSANCE="20200101"),
            one_death(DECES="?", NAISSANCE="20200101"),
        ]
    )
    assert count_losses(moteur, moteur.take_in(rows), PLAN) == {
        "lignes": 6,
        "commune": 1,
        "sexe": 1,
        "age": 2,
        "periode": 2,
        "cause": 0,
    }


def test_codes_outside_every_cause_are_told(moteur: MoteurCalcul) -> None:
    plan = replace(PLAN, causes={"tumeurs": ("C00-D48",)})
    rows = moteur.take_in(pl.concat([one_death(), one_death(CIM10="I64"), one_death(CIM10="")]))
    assert count_losses(moteur, rows, plan)["cause"] == 2
    assert (
        collect_counts(moteur, count_individuals(moteur, rows, plan), plan)["effectif"].max() == 1
    )


def test_no_row_at_all_gives_no_count(moteur: MoteurCalcul) -> None:
    assert count(moteur, one_death().clear()).height == 0
    assert count_losses(moteur, moteur.take_in(one_death().clear()), PLAN)["lignes"] == 0


def test_counts_of_areas_are_the_sums_of_their_communes(
    moteur: MoteurCalcul, fichier: Path
) -> None:
    counts = count_individuals(moteur, moteur.scan(fichier), PLAN)
    areas = collect_counts(moteur, aggregate_counts(moteur, counts, AIRES), PLAN)
    plain = (
        collect_counts(moteur, counts, PLAN)
        .with_columns(pl.col("commune").cast(pl.String))
        .join(AIRES, on="commune")
        .group_by("aire", "periode", "sexe", "age", "cause")
        .agg(pl.col("effectif").sum())
        .sort("aire", "periode", "sexe", "age", "cause", nulls_last=True)
    )
    assert areas.with_columns(pl.col("aire").cast(pl.String)).equals(plain)


def test_an_area_without_any_death_keeps_its_zeros(moteur: MoteurCalcul) -> None:
    counts = count_individuals(moteur, moteur.take_in(one_death()), PLAN)
    areas = aggregate_counts(moteur, counts, AIRES)
    full = collect_counts(moteur, complete_grid(moteur, areas, AIRES, PLAN), PLAN)
    assert full.height == 3 * PLAN.grid().height == 3 * 3 * 3 * 19 * 7
    assert full["effectif"].null_count() == 0
    assert full.filter(aire="epci:2")["effectif"].sum() == 0
    assert full["effectif"].sum() == 2 * 2 * 3  # periods × sexes × causes of the one death


@pytest.mark.usefixtures("region_miniature")
def test_former_communes_count_where_they_are_today(moteur: MoteurCalcul) -> None:
    rows = pl.concat([one_death(COM="00009"), one_death(COM="00003")])
    counts = count_individuals(moteur, moteur.take_in(rows), PLAN)
    table = territory_table("epci", 2018)
    areas = collect_counts(moteur, aggregate_counts(moteur, counts, table), PLAN)
    total = areas.filter(sexe="hommes", cause="toutes", periode="2018")
    assert total.select("aire", "effectif").rows() == [("epci:990000001", 2.0)]


def test_arrondissements_count_in_their_commune() -> None:
    table = territory_table("commune", 2025)
    paris = table.filter(aire="commune:75056")
    assert paris.height == 21
    assert set(paris["poids"]) == {1.0}


def test_a_commune_placed_twice_in_an_area_is_refused(moteur: MoteurCalcul) -> None:
    counts = count_individuals(moteur, moteur.take_in(one_death()), PLAN)
    with pytest.raises(Erreur, match="deux fois"):
        aggregate_counts(moteur, counts, pl.concat([AIRES, AIRES]))
    with pytest.raises(Erreur, match="« aire »"):
        aggregate_counts(moteur, counts, AIRES.drop("aire"))


def test_an_absent_column_is_named(moteur: MoteurCalcul) -> None:
    with pytest.raises(Erreur, match="CIM10") as caught:
        count(moteur, one_death().drop("CIM10"))
    assert caught.value.code == "colonne_absente"


def test_numeric_commune_codes_are_refused(moteur: MoteurCalcul) -> None:
    with pytest.raises(Erreur, match="01004"):
        count(moteur, one_death().with_columns(pl.col("COM").cast(pl.Int64)))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"age": "AGE"}, "l'une des deux"),
        ({"naissance": None}, "sans colonne « age »"),
        ({"sexe": None}, "sexes"),
        ({"ages": (0, 10, 5)}, "croît"),
        ({"ages": ()}, "croît"),
        ({"sexes": {"1": "homme"}}, "hommes"),
        ({"periodes": {}}, "periodes"),
        ({"causes": {}}, "causes"),
        ({"causes": {"x": ("C97-C00",)}}, "à l'envers"),
        ({"causes": {"x": ("tumeurs",)}}, "CIM-10"),
        ({"cause": None}, r"ne compte que"),
    ],
)
def test_a_plan_that_would_count_wrongly_is_refused(wrong: dict[str, object], why: str) -> None:
    with pytest.raises(Erreur, match=why):
        replace(PLAN, **wrong)  # type: ignore[arg-type]
