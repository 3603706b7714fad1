"""Counts, crude rates, shares and means, each with the name of its method."""

import numpy as np
import pytest

from ancrage.observatoire.calculs.intervalles import byar, clopper_pearson, poisson_exact, wilson
from ancrage.observatoire.calculs.taux import count, crude_rate, mean, proportion
from ancrage.observatoire.erreurs import Erreur


def test_a_crude_rate_scales_the_exact_limits_of_its_events():
    rate = crude_rate([1447, 0], [106_500, 200])
    lower, upper = poisson_exact([1447, 0])
    assert rate.value == pytest.approx([1358.6854, 0])
    assert rate.lower == pytest.approx(lower * 1e5 / [106_500, 200])
    assert rate.upper == pytest.approx(upper * 1e5 / [106_500, 200])
    assert rate.method == "taux_brut, poisson_exact"


def test_english_limits_are_only_a_switch():
    assert count(20, limits="byar").lower == byar(20)[0]
    assert count(20, limits="english_mixture").upper == byar(20)[1]
    assert count(20).upper == poisson_exact(20)[1]


def test_a_share_takes_wilson_or_exact_limits():
    assert proportion(29, 36).value == pytest.approx(80.5556, abs=1e-4)
    assert proportion(29, 36).lower == pytest.approx(100 * wilson(29, 36)[0])
    exact = proportion(29, 36, limits="clopper_pearson", level=0.9)
    assert exact.upper == pytest.approx(100 * clopper_pearson(29, 36, 0.9)[1])


def test_a_mean_takes_student_limits_along_the_last_axis():
    # t(0.975 ; 9) = 2.262157, published in every table of Student's law.
    answer = mean([[2, 4, 4, 4, 5, 5, 7, 9, 6, 4], [1] * 10])
    half = 2.262157 * np.std([2, 4, 4, 4, 5, 5, 7, 9, 6, 4], ddof=1) / np.sqrt(10)
    assert answer.value == pytest.approx([5, 1])
    assert answer.lower == pytest.approx([5 - half, 1], rel=1e-6)
    assert answer.upper == pytest.approx([5 + half, 1], rel=1e-6)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: crude_rate(3, 0), "valeur_non_positive"),
        (lambda: crude_rate([1, 2], [3, 4, 5]), "formes_inegales"),
        (lambda: crude_rate(1, 2, multiplier=-1), "valeur_non_positive"),
        (lambda: proportion(5, 4), "numerateur_superieur"),
        (lambda: count(4, limits="loi_normale"), "methode_inconnue"),
        (lambda: mean([4]), "trop_peu_de_valeurs"),
        (lambda: mean(4), "trop_peu_de_valeurs"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code
