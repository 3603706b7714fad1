"""Typology: components, Ward against scipy's tree, consolidation, v-tests, stability, peers."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.cluster.hierarchy import linkage

from ancrage.observatoire.calculs.classification import (
    adjusted_rand,
    by_size,
    consolidate,
    cut,
    ward,
)
from ancrage.observatoire.calculs.composantes import (
    principal_components,
    similar,
    standardise,
)
from ancrage.observatoire.calculs.typologie import typology, v_tests
from ancrage.observatoire.erreurs import Erreur


@pytest.fixture(scope="module")
def four_groups():
    """Return four clear groups of territories (40, 30, 20, 10) on five indicateurs, and truth."""
    random = np.random.default_rng(12)
    truth = np.repeat([0, 1, 2, 3], [40, 30, 20, 10])
    centres = random.normal(0, 4, (4, 5))
    return centres[truth] + random.normal(0, 0.4, (100, 5)), truth


def test_components_are_uncorrelated_and_their_variances_sum_to_the_variables(four_groups):
    found = principal_components(four_groups[0], axes=5)
    assert found.eigenvalues.sum() == pytest.approx(5)
    assert found.explained.sum() == pytest.approx(1)
    covariance = found.coordinates.T @ found.coordinates / 100
    assert covariance == pytest.approx(np.diag(found.eigenvalues), abs=1e-9)


def test_loadings_are_the_correlations_of_variables_with_axes(four_groups):
    values = four_groups[0]
    found = principal_components(values)
    for variable in range(5):
        for axis in range(found.coordinates.shape[1]):
            twin = np.corrcoef(values[:, variable], found.coordinates[:, axis])[0, 1]
            assert found.loadings[variable, axis] == pytest.approx(twin)


def test_kaiser_keeps_the_axes_above_one_and_the_sign_is_fixed(four_groups):
    values = four_groups[0]
    found, flipped = principal_components(values), principal_components(values[::-1])
    assert found.coordinates.shape[1] == max(2, int((found.eigenvalues > 1).sum()))
    assert flipped.coordinates[::-1] == pytest.approx(found.coordinates)
    assert principal_components(np.arange(6.0).reshape(6, 1)).coordinates.shape == (6, 1)


def test_standardised_variables_have_mean_zero_and_deviation_one(four_groups):
    table, means, deviations = standardise(four_groups[0])
    assert table.mean(axis=0) == pytest.approx(np.zeros(5), abs=1e-12)
    assert table.std(axis=0) == pytest.approx(np.ones(5))
    assert table * deviations + means == pytest.approx(four_groups[0])


@settings(deadline=None, max_examples=40)
@given(arrays.arrays(float, (12, 2), elements=st.floats(-10, 10), unique=True))
def test_ward_builds_the_textbook_tree(points):
    heights = [math.sqrt(max(height, 0)) for _, _, height in ward(points)]
    assert heights == pytest.approx(list(linkage(points, "ward")[:, 2]), abs=1e-6)


def test_ward_survives_identical_territories():
    classes = cut(ward([[0, 0], [0, 0], [5, 5], [5, 5], [5, 5]]), 2)
    assert list(classes) == [1, 1, 0, 0, 0]


def test_the_typology_finds_known_groups_and_says_how_stable_they_are(four_groups):
    values, truth = four_groups
    found = typology(values, 4, bootstraps=10, seed=3)
    assert adjusted_rand(found.classes, truth) == 1
    assert list(np.bincount(found.classes)) == [40, 30, 20, 10]
    assert found.stability > 0.8
    assert found.between_share > 0.9
    assert [found.classes[place] for place in found.parangons] == [0, 1, 2, 3]
    assert found.v_tests.shape == (4, 5)


def test_noise_has_no_stable_typology_and_no_bootstrap_no_stability():
    values = np.random.default_rng(1).normal(size=(60, 6))
    assert typology(values, 6, bootstraps=5).stability < 0.6
    assert math.isnan(typology(values, 6).stability)


def test_consolidation_never_raises_the_within_inertia():
    points = np.random.default_rng(2).normal(size=(80, 3))
    start = cut(ward(points), 5)

    def within(classes):
        return sum(
            ((points[classes == k] - points[classes == k].mean(axis=0)) ** 2).sum()
            for k in np.unique(classes)
        )

    assert within(consolidate(points, start)) <= within(start)


def test_a_class_emptied_by_consolidation_disappears():
    # Class 2's centre coincides with class 0's: the first one takes its points.
    classes = consolidate([[0.0], [0.0], [0.0], [9.0]], [0, 2, 0, 1])
    assert list(classes) == [0, 0, 0, 1]


def test_v_tests_follow_the_published_formula():
    values = np.array([[1.0], [2], [3], [10]])
    found = v_tests(values, [0, 0, 0, 1])
    error = math.sqrt((4 - 1) / 3 * values.var() / 1)
    assert found[1, 0] == pytest.approx((10 - 4) / error)
    assert found[0, 0] < 0
    assert list(v_tests(values, [0, 0, 0, 0])[0]) == [0]


def test_similar_territories_are_the_nearest_without_itself():
    assert list(similar([[0.0], [1], [5], [2]], 0, 2)) == [1, 3]


def slow_rand(one, other):
    """Slow twin: count the pairs of territories one by one."""
    pairs = [(i, j) for i in range(len(one)) for j in range(i)]
    same = [(one[i] == one[j], other[i] == other[j]) for i, j in pairs]
    both = sum(a and b for a, b in same)
    first, second = sum(a for a, _ in same), sum(b for _, b in same)
    chance = first * second / len(pairs)
    highest = (first + second) / 2
    return 1.0 if highest == chance else (both - chance) / (highest - chance)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=20))
def test_the_adjusted_rand_index_agrees_with_its_slow_twin(labels):
    one, other = zip(*labels, strict=True)
    assert adjusted_rand(one, other) == pytest.approx(slow_rand(one, other))


def test_classes_are_numbered_by_decreasing_size():
    assert list(by_size(np.array([7, 3, 3, 9, 9, 9, 5]))) == [2, 1, 1, 0, 0, 0, 3]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: typology(np.eye(9), 3), "classes_impossibles"),
        (lambda: typology([[1, 2], [3, math.nan], [4, 5]], 4), "valeur_non_finie"),
        (lambda: standardise([[1, 2]]), "trop_peu_de_territoires"),
        (lambda: standardise([[1, 2], [2, 2], [3, 2]]), "indicateur_constant"),
        (lambda: principal_components(np.eye(4), axes=9), "axes_impossibles"),
        (lambda: ward([[1, 2]]), "trop_peu_de_territoires"),
        (lambda: cut(ward([[1], [2]]), 3), "classes_impossibles"),
        (lambda: adjusted_rand([1, 2], [1, 2, 3]), "formes_inegales"),
        (lambda: v_tests([[1], [2]], [0, 1, 1]), "formes_inegales"),
        (lambda: v_tests([[1], [2]], [0, 2]), "formes_inegales"),
        (lambda: similar([[1], [2]], 0, 2), "territoire_inconnu"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code
