"""Life tables against a slow twin, a constant force of mortality, and simulation."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ancrage.observatoire.calculs.esperance_vie import (
    ABRIDGED_AGES,
    SINGLE_AGES,
    fractions_of,
    life_expectancy,
)
from ancrage.observatoire.erreurs import Erreur

BANDS = len(ABRIDGED_AGES)
PEOPLE = np.array([*(700, 2900, 3600), *([3500] * 10), *(3000, 2800, 2400, 1900, 1300, 700, 300)])
RISK = np.array([0.004, 0.0002, *np.geomspace(1e-4, 0.2, 18)])


def slow_table(deaths, people, ages, fractions):
    """Slow twin: one band after the other, on a cohort of one."""
    alive, lived = [1.0], []
    for i in range(len(ages) - 1):
        n, m = ages[i + 1] - ages[i], deaths[i] / people[i]
        q = min(1.0, n * m / (1 + (1 - fractions[i]) * n * m))
        gone = alive[-1] * q
        lived.append(n * (alive[-1] - gone) + fractions[i] * n * gone)
        alive.append(alive[-1] - gone)
    lived.append(alive[-1] * people[-1] / deaths[-1])
    return [sum(lived[i:]) / alive[i] for i in range(len(ages))]


def test_the_table_matches_the_published_one(reference):
    table = reference("esperance_vie_phe")
    fractions = [0.1, *[0.5] * (BANDS - 2)]
    found = {
        variance: life_expectancy(
            table["deaths"], table["people"], fractions=fractions, variance=variance
        )
        for variance in ("chiang", "silcocks")
    }
    assert found["chiang"].value == pytest.approx(table["expectancy"], abs=5.1e-9)
    # Its binomial variance of the open band lies between none (Chiang) and Poisson's (Silcocks).
    assert (found["chiang"].lower >= table["lower"]).all()
    assert (table["lower"] >= found["silcocks"].lower).all()
    assert (found["silcocks"].upper >= table["upper"]).all()
    assert found["silcocks"].lower[:15] == pytest.approx(table["lower"][:15], abs=2e-3)


@given(arrays.arrays(float, BANDS, elements=st.integers(0, 200).map(float)))
def test_the_table_agrees_with_its_slow_twin(deaths):
    deaths[-1] += 1
    people = 5.0 * PEOPLE
    fractions = [0.1, 0.4, *[0.5] * (BANDS - 3)]
    table = life_expectancy(deaths, people)
    assert table.value == pytest.approx(
        slow_table(deaths, people, ABRIDGED_AGES, fractions), rel=1e-9
    )
    assert (table.lower < table.value).all()


def test_a_constant_force_of_mortality_gives_its_inverse_at_every_age():
    people = np.full(101, 1000.0)
    table = life_expectancy(0.02 * people, people, SINGLE_AGES, [0.5] * 100)
    assert table.value == pytest.approx(np.full(101, 50), rel=1e-4)


def test_abridged_and_single_year_tables_agree_when_rates_are_flat_within_bands():
    rate = np.repeat(RISK, np.diff([*ABRIDGED_AGES, 101]))
    rate[90:] = RISK[-1]
    single = life_expectancy(1000 * rate, np.full(101, 1000.0), SINGLE_AGES)
    abridged = life_expectancy(1e6 * RISK, np.full(BANDS, 1e6))
    assert abridged.value[0] == pytest.approx(single.value[0], abs=0.1)


@pytest.mark.parametrize("variance", ["silcocks", "chiang"])
def test_standard_errors_match_the_spread_of_simulated_tables(variance):
    random = np.random.default_rng(13)
    people = np.tile(5.0 * PEOPLE, (3000, 1))
    tables = life_expectancy(random.poisson(people * RISK), people, variance=variance)
    spread = tables.value.std(axis=0, ddof=1)[[0, 14]]
    # Chiang leaves the open band out: his error is a little short.
    least = 0.95 if variance == "silcocks" else 0.90
    ratio = tables.standard_error.mean(axis=0)[[0, 14]] / spread
    assert ((ratio > least) & (ratio < 1.05)).all()


def test_expectancy_at_an_age_is_an_estimation_with_its_method():
    deaths, people = np.maximum(RISK * PEOPLE * 5, 1), 5.0 * PEOPLE
    table = life_expectancy([deaths, deaths], [people, people])
    at_65 = table.at(65)
    assert at_65.value.shape == (2,)
    assert at_65.value[0] == table.value[0, ABRIDGED_AGES.index(65)]
    assert at_65.method == "chiang_ii, silcocks"


def test_a_band_without_deaths_is_fine():
    deaths = np.where(np.arange(BANDS) == BANDS - 1, 5.0, 0.0)
    table = life_expectancy(deaths, PEOPLE)
    assert table.survivors == pytest.approx(np.ones(BANDS))
    assert table.value[0] == pytest.approx(90 + PEOPLE[-1] / 5)


def test_a_band_that_kills_everyone_leaves_no_error_and_no_infinity():
    table = life_expectancy([1, 50, 3], [10, 5, 10], (0, 1, 5), min_person_years=0)
    assert table.death_risk[1] == 1
    assert np.isfinite(table.value).all()
    assert np.isfinite(table.standard_error[:2]).all()


def test_tables_that_cannot_be_made_or_published_bear_a_status():
    people = np.tile(5.0 * PEOPLE, (4, 1))
    deaths = np.maximum(people * RISK, 1)
    people[1, 4] = 0
    deaths[2, -1] = 0
    people[3] /= 100
    table = life_expectancy(deaths, people)
    assert list(table.status) == ["valeur", "non_applicable", "non_applicable", "non_fiable"]
    for part in (table.value, table.lower, table.upper, table.standard_error, table.survivors):
        assert list(np.isnan(part).all(axis=-1)) == [False, True, True, False]
        assert not np.isnan(part[[0, 3]]).any()
    assert list(table.person_years) == pytest.approx([people[0].sum(), 0, 0, people[3].sum()])


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: life_expectancy([1, 2], [3, 4]), "classe_age_absente"),
        (lambda: life_expectancy([1, 2], [3, 4, 5], (0, 1)), "classe_age_absente"),
        (lambda: life_expectancy(1, 2, (0,)), "classe_age_absente"),
        (lambda: life_expectancy([1], [2], (0,)), "classes_age_incompatibles"),
        (lambda: life_expectancy([1, 2], [3, 4], (5, 0)), "classes_age_incompatibles"),
        (lambda: life_expectancy([1, 2], [3, 4], (0, 5)), "classes_age_incompatibles"),
        (lambda: life_expectancy([1, 2], [3, 4], (0, 1), [0.1, 0.2]), "formes_inegales"),
        (lambda: life_expectancy([1, 2], [3, 4], (0, 1), variance="bootstrap"), "methode_inconnue"),
        (lambda: life_expectancy([1, -2], [3, 4], (0, 1)), "effectif_negatif"),
        (lambda: life_expectancy([1, 2], [3, math.nan], (0, 1)), "valeur_non_finie"),
        (lambda: life_expectancy([1, 2], [3, 4], (0, 1)).at(65), "age_absent"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code


def test_a_band_of_under_fives_takes_the_fraction_of_its_infants():
    ages = (0, *range(5, 95, 5))
    # Four deaths in five before one year (0.1 × 1), one at 1 + 0.4 × 4 years, over five years.
    assert fractions_of(ages)[0] == pytest.approx((0.8 * 0.1 + 0.2 * 2.6) / 5)
    assert list(fractions_of(ages)[1:]) == [0.5] * (len(ages) - 2)
    assert list(fractions_of((65, 70, 75, 80, 85))) == [0.5] * 4
    assert list(fractions_of((0, 1, 5, 10)))[:2] == [0.1, 0.4]


def test_the_share_of_infants_hardly_moves_the_expectancy():
    ages = (0, *range(5, 95, 5))
    people = np.full(len(ages), 100_000.0)
    # French order of magnitude: four deaths per thousand births before five years.
    deaths = np.array([80.0, *[50.0 * 1.35**k for k in range(len(ages) - 1)]])
    lived = fractions_of(ages)
    values = []
    for share in (2 / 3, 0.8, 0.9):
        own = np.array([(share * 0.1 + (1 - share) * 2.6) / 5, *lived[1:]])
        values.append(float(life_expectancy(deaths, people, ages, own).at(0).value))
    assert max(values) - min(values) < 0.01
