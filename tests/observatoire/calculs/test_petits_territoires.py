"""Smoothing, contiguity, Moran's I and funnels: slow twins, limits and simulated truth."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ancrage.observatoire.calculs.autocorrelation import (
    INDEX_TO_DETECT,
    moran,
    moran_eb,
    moran_power,
    moran_verdict,
)
from ancrage.observatoire.calculs.entonnoir import funnel_binomial, funnel_poisson
from ancrage.observatoire.calculs.lissage import (
    marshall_global,
    marshall_local,
    poisson_gamma,
)
from ancrage.observatoire.calculs.voisinage import neighbourhood
from ancrage.observatoire.erreurs import Erreur

CHAIN = neighbourhood(8, [(i, i + 1) for i in range(7)])
events = arrays.arrays(float, 8, elements=st.integers(0, 40).map(float))
bases = arrays.arrays(float, 8, elements=st.floats(0.5, 40))


def grid(side):
    cells = np.arange(side * side).reshape(side, side)
    across = np.stack([cells[:, :-1].ravel(), cells[:, 1:].ravel()], axis=1)
    down = np.stack([cells[:-1].ravel(), cells[1:].ravel()], axis=1)
    return neighbourhood(side * side, np.concatenate([across, down]))


def slow_marshall(observed, expected, group):
    """Slow twin: mean and variance of the areas of `group`, area by area."""
    total = sum(expected[j] for j in group)
    mean = sum(observed[j] for j in group) / total
    spread = sum(expected[j] * (observed[j] / expected[j] - mean) ** 2 for j in group) / total
    return mean, max(0.0, spread - mean / (total / len(group)))


def test_contiguity_is_symmetric_whatever_the_order_and_repeats_of_pairs():
    chain = neighbourhood(4, [(1, 0), (0, 1), (2, 1)])
    assert list(chain.neighbours) == [1, 2, 1, 0]
    assert list(chain.add_up(np.array([1.0, 10, 100, 1000]))) == [10, 101, 10, 0]


@given(events, bases)
def test_global_smoothing_agrees_with_its_slow_twin(observed, expected):
    answer = marshall_global(observed, expected)
    mean, variance = slow_marshall(observed, expected, range(8))
    for i in range(8):
        ratio = observed[i] / expected[i]
        noise = mean / expected[i]
        weight = variance / (variance + noise) if variance + noise > 0 else 0
        assert answer.value[i] == pytest.approx(mean + weight * (ratio - mean), abs=1e-9)
        assert min(ratio, mean) - 1e-9 <= answer.value[i] <= max(ratio, mean) + 1e-9


@given(events, bases)
def test_local_smoothing_uses_the_area_and_its_neighbours(observed, expected):
    answer = marshall_local(observed, expected, CHAIN)
    for i in range(8):
        group = [j for j in (i - 1, i, i + 1) if 0 <= j < 8]
        mean, variance = slow_marshall(observed, expected, group)
        assert answer.prior_mean[i] == pytest.approx(mean)
        assert answer.prior_variance[i] == pytest.approx(variance, abs=1e-9)


def test_a_variance_below_zero_is_set_to_zero_and_flagged():
    for smooth in (marshall_global, poisson_gamma):
        answer = smooth([5, 5, 6, 5], [5, 5, 5, 5])
        assert answer.no_extra_variance.all()
        assert answer.value == pytest.approx([1.05] * 4)
        assert not answer.raw_weight.any()


def test_no_event_at_all_smooths_to_zero():
    for smooth in (marshall_global, poisson_gamma):
        assert list(smooth([0, 0], [3, 4]).value) == [0, 0]


def test_an_island_keeps_its_own_ratio():
    answer = marshall_local([8, 2, 3], [4, 2, 2], neighbourhood(3, [(1, 2)]))
    assert answer.value[0] == 2
    assert answer.no_extra_variance[0]


def test_the_gamma_prior_is_recovered_and_smoothing_nears_the_truth():
    random = np.random.default_rng(87)
    expected = random.uniform(2, 60, 3000)
    truth = random.gamma(9, 1.2 / 9, 3000)
    observed = random.poisson(truth * expected)
    answer = poisson_gamma(observed, expected)
    assert answer.prior_mean[0] == pytest.approx(1.2, rel=0.02)
    assert answer.prior_variance[0] == pytest.approx(1.2**2 / 9, rel=0.1)
    raw_error = np.mean((observed / expected - truth) ** 2)
    for smooth in (answer, marshall_global(observed, expected)):
        assert np.mean((smooth.value - truth) ** 2) < 0.6 * raw_error
        assert smooth.smoothed
        assert smooth.method.startswith("lisse_")


def slow_moran(values, pairs):
    """Slow twin: the textbook double sum with row-standardised weights."""
    n, mean = len(values), sum(values) / len(values)
    total = weights = 0.0
    for i in range(n):
        near = [b if a == i else a for a, b in pairs if i in (a, b)]
        for j in near:
            total += (values[i] - mean) * (values[j] - mean) / len(near)
            weights += 1 / len(near)
    return n / weights * total / sum((v - mean) ** 2 for v in values)


@settings(deadline=None)
@given(arrays.arrays(float, 6, elements=st.floats(-100, 100), unique=True))
def test_moran_agrees_with_its_slow_twin_islands_included(values):
    if np.ptp(values) < 1e-3:
        return
    pairs = [(0, 1), (1, 2), (3, 1), (3, 4)]
    answer = moran(values, neighbourhood(6, pairs), permutations=0)
    assert answer.value == pytest.approx(slow_moran(values, pairs), abs=1e-9)
    assert answer.islands == 1


def test_a_gradient_is_autocorrelated_and_noise_is_not():
    lattice = grid(12)
    gradient = np.repeat(np.arange(12.0), 12)
    found = moran(gradient, lattice, permutations=199, seed=1)
    assert found.value > 0.8
    assert found.p_value == 1 / 200
    noise = moran(np.random.default_rng(2).normal(size=144), lattice, permutations=199, seed=1)
    assert noise.p_value > 0.05
    assert noise.expected == pytest.approx(-1 / 143)


def test_the_same_seed_gives_the_same_p_value():
    values = np.random.default_rng(3).normal(size=64)
    one, other = (moran(values, grid(8), permutations=99, seed=7) for _ in range(2))
    assert one == other


def test_adjusted_moran_is_not_misled_by_unequal_populations():
    # Small populations side by side: their wild rates look like clusters to the plain index.
    random = np.random.default_rng(99)
    people = np.where(np.arange(400) < 200, 50.0, 20_000.0)
    rejected = 0
    for seed in range(40):
        cases = random.poisson(people * 0.01)
        rejected += moran_eb(cases, people, grid(20), permutations=99, seed=seed).p_value <= 0.05
    assert rejected <= 7


def test_adjusted_moran_sees_a_true_gradient():
    people = np.random.default_rng(4).uniform(500, 5000, 144)
    cases = np.random.default_rng(5).poisson(people * np.repeat(np.linspace(0.01, 0.05, 12), 12))
    answer = moran_eb(cases, people, grid(12), permutations=99)
    assert answer.p_value == 0.01
    assert answer.method == "moran_i_bayes_empirique"


def test_adjusted_moran_replaces_a_variance_below_zero():
    # Rates closer to each other than chance allows, one population far above the mean.
    people, cases = np.array([1000.0, 1000, 1000, 100_000]), np.array([10.0, 11, 10, 1000])
    overall = cases.sum() / people.sum()
    spread = (people * (cases / people - overall) ** 2).sum() / people.sum()
    below_zero = spread - overall / people.mean() + overall / people
    assert (below_zero < 0).sum() == 1
    variance = np.where(below_zero < 0, overall / people, below_zero)
    pairs = [(0, 1), (1, 2), (2, 3)]
    answer = moran_eb(cases, people, neighbourhood(4, pairs), permutations=0)
    twin = slow_moran(list((cases / people - overall) / np.sqrt(variance)), pairs)
    assert answer.value == pytest.approx(twin)


def slow_quantile(law, share):
    """Slow twin: walk the law, then interpolate as Spiegelhalter does."""
    under = 0.0
    for count, chance in enumerate(law):
        if under + chance >= share:
            return count - (under + chance - share) / chance
        under += chance
    return len(law)


@given(st.floats(0.5, 60))
def test_poisson_funnel_agrees_with_its_slow_twin(mean):
    law = [math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(250)]
    funnel = funnel_poisson(mean)
    for row, level in enumerate(funnel.levels):
        tail = (1 - level) / 2
        assert funnel.lower[row] == pytest.approx(max(0, slow_quantile(law, tail)) / mean, rel=1e-6)
        assert funnel.upper[row] == pytest.approx(slow_quantile(law, 1 - tail) / mean, rel=1e-6)


@given(st.integers(3, 80), st.floats(0.02, 0.98))
def test_binomial_funnel_agrees_with_its_slow_twin(n, share):
    law = [math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    funnel = funnel_binomial(n, share)
    for row, level in enumerate(funnel.levels):
        tail = (1 - level) / 2
        assert funnel.lower[row] == pytest.approx(
            max(0, slow_quantile(law, tail)) / n, rel=1e-5, abs=1e-9
        )
        assert funnel.upper[row] == pytest.approx(slow_quantile(law, 1 - tail) / n, rel=1e-5)
        assert 0 <= funnel.lower[row] <= funnel.upper[row] <= 1


def test_the_funnel_narrows_as_the_areas_grow_and_holds_its_target():
    funnel = funnel_poisson([5, 50, 500, 50_000], 1.3)
    width = funnel.upper - funnel.lower
    assert (np.diff(width, axis=1) < 0).all()
    assert (funnel.lower < 1.3).all()
    assert (funnel.upper > 1.3).all()
    assert (width[0] < width[1]).all()


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: neighbourhood(3, [(0, 3)]), "voisin_inconnu"),
        (lambda: neighbourhood(3, [(1, 1)]), "voisin_de_soi"),
        (lambda: marshall_global([1], [2]), "trop_peu_de_territoires"),
        (lambda: marshall_global([1, 2], [2, 0]), "valeur_non_positive"),
        (lambda: marshall_local([1, 2], [2, 3], CHAIN), "formes_inegales"),
        (lambda: moran([1, 2], CHAIN), "formes_inegales"),
        (lambda: moran([1, 2], neighbourhood(2, [])), "sans_voisins"),
        (lambda: moran([0.1] * 8, CHAIN), "valeurs_egales"),
        (lambda: moran_eb([0] * 8, [5] * 8, CHAIN), "taux_nuls"),
        (lambda: funnel_poisson(0), "valeur_non_positive"),
        (lambda: funnel_binomial(5, 1), "proportion_hors_bornes"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code


def test_three_answers_on_the_resemblance_of_neighbours():
    large, rank = grid(15), np.arange(225.0)
    board = (np.add.outer(np.arange(15), np.arange(15)) % 2).ravel()
    noise = np.random.default_rng(3).normal(size=225)
    found = [moran_verdict(moran(values, large)) for values in (rank, board, noise)]
    assert found == ["semblables", "opposes", "non_different"]
    assert moran_verdict(moran([3, 1, 4, 1, 5, 9, 2, 6], CHAIN)) == "non_concluant"


def test_the_power_is_the_share_of_indices_beyond_the_limit_of_permutations():
    found = moran(np.random.default_rng(3).normal(size=225), grid(15))
    # By definition: an index drawn around 0.3 with the spread of permutations passes 1.96 of them.
    random = np.random.default_rng(0).normal(INDEX_TO_DETECT, found.spread, 200_000)
    share = np.mean(random > found.expected + 1.959964 * found.spread)
    assert moran_power(found) == pytest.approx(share, abs=0.005)


def test_without_permutations_nothing_has_any_power():
    assert moran_power(moran([1, 2, 3, 4, 5, 6, 7, 9], CHAIN, permutations=0)) == 0


def test_many_columns_at_a_time_or_one_give_the_same_permutations(monkeypatch):
    values = np.random.default_rng(1).normal(size=8)
    whole = moran(values, CHAIN, seed=4)
    monkeypatch.setattr("ancrage.observatoire.calculs.autocorrelation._CELLS", 1)
    assert moran(values, CHAIN, seed=4) == whole
