"""Rates of a country from its counts: those of `calculs` line by line, zeros kept, 1e-12 apart."""

import numpy as np
import polars as pl
import pytest

from ancrage.observatoire.calculs.intervalles import poisson_exact
from ancrage.observatoire.calculs.populations_reference import BANDS_19, standard_weights
from ancrage.observatoire.calculs.standardisation_directe import direct_standardised_rate
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur import taux_comptages
from ancrage.observatoire.moteur.taux_comptages import (
    Reference,
    standardised_rates,
    standardised_rates_by_level,
)

WEIGHTS = standard_weights("esp2013")
CAUSES = ("toutes", "rare")
FRANCE = pl.col("aire") == "france"
KEYS = ["aire", "periode", "sexe", "cause"]


def draw(areas: int = 6) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return counts (zeros absent) and populations of areas and of « france », their sum."""
    chance = np.random.default_rng(11)
    cells = pl.DataFrame(
        [
            (f"commune:{area:05d}", periode, sexe, age, int(chance.integers(20, 400)))
            for area in range(areas)
            for periode in ("2018", "2019")
            for sexe in ("femmes", "hommes")
            for age in BANDS_19
        ],
        schema=["aire", "periode", "sexe", "age", "population"],
        orient="row",
    )
    drawn = [
        cells.select(
            "aire",
            "periode",
            "sexe",
            "age",
            cause=pl.lit(cause),
            effectif=pl.Series(chance.poisson(mean, cells.height)),
        ).filter(pl.col("effectif") > 0)
        for cause, mean in (("toutes", 1.5), ("rare", 0.02))
    ]
    counts = pl.concat(drawn)
    return tuple(
        pl.concat([table, table.with_columns(aire=pl.lit("france"))])
        .group_by([name for name in table.columns if name not in ("effectif", "population")])
        .agg(pl.col("effectif" if "effectif" in table.columns else "population").sum())
        for table in (counts, cells)
    )  # type: ignore[return-value]


@pytest.fixture(scope="module")
def pays() -> tuple[pl.DataFrame, pl.DataFrame]:
    return draw()


def of_ages(table: pl.DataFrame, column: str, **keys: str) -> np.ndarray:
    rows = dict(table.filter(**keys).select("age", column).iter_rows())
    return np.array([rows.get(age, 0) for age in BANDS_19], dtype=float)


def france_of(counts: pl.DataFrame, population: pl.DataFrame) -> Reference:
    return Reference(counts.filter(aire="france"), population.filter(aire="france"))


def test_each_line_is_the_rate_of_its_own_counts(pays: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    counts, population = pays
    rates = standardised_rates(counts, population, WEIGHTS, causes=CAUSES)
    assert rates.height == 7 * 2 * 2 * 2
    for row in rates.iter_rows(named=True):
        keys = {name: row[name] for name in KEYS}
        events = of_ages(counts, "effectif", **keys)
        people = of_ages(population, "population", **{k: keys[k] for k in KEYS[:3]})
        alone = direct_standardised_rate(events, people, WEIGHTS)
        assert row["observed"] == events.sum()
        assert row["status"] == alone.status
        expected = [alone.value, alone.lower, alone.upper]
        np.testing.assert_allclose([row["value"], row["lower"], row["upper"]], expected, rtol=1e-12)


def test_a_pair_without_any_death_has_a_rate_of_zero(
    pays: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    counts, population = pays
    rates = standardised_rates(counts.clear(), population, WEIGHTS, causes=CAUSES)
    assert rates.height == 7 * 2 * 2 * 2
    assert rates["status"].unique().to_list() == ["zero"]
    assert rates["value"].unique().to_list() == [0.0]
    assert rates["upper"].min() > 0  # type: ignore[operator]


def test_icm_compares_with_the_rates_of_the_reference(
    pays: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    counts, population = pays
    rates = standardised_rates(
        counts, population, WEIGHTS, causes=CAUSES, reference=france_of(*pays)
    )
    france = rates.filter(aire="france")
    np.testing.assert_allclose(france["icm"].drop_nulls().to_numpy(), 100, rtol=1e-12)
    assert france.filter(pl.col("icm").is_null())["expected"].to_list() == [0.0]
    assert france["reference_part"].to_list() == [1.0] * 8
    row = rates.filter(aire="commune:00002", periode="2019", sexe="hommes", cause="toutes").row(
        0, named=True
    )
    stratum = {"periode": "2019", "sexe": "hommes"}
    base = of_ages(population, "population", aire="france", **stratum)
    deaths = of_ages(counts, "effectif", aire="france", cause="toutes", **stratum)
    people = of_ages(population, "population", aire="commune:00002", **stratum)
    expected = sum(n * d / p for n, d, p in zip(people, deaths, base, strict=True))
    lower, upper = poisson_exact(row["observed"])
    np.testing.assert_allclose(
        [row["expected"], row["icm"], row["icm_lower"], row["icm_upper"], row["reference_part"]],
        [
            expected,
            *(100 * n / expected for n in (row["observed"], lower, upper)),
            people.sum() / base.sum(),
        ],
        rtol=1e-12,
    )


def test_blocks_change_nothing(
    pays: tuple[pl.DataFrame, pl.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts, population = pays
    whole = standardised_rates(
        counts, population, WEIGHTS, causes=CAUSES, reference=france_of(*pays)
    )
    monkeypatch.setattr(taux_comptages, "BLOCK", 2)
    parts = standardised_rates(
        counts.sample(fraction=1, shuffle=True, seed=1),
        population.sample(fraction=1, shuffle=True, seed=2),
        WEIGHTS,
        causes=CAUSES,
        reference=france_of(*pays),
    )
    numbers = ["observed", "value", "lower", "upper", "icm", "icm_lower", "icm_upper"]
    assert parts.select(KEYS).equals(whole.select(KEYS))
    np.testing.assert_allclose(
        parts.select(numbers).to_numpy(), whole.select(numbers).to_numpy(), rtol=1e-12
    )


def test_unknown_ages_and_sexes_do_not_enter_a_rate(
    pays: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    counts, population = pays
    unknown = counts.head(2).with_columns(
        age=pl.Series([None, 0], dtype=pl.Int64), sexe=pl.Series(["hommes", "inconnu"])
    )
    added = pl.concat([counts, unknown.select(counts.columns)])
    plain = standardised_rates(counts, population, WEIGHTS, causes=CAUSES)
    observed = standardised_rates(added, population, WEIGHTS, causes=CAUSES)["observed"]
    assert observed.equals(plain["observed"])


def test_a_stratum_without_population_has_no_line(
    pays: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    counts, population = pays
    gone = (pl.col("aire") == "commune:00001") & (pl.col("periode") == "2018")
    rates = standardised_rates(counts, population.filter(~gone), WEIGHTS, causes=CAUSES)
    assert rates.height == 7 * 2 * 2 * 2 - 4
    assert rates.filter(gone).height == 0


def test_a_missing_age_band_is_refused(pays: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    counts, population = pays
    hole = (pl.col("aire") == "commune:00003") & (pl.col("age") == 40)
    with pytest.raises(Erreur, match="commune:00003") as caught:
        standardised_rates(counts, population.filter(~hole), WEIGHTS, causes=CAUSES)
    assert caught.value.code == "classe_age_absente"


def test_an_area_where_nobody_lives_has_no_rate(pays: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    counts, population = pays
    empty = population.with_columns(
        population=pl.when(pl.col("aire") == "commune:00004").then(0).otherwise("population")
    )
    kept = counts.filter(pl.col("aire") != "commune:00004")
    rates = standardised_rates(kept, empty, WEIGHTS, causes=CAUSES, reference=france_of(*pays))
    nobody = rates.filter(aire="commune:00004")
    assert nobody["status"].unique().to_list() == ["non_applicable"]
    for name in ("value", "lower", "upper", "icm", "icm_lower", "icm_upper"):
        assert nobody[name].null_count() == nobody.height


@pytest.mark.parametrize(
    "kept", [FRANCE & (pl.col("periode") == "2018"), ~FRANCE, pl.lit(value=False)]
)
def test_a_reference_that_is_not_one_whole_area_is_refused(
    pays: tuple[pl.DataFrame, pl.DataFrame], kept: pl.Expr
) -> None:
    counts, population = pays
    wanted = population.filter(kept)
    with pytest.raises(Erreur, match="référence"):
        standardised_rates(
            counts, population, WEIGHTS, causes=CAUSES, reference=Reference(counts, wanted)
        )


MEMBERS = [f"commune:{area:05d}" for area in range(6)]
NUMBERS = ["observed", "value", "lower", "upper", "expected", "icm", "icm_lower", "icm_upper"]


def levels(**poids: list[float]) -> dict[str, pl.DataFrame]:
    """Return communes, two EPCI that cut across order, and the whole."""
    epci = ["epci:b", "epci:a", "epci:b", "epci:a", "epci:a", "epci:b"]
    return {
        "commune": pl.DataFrame({"commune": MEMBERS, "aire": MEMBERS}),
        "epci": pl.DataFrame({"commune": MEMBERS, "aire": epci, **poids}),
        "france": pl.DataFrame({"commune": MEMBERS, "aire": ["france"] * 6}),
    }


def summed(table: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Slow twin: join each line to its area, weigh it, group."""
    value = table.columns[-1]
    share = pl.col(value) * (pl.col("poids") if "poids" in members.columns else 1)
    return (
        table.join(members, left_on="aire", right_on="commune")
        .group_by(pl.col("aire_right").alias("aire"), *table.columns[1:-1])
        .agg(share.sum())
    )


