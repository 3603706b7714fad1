"""Limits of counts, proportions and ratios against published tables, slow twins and coverage."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from ancrage.observatoire.calculs.intervalles import (
    byar,
    clopper_pearson,
    english_mixture,
    poisson_exact,
    ratio_exact,
    wilson,
)
from ancrage.observatoire.erreurs import Erreur


def poisson_below(count, mean):
    """Slow twin: P(X ≤ count), summed term by term."""
    return sum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(count + 1))


def binomial_below(count, size, share):
    """Slow twin: P(K ≤ count), summed term by term."""
    return sum(math.comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(count + 1))


def test_exact_limits_match_the_printed_ones(reference):
    table = reference("poisson_exact")
    lower, upper = poisson_exact(table["observed"])
    assert lower == pytest.approx(table["lower"], abs=5.1e-7)
    assert upper == pytest.approx(table["upper"], abs=5.1e-6)


@pytest.mark.parametrize("observed", [1, 2, 5, 17, 60, 250])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.998])
def test_exact_limits_are_those_that_scipy_finds_by_inverting_the_poisson_law(observed, level):
    tail = (1 - level) / 2
    far = observed + 8 * math.sqrt(observed) + 20
    low = optimize.brentq(lambda m: stats.poisson.sf(observed - 1, m) - tail, 1e-9, observed)
    high = optimize.brentq(lambda m: stats.poisson.cdf(observed, m) - tail, observed, far)
    assert poisson_exact(observed, level) == pytest.approx((low, high), rel=1e-9)


def test_exact_and_byar_limits_match_vector_v1(reference):
    table = reference("methodes_v1_poisson")
    for method, name in ((poisson_exact, "exact"), (byar, "byar")):
        lower, upper = method(table["observed"])
        assert lower == pytest.approx(table[f"{name}_lower"], abs=5.1e-4)
        assert upper == pytest.approx(table[f"{name}_upper"], abs=5.1e-4)


def test_wilson_matches_vector_v8(reference):
    table = reference("methodes_v8_wilson")
    lower, upper = wilson(table["k"], table["n"])
    assert 100 * lower == pytest.approx(table["lower"], abs=0.051)
    assert 100 * upper == pytest.approx(table["upper"], abs=0.051)


def test_wilson_and_exact_proportions_match_newcombe(reference):
    table = reference("newcombe_1998")
    for method, name in ((wilson, "wilson"), (clopper_pearson, "exact")):
        lower, upper = method(table["k"], table["n"])
        assert lower == pytest.approx(table[f"{name}_lower"], abs=5.1e-5)
        assert upper == pytest.approx(table[f"{name}_upper"], abs=5.1e-5)


@pytest.mark.parametrize(("k", "n"), [(81, 263), (15, 148), (0, 20), (1, 29), (20, 20)])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.998])
def test_proportion_limits_are_those_of_scipy(k, n, level):
    for method, name in ((wilson, "wilson"), (clopper_pearson, "exact")):
        theirs = stats.binomtest(k, n).proportion_ci(level, method=name)
        assert method(k, n, level) == pytest.approx(tuple(theirs), abs=1e-12)


@given(st.integers(1, 60), st.floats(0.5, 0.999))
def test_exact_limits_leave_half_alpha_in_each_tail(observed, level):
    lower, upper = poisson_exact(observed, level)
    tail = (1 - level) / 2
    assert 1 - poisson_below(observed - 1, lower) == pytest.approx(tail, rel=1e-6)
    assert poisson_below(observed, upper) == pytest.approx(tail, rel=1e-6)


@given(st.integers(1, 30), st.integers(1, 30))
def test_clopper_pearson_leaves_half_alpha_in_each_tail(k, rest):
    lower, upper = clopper_pearson(k, k + rest)
    assert 1 - binomial_below(k - 1, k + rest, lower) == pytest.approx(0.025, rel=1e-6)
    assert binomial_below(k, k + rest, upper) == pytest.approx(0.025, rel=1e-6)


@given(st.integers(1, 40), st.integers(1, 40))
def test_ratio_limits_are_those_of_the_conditional_proportion(a, b):
    lower, upper = ratio_exact(a, b)
    low, high = clopper_pearson(a, a + b)
    assert lower == pytest.approx(low / (1 - low), rel=1e-9)
    assert upper == pytest.approx(high / (1 - high), rel=1e-9)


@given(st.floats(0.01, 1e6), st.floats(0.01, 1e6))
def test_swapping_the_counts_inverts_the_ratio_limits(a, b):
    lower, upper = ratio_exact(a, b)
    swapped = ratio_exact(b, a)
    assert lower == pytest.approx(1 / swapped[1], rel=1e-7)
    assert lower < a / b < upper


@given(st.floats(0, 1e9))
def test_limits_surround_any_count_fractional_or_not(observed):
    for method in (poisson_exact, byar, english_mixture):
        lower, upper = method(observed)
        assert 0 <= lower <= observed < upper < math.inf


@given(st.floats(0, 1e4), st.floats(1e-3, 1e4))
def test_proportion_limits_stay_between_zero_and_one(k, rest):
    for method in (wilson, clopper_pearson):
        lower, upper = method(k, k + rest)
        assert 0 <= lower <= k / (k + rest) <= upper <= 1


def test_limits_at_the_edges_are_exactly_zero_one_or_infinite():
    assert poisson_exact(0)[0] == byar(0)[0] == 0
    assert wilson(0, 7)[0] == clopper_pearson(0, 7)[0] == 0
    assert wilson(7, 7)[1] == clopper_pearson(7, 7)[1] == 1
    assert ratio_exact(0, 3)[0] == 0
    assert ratio_exact(3, 0)[1] == math.inf
    assert ratio_exact(0, 0) == (0, math.inf)


def test_the_english_mixture_is_exact_below_ten_and_byar_from_ten_on():
    lower, upper = english_mixture([9, 10])
    assert (lower[0], upper[0]) == poisson_exact(9)
    assert (lower[1], upper[1]) == byar(10)


def test_exact_limits_cover_the_truth_at_least_as_often_as_they_say():
    random = np.random.default_rng(36)
    for mean in (0.5, 3.3, 12, 80):
        lower, upper = poisson_exact(random.poisson(mean, 20_000))
        assert np.mean((lower <= mean) & (mean <= upper)) >= 0.95


def test_any_shape_gives_the_same_limits_as_one_by_one():
    counts = np.array([[0, 5, 12.5], [100, 1, 7]])
    lower, upper = poisson_exact(counts)
    assert lower.shape == upper.shape == counts.shape
    assert lower[0, 2] == poisson_exact(12.5)[0]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: poisson_exact(-1), "effectif_negatif"),
        (lambda: poisson_exact([1, math.nan]), "valeur_non_finie"),
        (lambda: byar(math.inf), "valeur_non_finie"),
        (lambda: poisson_exact("cinq"), "valeur_non_numerique"),
        (lambda: wilson(3, 2), "numerateur_superieur"),
        (lambda: wilson(0, 0), "valeur_non_positive"),
        (lambda: clopper_pearson([1, 2], [3, 4, 5]), "formes_inegales"),
        (lambda: ratio_exact([1, 2], [[1, 2]]), "formes_inegales"),
        (lambda: poisson_exact(3, level=95), "niveau_de_confiance"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code


@pytest.mark.parametrize("limits", [poisson_exact, byar, english_mixture])
@pytest.mark.parametrize("counts", [[0, 3, 1, 3, 12, 0, 7] * 3, [0.0, 0.25, 3.5, 9.75] * 4])
def test_the_limits_of_many_counts_are_those_of_each(limits, counts):
    alone = np.array([limits(count) for count in counts]).T
    np.testing.assert_array_equal(limits(counts), alone)
    np.testing.assert_array_equal(limits(np.reshape(counts, (-1, len(counts)))), alone[:, None, :])
