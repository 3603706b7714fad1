"""Life expectancies of a deposit: a slow life table, the secrecy of its deaths, its own scale."""

from math import sqrt
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import stats

from ancrage.observatoire import api
from ancrage.observatoire.moteur.esperances import p_expectancy, power
from tests.observatoire.moteur.depots.extrait import (
    CA_FONTELLE,
    EXTRAIT,
    REGION,
    Edit,
    deposit,
    one,
    refused,
    slow_cells,
)

LINES = '[[indicateurs]]\ncode = "M01"\n\n[[indicateurs]]\ncode = "M02"\nage_min = 65\n\n[totaux]'
SEXES = {"hommes": "1", "femmes": "2"}


@pytest.fixture
def with_tables(edit: Edit) -> Path:
    """Ask the fictitious extract for both expectancies."""
    return edit("depot.toml", "[totaux]", LINES)


def slow_table(deaths: list[float], people: list[float], lived: list[float]) -> tuple[float, float]:
    """Return the expectancy at the first age and its standard error, band by band (Chiang II)."""
    alive, years, closed = 1.0, [], []
    for d, n, a in zip(deaths[:-1], people[:-1], lived, strict=True):
        risk = 5 * d / n / (1 + (1 - a) * 5 * d / n)
        closed.append((alive, a, risk**2 * (1 - risk) / d if d else 0.0))
        years.append(5 * (alive * (1 - risk) + a * alive * risk))
        alive *= 1 - risk
    last = deaths[-1] / people[-1]
    years.append(alive / last)
    variance = alive**2 / (deaths[-1] * last**2)
    left = [sum(years[k + 1 :]) for k in range(len(years) - 1)]
    for k, (start, a, risk_variance) in enumerate(closed):
        after = closed[k + 1][0] if k + 1 < len(closed) else alive
        variance += start**2 * ((1 - a) * 5 + left[k] / after) ** 2 * risk_variance
    return sum(years), sqrt(variance)


@pytest.mark.parametrize("sexe", SEXES)
@pytest.mark.parametrize(("code", "first"), [("M01", 0), ("M02", 13)])
def test_expectancy_is_that_of_a_slow_life_table(
    with_tables: Path, code: str, first: int, sexe: str
) -> None:
    deposit(with_tables)
    deaths, people = (cells[first:] for cells in slow_cells(CA_FONTELLE, SEXES[sexe]))
    lived = [0.12 if first == 0 else 0.5, *[0.5] * (len(deaths) - 2)]
    years, error = slow_table(deaths, people, lived)
    found = one(api.profile("epci:990000002"), code, sexe)
    assert (found.value, found.status) == (round(years, 1), "valeur")
    assert found.lower == pytest.approx(years - 1.959964 * error, abs=0.0501)
    assert found.upper == pytest.approx(years + 1.959964 * error, abs=0.0501)
    assert (found.numerator, found.denominator) == (sum(deaths), sum(people))


def test_a_life_table_is_that_of_one_sex(with_tables: Path) -> None:
    deposit(with_tables)
    assert [v for v in api.profile("region:99").series("M01") if v.periode == "2013-2017"] == []


def test_nothing_is_kept_beyond_a_tenth_of_a_year(with_tables: Path) -> None:
    kept = deposit(with_tables).valeurs.filter(pl.col("method") == "esperance_vie")
    for name in ("value", "lower", "upper"):
        numbers = kept[name].drop_nulls().to_numpy()
        assert numbers.size
        assert np.allclose(numbers, np.round(numbers, 1), rtol=0, atol=1e-12)


def test_it_is_shown_only_where_the_deaths_it_rests_on_are(with_tables: Path) -> None:
    kept = deposit(with_tables).valeurs
    key = ["aire", "sexe"]
    masked = pl.col("status").is_in(["secret", "secret_secondaire"])
    # M01 rests on all deaths, those of M03; M02 on a measure of its own, solved with both others.
    deaths = kept.filter(pl.col("indicateur") == "M03", masked).select(key)
    hidden = kept.filter(pl.col("indicateur") == "M01", masked).select(key)
    assert hidden.height
    assert set(hidden.rows()) == set(deaths.filter(pl.col("sexe") != "ensemble").rows())
    nothing = kept.filter(pl.col("indicateur").is_in(["M01", "M02"]), masked)
    assert (
        nothing.select("value", "lower", "upper", "numerator").null_count().sum_horizontal()[0]
        == 4 * nothing.height
    )


