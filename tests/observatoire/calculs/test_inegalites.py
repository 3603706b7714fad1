"""Slope and relative index against V6, a slow regression and simulated limits."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ancrage.observatoire.calculs.inegalites import (
    gradient,
    quintile_gap,
    quintile_ratio,
    ridits,
)
from ancrage.observatoire.erreurs import Erreur

V6 = [180, 195, 210, 232, 261]
quintiles = arrays.arrays(float, 5, elements=st.floats(50, 500))


def test_gradient_matches_vector_v6():
    answer = gradient(V6, [1] * 5, [5] * 5)
    assert answer.ridits == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9])
    assert answer.sii.value == pytest.approx(99.5)
    assert answer.rii_slope_mean.value == pytest.approx(0.4615, abs=5e-5)
    assert answer.rii_predicted_ratio.value == pytest.approx(1.600, abs=5e-4)
    assert answer.intercept == pytest.approx(165.85)
    assert answer.mean == pytest.approx(215.6)
    assert quintile_ratio(V6, [5] * 5).value == pytest.approx(1.45)
    assert quintile_gap(V6, [5] * 5).value == 81


def test_both_conventions_of_the_relative_index_bear_their_name():
    answer = gradient(V6, [1] * 5, [5] * 5)
    assert answer.rii_slope_mean.method == "rii_pente_sur_moyenne"
    assert answer.rii_predicted_ratio.method == "rii_rapport_predit"


@given(quintiles, quintiles)
def test_the_slope_is_that_of_a_weighted_regression(rates, people):
    answer = gradient(rates, people, np.ones(5))
    root = np.sqrt(people)
    design = np.column_stack([np.ones(5), ridits(people)]) * root[:, None]
    intercept, slope = np.linalg.lstsq(design, rates * root, rcond=None)[0]
    assert answer.sii.value == pytest.approx(slope, abs=1e-7)
    assert answer.intercept == pytest.approx(intercept, abs=1e-7)


@given(quintiles, st.floats(1, 30))
def test_reversing_the_groups_changes_the_sign_and_inverts_the_ratio(rates, error):
    one = gradient(rates, [1] * 5, [error] * 5)
    other = gradient(rates[::-1], [1] * 5, [error] * 5)
    assert other.sii.value == pytest.approx(-one.sii.value, abs=1e-9)
    if one.status == "valeur":
        assert other.rii_predicted_ratio.lower == pytest.approx(1 / one.rii_predicted_ratio.upper)


def test_the_limits_cover_the_true_gradient():
    random = np.random.default_rng(6)
    people = np.array([1.0, 2, 1, 1, 3])
    x = ridits(people)
    rates = random.normal(200 + 80 * x, 6, (5000, 5))
    answer = gradient(rates, np.tile(people, (5000, 1)), np.full((5000, 5), 6.0))
    mean = 200 + 40
    for estimate, truth in (
        (answer.sii, 80),
        (answer.rii_slope_mean, 80 / mean),
        (answer.rii_predicted_ratio, 280 / 200),
    ):
        inside = np.mean((estimate.lower <= truth) & (truth <= estimate.upper))
        assert 0.938 < inside < 0.962


def test_a_gradient_that_predicts_a_negative_rate_has_no_ratio_and_says_so():
    answer = gradient([0, 1, 2, 3, 100], [1] * 5, [1] * 5)
    assert answer.status == "non_applicable"
    assert math.isnan(answer.rii_predicted_ratio.value)
    assert math.isfinite(answer.sii.value)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: gradient([1, 2], [1, 2, 3], [1, 1]), "formes_inegales"),
        (lambda: gradient([0, 0], [1, 2], [0, 0]), "taux_nuls"),
        (lambda: gradient([1, 2], [1, 0], [0, 0]), "valeur_non_positive"),
        (lambda: ridits(5), "trop_peu_de_groupes"),
        (lambda: ridits([5]), "trop_peu_de_groupes"),
        (lambda: quintile_ratio([0, 2], [1, 1]), "valeur_non_positive"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code