@pytest.mark.parametrize("poids", [{}, {"poids": [1.0, 0.25, 0.5, 1.0, 0.75, 1.0]}])
def test_larger_areas_are_the_sums_of_their_communes(
    pays: tuple[pl.DataFrame, pl.DataFrame], poids: dict[str, list[float]]
) -> None:
    counts, population = (table.filter(~FRANCE) for table in pays)
    columns = ["aire", "periode", "sexe", "age", "cause", "effectif"]
    tables = levels(**poids)
    found = standardised_rates_by_level(
        counts, population, tables, WEIGHTS, causes=CAUSES, reference="france"
    )
    for niveau, members in tables.items():
        alone = standardised_rates(
            summed(counts.select(columns), members),
            summed(population, members),
            WEIGHTS,
            causes=CAUSES,
            reference=france_of(*pays),
        )
        assert found[niveau].select(*KEYS, "status").equals(alone.select(*KEYS, "status"))
        np.testing.assert_allclose(
            found[niveau].select(NUMBERS).to_numpy(),
            alone.select(NUMBERS).to_numpy(),
            rtol=1e-12,
            err_msg=niveau,
        )


def test_an_area_with_a_member_of_unknown_population_has_no_rate(
    pays: tuple[pl.DataFrame, pl.DataFrame],
) -> None:
    counts, population = (table.filter(~FRANCE) for table in pays)
    gone = (pl.col("aire") == MEMBERS[1]) & (pl.col("periode") == "2018")
    wide = levels() | {"region": pl.DataFrame({"commune": ["x", MEMBERS[0]], "aire": ["r", "r"]})}
    wide["france"] = wide["france"].filter(pl.col("commune") != MEMBERS[1])
    found = standardised_rates_by_level(
        counts, population.filter(~gone), wide, WEIGHTS, causes=CAUSES, reference="france"
    )
    lines = found["epci"].group_by("aire", "periode").len().sort("aire", "periode").rows()
    assert lines == [("epci:a", "2019", 4), ("epci:b", "2018", 4), ("epci:b", "2019", 4)]
    assert found["region"].height == 0


def test_a_reference_of_several_areas_is_refused(pays: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    counts, population = pays
    with pytest.raises(Erreur, match="référence"):
        standardised_rates_by_level(
            counts, population, levels(), WEIGHTS, causes=CAUSES, reference="epci"
        )
