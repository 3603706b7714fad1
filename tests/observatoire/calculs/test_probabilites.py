"""p-values against slow twins, published values, and above all the intervals they agree with."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ancrage.observatoire.calculs.intervalles import poisson_exact, ratio_exact, wilson
from ancrage.observatoire.calculs.probabilites import (
    p_conditional,
    p_normal,
    p_poisson,
    p_score,
)
from ancrage.observatoire.erreurs import Erreur

counts = st.integers(0, 400)
NEAR = 1e-9  # a reference this near a limit may fall on either side of it


def test_the_published_vector_v2_gives_the_doubled_exact_p_value():
    # methodes.md V2: O = 45, E = 33.2, exact two-sided doubled p = 0.059.
    assert round(float(p_poisson(45, 33.2)), 3) == 0.059


@given(counts, st.floats(0.01, 500))
def test_a_count_is_tested_by_twice_its_smaller_tail(observed, expected):
    law = stats.poisson(expected)
    slow = min(1.0, 2 * min(law.sf(observed - 1), law.cdf(observed)))
    assert p_poisson(observed, expected) == pytest.approx(slow, rel=1e-9, abs=1e-300)


@given(counts, counts, st.floats(0.01, 100))
def test_a_ratio_is_tested_by_twice_its_smaller_conditional_tail(a, b, ratio):
    law = stats.binom(a + b, ratio / (1 + ratio))
    slow = min(1.0, 2 * min(law.sf(a - 1), law.cdf(a)))
    assert p_conditional(a, b, ratio) == pytest.approx(slow, rel=1e-7, abs=1e-290)


@given(counts, st.floats(0.01, 500))
def test_the_p_value_of_a_count_agrees_with_its_exact_interval(observed, expected):
    lower, upper = poisson_exact(observed)
    if min(abs(lower - expected), abs(upper - expected)) > NEAR:
        assert (p_poisson(observed, expected) < 0.05) == (not lower <= expected <= upper)


@given(counts, st.integers(1, 400), st.floats(0.001, 0.999))
def test_the_p_value_of_a_share_agrees_with_wilson_s_interval(k, more, share):
    n = k + more
    lower, upper = wilson(k, n)
    if min(abs(lower - share), abs(upper - share)) > NEAR:
        assert (p_score(k, n, share) < 0.05) == (not lower <= share <= upper)


@given(counts, st.integers(1, 400), st.floats(0.01, 100))
def test_the_p_value_of_a_ratio_agrees_with_its_exact_interval(a, b, ratio):
    lower, upper = ratio_exact(a, b)
    if min(abs(lower - ratio), abs(upper - ratio)) > NEAR * max(1.0, ratio):
        assert (p_conditional(a, b, ratio) < 0.05) == (not lower <= ratio <= upper)


def test_the_score_test_is_pearson_s_without_correction():
    # 29 of 36 against one half: χ² = (29 − 18)² / 9 on one degree of freedom.
    assert p_score(29, 36, 0.5) == pytest.approx(stats.chi2.sf(11**2 / 9, 1))


def test_against_none_or_all_any_gap_is_excluded():
    assert list(p_score([0, 1, 9, 10], 10, [0, 0, 1, 1])) == [1, 0, 0, 1]


def test_nothing_observed_where_nothing_is_expected_is_no_surprise():
    assert list(p_poisson([0, 0, 3], [0, 3, 0])) == pytest.approx([1, 2 * math.exp(-3), 0])
    assert p_conditional(0, 0, 2) == 1


def test_a_normal_gap_of_1_96_errors_is_at_five_percent():
    z = stats.norm.ppf(0.975)
    assert p_normal(80, 0.5, [80 - 0.5 * z, 80, 80 + z]) == pytest.approx(
        [0.05, 1, 2 * stats.norm.sf(2 * z)]
    )


def test_arrays_and_scalars_go_together():
    assert p_poisson(np.array([[3, 4], [5, 6]]), 4.0).shape == (2, 2)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: p_poisson(-1, 2), "effectif_negatif"),
        (lambda: p_poisson(1, float("nan")), "valeur_non_finie"),
        (lambda: p_score(3, 2, 0.5), "numerateur_superieur"),
        (lambda: p_conditional(1, 2, 0), "valeur_non_positive"),
        (lambda: p_normal(1, 0, 2), "valeur_non_positive"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code
