"""Trends against V7, least squares and maximum likelihood twins, and known broken lines."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import optimize

from ancrage.observatoire.calculs.joinpoint import joinpoint
from ancrage.observatoire.calculs.tendance import (
    annual_change_least_squares,
    annual_change_negative_binomial,
    annual_change_poisson,
    base_hundred,
    check_disjoint,
    pool_windows,
    segments,
)
from ancrage.observatoire.erreurs import Erreur

V7 = [100, 98.5, 97.4, 96.0, 95.1, 93.9, 92.2, 91.5, 90.1, 89.0]
YEARS = np.arange(2010, 2020)


def test_least_squares_match_vector_v7():
    change = annual_change_least_squares(YEARS, V7)
    assert change.value == pytest.approx(-1.276, abs=5e-4)
    assert change.lower < change.value < change.upper < 0


@given(arrays.arrays(float, 8, elements=st.floats(1, 1000)))
def test_least_squares_agree_with_polyfit(rates):
    slope = np.polyfit(np.arange(8), np.log(rates), 1)[0]
    change = annual_change_least_squares(np.arange(8), rates)
    assert change.value == pytest.approx(100 * math.expm1(slope), rel=1e-6, abs=1e-6)


@given(arrays.arrays(float, 6, elements=st.integers(0, 60).map(float)))
def test_the_poisson_fit_meets_the_equations_of_maximum_likelihood(observed):
    people = np.linspace(1000, 1500, 6)
    change = annual_change_poisson(range(2015, 2021), observed, people)
    if change.status == "non_applicable":
        assert observed[1:].sum() == 0 or observed[:-1].sum() == 0
        assert math.isnan(change.value) and math.isnan(change.upper)
        return
    # At the maximum, fitted and observed have the same total and the same mean year.
    slope = math.log1p(change.value / 100)
    shape = people * np.exp(slope * np.arange(6))
    assert (shape * np.arange(6)).sum() / shape.sum() == pytest.approx(
        (observed * np.arange(6)).sum() / observed.sum(), rel=1e-6
    )


def test_an_exact_exponential_gives_its_rate_and_no_dispersion():
    people = np.full(10, 1e5)
    change = annual_change_poisson(YEARS, 500 * 0.97 ** np.arange(10), people)
    assert change.value == pytest.approx(-3)
    assert change.dispersion == pytest.approx(0, abs=1e-9)


def test_poisson_limits_cover_the_true_change():
    random = np.random.default_rng(10)
    people = np.full((4000, 10), 1e5)
    observed = random.poisson(60 * 0.98 ** np.arange(10), (4000, 10))
    change = annual_change_poisson(YEARS, observed, people)
    inside = np.mean((change.lower <= -2) & (change.upper >= -2))
    assert 0.94 < inside < 0.985


def test_scatter_beyond_poisson_widens_the_limits_and_never_narrows_them():
    smooth = annual_change_poisson(YEARS, [50] * 10, [1e4] * 10)
    rough = annual_change_poisson(YEARS, [10, 90] * 5, [1e4] * 10)
    assert rough.dispersion > 10
    assert rough.upper - rough.lower > 3 * (smooth.upper - smooth.lower)
    poisson_error = 1 / math.sqrt(50 * ((np.arange(10) - 4.5) ** 2).sum())
    assert smooth.upper == pytest.approx(100 * math.expm1(1.959964 * poisson_error), rel=1e-5)


SCATTERED = [112, 98, 131, 90, 122, 141, 104, 150, 119, 160, 128, 171]
PEOPLE_12 = np.linspace(50_000, 56_000, 12)
STUDENT_10 = 2.2281388519649385


def slope_and_error(change, quantile):
    slope = math.log1p(change.value / 100)
    return slope, (math.log1p(change.upper / 100) - slope) / quantile


def test_both_models_of_scattered_counts_agree_with_statsmodels():
    # statsmodels 0.15: GLM with exposure; negative binomial with the α that makes Pearson's χ²
    # equal to 10, its degrees of freedom (0.0150522209).
    poisson = annual_change_poisson(range(12), SCATTERED, PEOPLE_12)
    assert poisson.dispersion == pytest.approx(2.913440670, rel=1e-9)
    slope, error = slope_and_error(poisson, STUDENT_10)
    assert slope == pytest.approx(0.02596215854, rel=1e-9)
    assert error == pytest.approx(0.007452725180 * math.sqrt(2.913440670), rel=1e-8)
    binomial = annual_change_negative_binomial(range(12), SCATTERED, PEOPLE_12)
    assert binomial.dispersion == pytest.approx(0.01505222093, rel=1e-8)
    slope, error = slope_and_error(binomial, STUDENT_10)
    assert (slope, error) == pytest.approx((0.02545217757, 0.01269756839), rel=1e-8)


@given(arrays.arrays(float, 7, elements=st.integers(0, 400).map(float)))
def test_the_negative_binomial_fit_solves_its_equations(observed):
    people = np.linspace(1000, 1500, 7)
    change = annual_change_negative_binomial(range(7), observed, people)
    if change.status == "non_applicable":
        assert math.isnan(change.dispersion)
        return
    alpha, slope = change.dispersion, math.log1p(change.value / 100)
    shape = people * np.exp(slope * np.arange(7))

    def gap(intercept):
        mean = shape * math.exp(intercept)
        return ((observed - mean) / (1 + alpha * mean)).sum()

    mean = shape * math.exp(optimize.brentq(gap, -60, 20, xtol=1e-14))
    residual = (observed - mean) / (1 + alpha * mean)
    assert (residual * np.arange(7)).sum() == pytest.approx(0, abs=1e-5 * (1 + observed.sum()))
    chi_square = (residual * (observed - mean) / mean).sum()
    assert chi_square == pytest.approx(5, rel=1e-5) if alpha else chi_square <= 5 + 1e-9


def test_without_scatter_the_negative_binomial_is_the_poisson_answer():
    counts = [50, 52, 51, 53, 52, 54]
    poisson, binomial = (
        fit(range(6), counts, [1e4] * 6)
        for fit in (annual_change_poisson, annual_change_negative_binomial)
    )
    assert binomial.dispersion == 0
    for name in ("value", "lower", "upper"):
        assert getattr(binomial, name) == pytest.approx(getattr(poisson, name), rel=1e-9)
    assert binomial.method != poisson.method


@pytest.mark.parametrize("fit", [annual_change_poisson, annual_change_negative_binomial])
def test_limits_cover_the_true_change_of_scattered_counts(fit):
    random = np.random.default_rng(38)
    mean = 100 * 1.02 ** np.arange(9) * random.gamma(20, 1 / 20, (2000, 9))
    change = fit(range(9), random.poisson(mean), np.ones((2000, 9)))
    # Normal limits would hold it nine times out of ten.
    assert 0.935 < np.mean((change.lower <= 2) & (change.upper >= 2)) < 0.975


def test_windows_are_pooled_only_when_disjoint_and_complete():
    pooled = pool_windows(YEARS, [np.arange(10.0), np.ones(10)], [(2010, 2014), (2015, 2019)])
    assert pooled.tolist() == [[10, 35], [5, 5]]
    check_disjoint([(2016, 2020), (2011, 2015)])


def test_a_declared_break_starts_another_segment_and_another_base():
    assert list(segments([2010, 2011, 2012, 2013], (2012,))) == [0, 0, 1, 1]
    series = base_hundred([2010, 2011, 2012, 2013], [50, 60, 200, 100], (2012,))
    assert list(series) == [100, 120, 100, 50]
    assert list(base_hundred([2010, 2011], [50, 60])) == [100, 120]


def test_joinpoint_finds_a_known_turn_and_both_changes():
    years = np.arange(2000, 2016)
    log_rate = np.where(years < 2008, 0.03 * (years - 2000), 0.24 - 0.05 * (years - 2008))
    noise = np.random.default_rng(8).normal(0, 0.003, 16)
    answer = joinpoint(years, 100 * np.exp(log_rate + noise))
    assert answer.turns == (2008,)
    assert answer.segments == ((2000, 2008), (2008, 2015))
    assert answer.annual_change.value == pytest.approx([3.05, -4.88], abs=0.15)
    assert (answer.annual_change.lower < answer.annual_change.value).all()
    assert answer.fitted == pytest.approx(100 * np.exp(log_rate), rel=0.01)


@pytest.mark.parametrize("points", [8, 14, 20])
def test_joinpoint_sees_no_turn_in_a_straight_line_and_agrees_with_least_squares(points):
    years = np.arange(points)
    rates = 80 * np.exp(-0.02 * years + np.random.default_rng(11).normal(0, 0.01, points))
    answer = joinpoint(years, rates)
    plain = annual_change_least_squares(years, rates)
    assert answer.turns == ()
    assert answer.annual_change.value[0] == pytest.approx(plain.value)
    assert answer.annual_change.upper[0] == pytest.approx(plain.upper)
    # The first test opposes no turn to the most that the length of the series allows.
    assert next(iter(answer.p_values)) == (0, {8: 1, 14: 2, 20: 3}[points])


def test_joinpoint_sees_a_turn_in_one_straight_series_out_of_twenty():
    random = np.random.default_rng(335)
    years = np.arange(10)
    found = [
        joinpoint(years, np.exp(random.normal(4 - 0.02 * years, 0.02)), permutations=99).turns
        for _ in range(200)
    ]
    assert sum(map(bool, found)) <= 20


def test_joinpoint_keeps_turns_apart_and_survives_an_exact_fit():
    years = np.arange(2000, 2020)
    answer = joinpoint(years, np.where(years < 2010, 100.0, 50.0), standard_errors=[1.0] * 20)
    assert all(two - one >= 3 for one, two in zip(answer.turns, answer.turns[1:], strict=False))
    assert joinpoint(years, np.exp(0.01 * (years - 2000))).turns == ()


def test_joinpoint_weights_give_the_precise_years_more_say():
    years = np.arange(2000, 2008)
    rates = np.array([100, 101, 102, 103, 104, 105, 106, 150.0])
    errors = np.array([1.0] * 7 + [1000])
    answer = joinpoint(years, rates, errors)
    assert answer.annual_change.value[0] == pytest.approx(0.98, abs=0.05)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: annual_change_poisson([2010, 2011], [1, 2], [3, 4]), "annees_inutilisables"),
        (lambda: annual_change_poisson([3, 2, 1], [1] * 3, [1] * 3), "annees_inutilisables"),
        (lambda: annual_change_poisson([1, 2, 3], [1] * 4, [1] * 4), "formes_inegales"),
        (lambda: annual_change_least_squares([1, 2, 3], 5), "formes_inegales"),
        (lambda: annual_change_least_squares([1, 2, 3], [1, 0, 2]), "valeur_non_positive"),
        (lambda: pool_windows([1, 2, 4], [1, 1, 1], [(1, 3)]), "annee_absente"),
        (lambda: check_disjoint([(2011, 2015), (2015, 2019)]), "fenetres_chevauchantes"),
        (lambda: check_disjoint([(2015, 2011)]), "fenetres_chevauchantes"),
        (lambda: base_hundred([1, 2], [0, 3]), "valeur_non_positive"),
        (lambda: joinpoint(range(7), [1] * 7), "serie_trop_courte"),
        (lambda: joinpoint([1] * 8, [1] * 8), "serie_trop_courte"),
        (lambda: joinpoint(range(8), [1] * 8, [0] * 8), "valeur_non_positive"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code