def test_deaths_of_the_old_never_follow_from_those_of_all_and_of_the_young(
    with_tables: Path,
) -> None:
    """M03 = M04 + M02, exactly: one masked, another one is too."""
    kept = deposit(with_tables).valeurs.filter(pl.col("sexe") != "ensemble")
    cells = kept.pivot("indicateur", index=["aire", "sexe"], values="numerator")
    three = [cells[code].is_not_null().cast(int).to_numpy() for code in ("M02", "M03", "M04")]
    shown = kept.filter(pl.col("status") == "non_applicable")["aire"].to_list()
    two = (sum(three) == 2) & ~cells["aire"].is_in(shown).to_numpy()
    assert not two.any()


def test_under_five_thousand_person_years_nothing_is_published(with_tables: Path) -> None:
    kept = deposit(with_tables).valeurs.filter(pl.col("indicateur") == "M01")
    small = kept.filter(pl.col("denominator") < 5_000)
    assert set(small["status"]) == {"non_fiable"}
    assert small["value"].null_count() == small.height
    assert all("5 000 personnes-années" in motif for motif in small["motif"])
    large = kept.filter(pl.col("denominator") >= 5_000)
    assert set(large["status"]) == {"valeur"}


def test_an_extract_whose_last_band_opens_too_soon_has_no_life_table(edit: Edit) -> None:
    edit("depot.toml", "[totaux]", LINES)
    for label in ("70-74", "75-79", "80-84", "85-89", "90+"):
        start = 90 if label == "90+" else int(label[:2])
        edit("depot.toml", f'"{label}" = {start}', f'"{label}" = 65')
    assert refused(edit("depot.toml", "seuil = 5", "seuil = 5")).code == "classes_age_incompatibles"


def test_a_heavy_territory_is_judged_against_the_rest_of_the_region(with_tables: Path) -> None:
    deposit(with_tables)
    deaths, people = slow_cells(REGION - CA_FONTELLE, "1")
    years, _ = slow_table(deaths, people, [0.12, *[0.5] * (len(deaths) - 2)])
    found = one(api.profile("epci:990000002"), "M01", "hommes")
    region = next(c for c in found.comparaisons if c.reference == "region")
    assert region.hors_territoire
    assert region.value == round(years, 1)
    inside = found.lower <= region.value <= found.upper  # type: ignore[operator]
    assert (region.verdict in {"superieur", "inferieur"}) == (not inside)
    assert (region.p_value < 0.05) == (not inside)  # type: ignore[operator]


def test_no_difference_asks_for_the_power_to_see_one_year() -> None:
    z = stats.norm.ppf(0.975)
    wide, narrow = power(np.array([79.0, 79.9]), np.array([81.0, 80.1]))
    assert wide == pytest.approx(stats.norm.cdf(z - z))  # half-width of one year: one chance in 2
    assert narrow > 0.99


def test_the_p_value_follows_the_rounded_limits() -> None:
    value, lower, upper = np.array([80.0, 80.0, 80.0]), np.array([79.0] * 3), np.array([80.8] * 3)
    found = p_expectancy(value, lower, upper, np.array([79.0, 80.9, 80.0]))
    assert found[0] == pytest.approx(0.05)
    assert found[1] < 0.05 < found[2] == 1


def test_a_reference_whose_rest_has_no_life_table_stays_whole(with_tables: Path) -> None:
    """Without the EPCI of all who die at 85 or over, the département has no table."""
    extrait = with_tables / EXTRAIT
    head, *body = extrait.read_text("utf-8").splitlines()
    lines = []
    for line in body:
        cells = line.split(";")
        old = cells[3] in ("85-89", "90+")
        if old and cells[0] not in {"00001", "00002", "00003", "00004", "00009"}:
            cells[5] = "0"
        lines.append(";".join(cells))
    extrait.write_text("\n".join([head, *lines]) + "\n", "utf-8")
    description = with_tables / "depot.toml"
    text, _, _ = description.read_text("utf-8").partition("[totaux]")
    total = sum(int(line.split(";")[5]) for line in lines)
    description.write_text(f"{text}[totaux]\neffectif = {total}\n", "utf-8")
    item = deposit(with_tables)
    restes = pl.read_parquet(item.dossier / "restes.parquet")
    own = restes.filter(pl.col("indicateur") == "M01", pl.col("aire") == "epci:990000001")
    assert own.is_empty()
    assert restes["ref_value"].is_nan().sum() == 0
    held = one(api.profile("epci:990000001"), "M01", "hommes")
    assert held.status == "valeur"
    told = [c.hors_territoire for c in held.comparaisons if c.value is not None]
    assert told and not any(told)
