"""Ratios and differences against V5, the exact twin, and the one-rule promise."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.observatoire.calculs.comparaison import (
    compare_counts,
    compare_standardised_rates,
    ratio_of_ratios,
    reference_without,
    subtract_standardised_rates,
)
from ancrage.observatoire.erreurs import Erreur


def test_two_periods_match_vector_v5():
    change = compare_standardised_rates(215, 11, 250, 12)
    assert change.value == pytest.approx(0.860, abs=5e-4)
    assert (change.lower, change.upper) == pytest.approx((0.750, 0.987), abs=5.1e-4)
    assert change.p_value == pytest.approx(0.032, abs=5e-4)
    relative = ratio_of_ratios((250, 12, 215, 11), (230, 2, 212, 2))
    assert relative.value == pytest.approx(0.933, abs=5e-4)
    assert (relative.lower, relative.upper) == pytest.approx((0.811, 1.073), abs=5.1e-4)
    assert relative.p_value == pytest.approx(0.33, abs=5e-3)


def test_a_region_without_error_leaves_only_the_error_of_the_territory():
    fixed = ratio_of_ratios((250, 12, 215, 11), (230, 0, 230, 0))
    alone = compare_standardised_rates(215, 11, 250, 12)
    assert (fixed.value, fixed.upper) == pytest.approx((alone.value, alone.upper))


def slow_tails(a, b, share):
    """Slow twin: binomial tails of `a` out of a + b, summed term by term."""
    law = [math.comb(a + b, k) * share**k * (1 - share) ** (a + b - k) for k in range(a + b + 1)]
    return sum(law[a:]), sum(law[: a + 1])


@given(st.integers(0, 30), st.integers(0, 30), st.floats(0.1, 10))
def test_the_p_value_of_two_counts_is_twice_the_smaller_binomial_tail(a, b, exposure):
    answer = compare_counts(a, b, exposure, 1.0)
    twin = min(1, 2 * min(slow_tails(a, b, exposure / (exposure + 1))))
    assert answer.p_value == pytest.approx(twin, rel=1e-9)


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_p_value_of_two_counts_never_contradicts_the_interval(a, b, level):
    answer = compare_counts(a, b, level=level)
    excluded = answer.lower > 1 or answer.upper < 1
    assert excluded == (answer.p_value < 1 - level)


@given(st.floats(1, 1000), st.floats(0.1, 300), st.floats(1, 1000), st.floats(0.1, 300))
def test_the_p_value_of_two_rates_never_contradicts_the_interval(one, error, two, other):
    for answer, neutral in (
        (compare_standardised_rates(one, error, two, other), 1),
        (subtract_standardised_rates(one, error, two, other), 0),
    ):
        excluded = answer.lower > neutral or answer.upper < neutral
        assert excluded == (answer.p_value < 0.05)


def test_a_zero_baseline_has_no_ratio_but_keeps_its_exact_lower_limit():
    answer = compare_counts([8, 0], [0, 4], 2, 1)
    assert math.isnan(answer.value[0])
    assert answer.lower[0] > 0.5
    assert answer.upper[0] == math.inf
    assert (answer.value[1], answer.lower[1]) == (0, 0)


def test_two_equal_fixed_rates_do_not_differ_and_two_others_do():
    answer = subtract_standardised_rates([5, 5], [0, 0], [5, 4], [0, 0])
    assert list(answer.p_value) == [1, 0]
    assert list(answer.value) == [0, 1]


def test_a_territory_over_five_percent_is_taken_out_of_its_reference_and_says_so():
    answer = reference_without((1000, 10_000), ([60, 60], [500, 501]))
    assert list(answer.without_territory) == [False, True]
    assert list(answer.numerator) == [1000, 940]
    assert list(answer.denominator) == [10_000, 9_499]
    assert answer.share == pytest.approx([0.05, 0.0501])


def test_exact_ratio_limits_cover_the_truth_at_least_as_often_as_they_say():
    random = np.random.default_rng(5)
    answer = compare_counts(random.poisson(30, 8000), random.poisson(20, 8000))
    assert np.mean((answer.lower <= 1.5) & (answer.upper >= 1.5)) >= 0.95


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: compare_counts(-1, 2), "effectif_negatif"),
        (lambda: compare_counts([1, 2], [1, 2, 3]), "formes_inegales"),
        (lambda: compare_counts(1, 2, 0, 1), "valeur_non_positive"),
        (lambda: compare_standardised_rates(0, 1, 2, 1), "valeur_non_positive"),
        (lambda: compare_standardised_rates(2, -1, 2, 1), "effectif_negatif"),
        (lambda: reference_without((10, 100), (11, 50)), "territoire_hors_reference"),
        (lambda: reference_without((10, 100), (5, 101)), "territoire_hors_reference"),
        (lambda: reference_without((10, 100), (10, 100)), "reference_vide"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code
