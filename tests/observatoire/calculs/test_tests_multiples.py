"""False discovery rate against the authors' own example, and the expected false alarms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ancrage.observatoire.calculs.tests_multiples import (
    benjamini_hochberg,
    expected_false_positives,
)
from ancrage.observatoire.erreurs import Erreur


def test_flags_match_the_published_example(reference):
    table = reference("benjamini_hochberg_1995")
    assert list(benjamini_hochberg(table["p_value"]).flagged) == list(table["flagged"] == 1)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_values_are_those_of_scipy(p_values):
    theirs = stats.false_discovery_control(p_values, method="bh")
    assert benjamini_hochberg(p_values).adjusted == pytest.approx(theirs, rel=1e-12, abs=0)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.01, 0.5))
def test_flags_follow_the_step_up_rule(p_values, rate):
    ordered = sorted(p_values)
    passing = [p for rank, p in enumerate(ordered, 1) if p * len(ordered) / rank <= rate]
    threshold = max(passing, default=-1)
    answer = benjamini_hochberg(p_values, rate)
    assert list(answer.flagged) == [p <= threshold for p in p_values]


def test_the_order_of_the_tests_does_not_matter():
    p = np.array([0.04, 0.001, 0.3, 0.012])
    order = [2, 0, 3, 1]
    one, other = benjamini_hochberg(p), benjamini_hochberg(p[order])
    assert list(one.adjusted[order]) == list(other.adjusted)


def test_two_hundred_tests_expect_ten_false_alarms():
    assert expected_false_positives(200) == pytest.approx(10)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: benjamini_hochberg([0.5, 1.2]), "probabilite_hors_bornes"),
        (lambda: benjamini_hochberg([[0.5]]), "probabilite_hors_bornes"),
        (lambda: benjamini_hochberg([0.5], rate=5), "proportion_hors_bornes"),
        (lambda: expected_false_positives(-1), "effectif_negatif"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code
