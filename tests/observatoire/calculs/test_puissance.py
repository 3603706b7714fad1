"""Power against vector V9 and a slow twin; the three verdicts."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.observatoire.calculs.intervalles import poisson_exact, wilson
from ancrage.observatoire.calculs.puissance import (
    minimum_detectable_ratio,
    power_poisson,
    power_proportion,
    symmetric_gap,
    verdict,
)
from ancrage.observatoire.erreurs import Erreur


def slow_power_poisson(expected, ratio, level=0.95):
    """Slow twin: add the probability of every count whose interval excludes the reference."""
    mean, total = ratio * expected, 0.0
    for count in range(int(mean + 12 * math.sqrt(mean) + 30)):
        lower, upper = poisson_exact(count, level)
        if (lower > expected) if ratio > 1 else (upper < expected):
            total += math.exp(-mean + count * math.log(mean) - math.lgamma(count + 1))
    return total


def slow_power_proportion(n, p0, gap):
    """Slow twin, with Wilson's limits."""
    true, total = p0 + gap, 0.0
    for k in range(n + 1):
        lower, upper = wilson(k, n)
        if (lower > p0) if gap > 0 else (upper < p0):
            total += math.comb(n, k) * true**k * (1 - true) ** (n - k)
    return total


def test_power_matches_vector_v9():
    power = power_poisson([25, 50, 100, 200, 400])
    assert power == pytest.approx([0.1574, 0.2759, 0.4757, 0.7696, 0.9657], abs=5e-5)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.05, 80), st.sampled_from([0.5, 0.8, 1.2, 1.5, 3]))
def test_power_is_the_chance_that_the_published_interval_excludes_the_reference(expected, ratio):
    assert power_poisson(expected, ratio) == pytest.approx(
        slow_power_poisson(expected, ratio), abs=1e-9
    )


@pytest.mark.parametrize("ratio", [0.3, 2])
@pytest.mark.parametrize("level", [0.5, 0.9, 0.999999])
def test_power_holds_at_any_level_of_confidence(level, ratio):
    expected = np.array([0.001, 0.0014, 2.0, 14.51, 60.0])
    twin = [slow_power_poisson(mean, ratio, level) for mean in expected]
    assert power_poisson(expected, ratio, level) == pytest.approx(twin, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.integers(5, 60), st.floats(0.1, 0.8), st.sampled_from([-0.08, 0.1, 0.15]))
def test_power_of_a_proportion_follows_the_wilson_limits(n, p0, gap):
    assert power_proportion(n, p0, gap) == pytest.approx(
        slow_power_proportion(n, p0, gap), abs=1e-9
    )


@given(st.floats(0.5, 1e7))
def test_the_minimum_detectable_ratio_has_the_asked_power(expected):
    ratio = minimum_detectable_ratio(expected, power=0.8)
    assert ratio > 1
    assert power_poisson(expected, ratio) == pytest.approx(0.8, rel=1e-6)


def test_power_meets_the_normal_law_for_very_large_counts():
    expected, ratio = 1e9, 1.0001
    shift = (ratio - 1) * math.sqrt(expected) / math.sqrt(ratio)
    normal = 0.5 * math.erfc(-(shift - 1.959964) / math.sqrt(2))
    assert power_poisson(expected, ratio) == pytest.approx(normal, abs=1e-3)


def test_power_is_fast_and_finite_over_thirty_five_thousand_communes():
    power = power_poisson(np.geomspace(1e-4, 1e7, 35_000))
    assert power.shape == (35_000,)
    assert ((power >= 0) & (power <= 1)).all()


def test_a_fall_that_no_count_could_prove_has_no_power():
    assert power_poisson(3, 0.5) == 0
    assert power_proportion(2, 0.9, 0.05) == 0


def test_the_symmetric_gap_is_the_same_for_a_share_and_its_complement():
    assert symmetric_gap(0.9) == pytest.approx(symmetric_gap(0.1)) == pytest.approx(0.02)


def test_the_four_verdicts():
    answer = verdict([1.1, 0.5, 0.9, 0.9], [2, 0.9, 1.2, math.inf], 1.0, [0.1, 0.1, 0.8, 0.7])
    assert list(answer) == ["superieur", "inferieur", "non_different", "non_concluant"]


def test_a_limit_equal_to_the_reference_does_not_exclude_it():
    assert verdict(1, 2, 1, 0.9) == "non_different"
    assert verdict(0.5, 1, 1, 0.5) == "non_concluant"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: power_poisson(0), "valeur_non_positive"),
        (lambda: power_poisson(5, 1), "ecart_nul"),
        (lambda: power_proportion(10, 0.5, 0), "ecart_nul"),
        (lambda: power_proportion(10, 0.95, 0.1), "proportion_hors_bornes"),
        (lambda: minimum_detectable_ratio(5, power=80), "proportion_hors_bornes"),
        (lambda: verdict(2, 1, 1, 0.5), "bornes_inversees"),
        (lambda: verdict(math.nan, 1, 1, 0.5), "valeur_non_finie"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code
