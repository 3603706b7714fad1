"""Direct and indirect standardisation against V2, V3, V4, slow twins and invariances."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ancrage.observatoire.calculs.fiabilite import publication
from ancrage.observatoire.calculs.intervalles import poisson_exact
from ancrage.observatoire.calculs.populations_reference import premature, standard_weights
from ancrage.observatoire.calculs.standardisation_directe import (
    direct_standardised_rate,
    direct_standardised_rate_of_cells,
)
from ancrage.observatoire.calculs.standardisation_indirecte import (
    chi_square_p,
    expected_events,
    expected_events_by_category,
    indirect_rate,
    mid_p,
    mid_p_limits,
    smr,
)
from ancrage.observatoire.erreurs import Erreur

ESP = standard_weights("esp2013")
deaths_by_age = arrays.arrays(float, 19, elements=st.integers(0, 50).map(float))
people_by_age = arrays.arrays(float, 19, elements=st.integers(50, 5000).map(float))


def slow_rate(events, people, weights):
    """Slow twin: one band at a time, bands without people left out."""
    total = used = variance = 0.0
    kept = [i for i, n in enumerate(people) if n > 0]
    used = sum(weights[i] for i in kept)
    for i in kept:
        total += weights[i] * events[i] / people[i]
        variance += (weights[i] / used) ** 2 * events[i] / people[i] ** 2
    return 1e5 * total / used, 1e5 * math.sqrt(variance)


@pytest.fixture
def v4(reference):
    table = reference("methodes_v4_standardisation")
    return table["deaths"], 5 * table["population"], table["weight"]


def test_vector_v4_weights_are_the_european_standard(v4):
    assert list(v4[2]) == list(ESP)


@pytest.mark.parametrize(
    ("limits", "lower", "upper"),
    [
        ("dobson_byar", 1130.46, 1255.25),
        ("dobson_exact", 1130.46, 1255.25),
        ("fay_feuer", 1130.47, 1255.65),
        ("tiwari", 1130.47, 1255.36),
        ("normal", 1129.67, 1253.61),
    ],
)
def test_direct_rate_matches_vector_v4(v4, limits, lower, upper):
    rate = direct_standardised_rate(*v4, limits=limits)
    assert rate.value == pytest.approx(1191.64, abs=5e-3)
    assert rate.standard_error == pytest.approx(31.62, abs=5e-3)
    assert rate.lower == pytest.approx(lower, abs=5.1e-3)
    assert rate.upper == pytest.approx(upper, abs=5.1e-3)
    assert (rate.observed, rate.person_years, rate.status) == (1447, 106_500, "valeur")
    assert rate.method == f"standardisation_directe, {limits}"


def test_gamma_limits_match_the_example_of_their_authors(reference):
    table = reference("fay_feuer_1997")
    rate = direct_standardised_rate(
        table["deaths"], table["people"], table["weight"], limits="fay_feuer"
    )
    # Printed in the vignette of the R package dsrTest 1.0 (Nelson 2022), method "gamma".
    assert rate.value == pytest.approx(75.52901, abs=5.1e-6)
    assert (rate.lower, rate.upper) == pytest.approx((67.70212, 188.30017), abs=5.1e-6)


def test_premature_rate_matches_vector_v4(v4):
    events, people, weights = v4
    under = premature()
    assert weights[under].sum() == 80_500
    for limits in ("dobson_byar", "dobson_exact"):
        rate = direct_standardised_rate(events[under], people[under], weights[under], limits=limits)
        assert rate.observed == 239
        assert rate.value == pytest.approx(274.49, abs=5e-3)
        assert (rate.lower, rate.upper) == pytest.approx((240.64, 311.75), abs=5.1e-3)


@given(deaths_by_age, people_by_age)
def test_direct_rate_agrees_with_its_slow_twin(events, people):
    people = people * (np.arange(19) % 7 != 3)
    rate = direct_standardised_rate(events, people, ESP)
    value, error = slow_rate(events, people, ESP)
    assert rate.value == pytest.approx(value, rel=1e-12)
    assert rate.standard_error == pytest.approx(error, rel=1e-12)
    assert rate.lower <= rate.value <= rate.upper


@given(deaths_by_age, people_by_age, st.randoms(use_true_random=False))
def test_the_order_of_age_bands_does_not_matter(events, people, random):
    order = list(range(19))
    random.shuffle(order)
    one = direct_standardised_rate(events, people, ESP)
    other = direct_standardised_rate(events[order], people[order], ESP[order])
    assert (one.value, one.lower, one.upper) == pytest.approx(
        (other.value, other.lower, other.upper), rel=1e-9
    )


@given(deaths_by_age, people_by_age)
def test_splitting_a_band_with_equal_rates_does_not_change_the_rate(events, people):
    halves = [np.repeat(values / 2, 2) for values in (events, people, ESP)]
    one, other = direct_standardised_rate(events, people, ESP), direct_standardised_rate(*halves)
    assert other.value == pytest.approx(one.value, rel=1e-9)
    assert other.standard_error == pytest.approx(one.standard_error, rel=1e-9)


@given(st.floats(1e-4, 0.2), people_by_age)
def test_equal_rates_in_every_band_give_that_rate_whatever_the_weights(risk, people):
    rate = direct_standardised_rate(risk * people, people, ESP)
    assert rate.value == pytest.approx(1e5 * risk)


def test_no_event_gives_zero_with_a_positive_upper_limit_for_every_method():
    people = np.full(19, 1000.0)
    for limits in ("dobson_byar", "dobson_exact", "fay_feuer", "tiwari"):
        rate = direct_standardised_rate(np.zeros(19), people, ESP, limits=limits)
        assert (rate.value, rate.lower, rate.status) == (0, 0, "zero")
        largest = 7000 / (1000 * 100_000)
        assert rate.upper == pytest.approx(1e5 * largest * poisson_exact(0)[1])


def test_a_band_without_population_is_dropped_renormalised_and_flagged():
    people = np.array([1000.0, 0, 2000])
    rate = direct_standardised_rate([10, 3, 40], people, [1, 1, 2])
    kept = direct_standardised_rate([10, 40], people[[0, 2]], [1, 2])
    assert (rate.value, rate.upper) == (kept.value, kept.upper)
    assert (rate.bands_dropped, rate.events_dropped) == (1, 3)
    assert (kept.bands_dropped, kept.events_dropped) == (0, 0)


def test_a_territory_without_population_has_a_status_and_no_number():
    rate = direct_standardised_rate([[1, 2], [1, 2]], [[0, 0], [10, 10]], [1, 1])
    assert list(rate.status) == ["non_applicable", "valeur"]
    for figure in (rate.value, rate.lower, rate.upper, rate.standard_error):
        assert list(np.isnan(figure)) == [True, False]


def test_more_events_than_people_is_flagged():
    rate = direct_standardised_rate([[5, 1], [1, 1]], [[4, 9], [4, 9]], [1, 1])
    assert list(rate.events_exceed_population) == [True, False]


def test_thirty_five_thousand_communes_give_the_same_rates_as_one_by_one():
    random = np.random.default_rng(4)
    people = random.gamma(0.5, 100, (200, 2, 19))
    events = random.poisson(people * 0.01)
    rates = direct_standardised_rate(events, people, ESP, limits="fay_feuer")
    assert rates.value.shape == (200, 2)
    one = direct_standardised_rate(events[7, 1], people[7, 1], ESP, limits="fay_feuer")
    assert (rates.lower[7, 1], rates.upper[7, 1]) == pytest.approx((one.lower, one.upper))


def test_many_causes_share_one_population():
    random = np.random.default_rng(20)
    people = random.integers(0, 3, (4, 1, 19)) * 100.0
    events = random.poisson(people * [[0.001], [0.02], [0.1]])
    together = direct_standardised_rate(events, people, ESP)
    apart = direct_standardised_rate(events[:, 2], people[:, 0], ESP)
    for name in ("value", "lower", "upper", "person_years", "bands_dropped", "observed"):
        assert getattr(together, name)[:, 2] == pytest.approx(getattr(apart, name))
    assert together.status.shape == (4, 3)


def test_the_limits_of_a_standardised_rate_cover_the_truth_about_as_often_as_they_say():
    random = np.random.default_rng(91)
    people = np.linspace(4000, 500, 19)
    risk = np.geomspace(2e-4, 0.1, 19)
    events = random.poisson(risk * people, (4000, 19))
    truth = 1e5 * (ESP * risk).sum() / ESP.sum()
    for limits in ("dobson_byar", "fay_feuer"):
        rate = direct_standardised_rate(events, people, ESP, limits=limits)
        # Four standard errors of simulation under 95 %.
        assert np.mean((rate.lower <= truth) & (truth <= rate.upper)) > 0.936


def test_icm_matches_vectors_v2_and_v3():
    v2 = smr(45, 33.2)
    assert (v2.value, v2.lower, v2.upper) == pytest.approx((135.5, 98.9, 181.4), abs=0.05)
    assert chi_square_p(45, 33.2, yates=False) == pytest.approx(0.041, abs=5e-4)
    assert chi_square_p(45, 33.2) == pytest.approx(0.0499, abs=5e-5)
    assert mid_p(45, 33.2) == pytest.approx(0.0496, abs=5e-5)
    v3 = smr([12, 4], [8.1, 2])
    assert v3.value == pytest.approx([148.1, 200], abs=0.05)
    assert v3.lower == pytest.approx([76.6, 54.5], abs=0.05)
    assert v3.upper == pytest.approx([258.8, 512], abs=0.5)
    assert chi_square_p(12, 8.1) == pytest.approx(0.232, abs=5e-4)
    assert list(publication([12, 4, 45])) == ["prudence", "non_fiable", "fiable"]


def test_a_rate_is_published_from_ten_events_and_without_caution_from_twenty():
    assert list(publication([9.5, 10, 19.5, 20])) == [
        "non_fiable",
        "prudence",
        "prudence",
        "fiable",
    ]


@given(st.floats(0.01, 5000))
def test_mid_p_limits_lie_within_the_exact_ones_and_have_that_p_value(observed):
    lower, upper = mid_p_limits(observed)
    exact = poisson_exact(observed)
    assert exact[0] <= lower <= observed <= upper <= exact[1]
    assert mid_p(observed, upper) == pytest.approx(0.05, rel=1e-6)


def test_mid_p_limits_of_nothing_start_at_zero():
    lower, upper = mid_p_limits([0, 10])
    assert lower[0] == 0
    # ½ e^(−u) = 0.025 at zero events.
    assert upper[0] == pytest.approx(math.log(20), rel=1e-9)
    assert smr(10, 5, limits="mid_p").lower == pytest.approx(20 * lower[1])


def test_a_territory_with_the_reference_rates_has_an_icm_of_one_hundred():
    rates, people = np.array([0.001, 0.02]), np.array([[1000.0, 500], [10, 2000]])
    expected = expected_events(people, rates)
    assert expected == pytest.approx([11, 40.01])
    assert smr(expected, expected).value == pytest.approx([100, 100])
    assert expected_events(people, np.tile(rates, (2, 1))) == pytest.approx(expected)


def test_the_indirect_rate_is_the_icm_times_the_crude_rate_of_the_reference():
    rate = indirect_rate([45, 10], [33.2, 10], 0.01)
    assert rate.value == pytest.approx([1355.42, 1000], abs=0.01)
    assert rate.lower == pytest.approx(10 * smr([45, 10], [33.2, 10]).lower)


def test_the_european_standard_regroups_and_keeps_its_total():
    assert standard_weights("esp2013", (0, 1, *range(5, 100, 5))).sum() == 100_000
    assert list(standard_weights("esp2013", (0, 65, 85))) == [80_500, 17_000, 2_500]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: standard_weights("rp2013"), "reference_attendue"),
        (lambda: standard_weights("mars2030"), "reference_inconnue"),
        (lambda: standard_weights("esp2013", (0, 18)), "classes_age_incompatibles"),
        (lambda: standard_weights("esp2013", (5, 10)), "classes_age_incompatibles"),
        (lambda: standard_weights("esp2013", ()), "classes_age_incompatibles"),
        (lambda: premature(below=62), "classes_age_incompatibles"),
        (lambda: direct_standardised_rate([1, 2], [3, 4], [1, 2, 3]), "classe_age_absente"),
        (lambda: direct_standardised_rate([1, 2], [3, 4], [0, 0]), "poids_nuls"),
        (lambda: direct_standardised_rate([1, 2], [3, 4, 5], [1, 1]), "formes_inegales"),
        (lambda: direct_standardised_rate(1, 2, [1]), "formes_inegales"),
        (
            lambda: direct_standardised_rate(np.ones((3, 2)), np.ones((4, 2)), [1, 1]),
            "formes_inegales",
        ),
        (lambda: direct_standardised_rate([-1, 2], [3, 4], [1, 1]), "effectif_negatif"),
        (lambda: direct_standardised_rate([1, 2], [3, math.nan], [1, 1]), "valeur_non_finie"),
        (
            lambda: direct_standardised_rate([1, 2], [3, 4], [1, 1], limits="normal"),
            "trop_peu_d_evenements",
        ),
        (lambda: expected_events([1, 2], [0.1]), "classe_age_absente"),
        (lambda: expected_events(1, 0.1), "classe_age_absente"),
        (lambda: smr(3, 0), "valeur_non_positive"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code


@pytest.mark.parametrize("limits", ["dobson_byar", "dobson_exact", "fay_feuer", "tiwari"])
def test_rates_from_the_cells_that_are_not_zero_are_the_same(limits):
    chance = np.random.default_rng(3)
    deaths = chance.poisson(0.3, (40, 6, 19)).astype(float)
    deaths[5] = 0
    people = chance.integers(0, 4, (40, 19)) * 10.0
    people[7] = 0
    whole = direct_standardised_rate(deaths, people[:, None, :], ESP, limits=limits)
    area, category, band = np.nonzero(deaths)
    cells = direct_standardised_rate_of_cells(
        deaths[area, category, band], area, category, band, people, ESP, 6, limits=limits
    )
    assert cells.method == whole.method
    assert (cells.status == whole.status).all()
    assert set(cells.status.ravel()) == {"valeur", "zero", "non_applicable"}
    for name in ("value", "lower", "upper", "standard_error"):
        np.testing.assert_allclose(getattr(cells, name), getattr(whole, name), rtol=1e-12)
    for name in ("observed", "person_years", "bands_dropped", "events_dropped"):
        np.testing.assert_array_equal(getattr(cells, name), getattr(whole, name))
    assert (cells.events_exceed_population == whole.events_exceed_population).all()


@pytest.mark.parametrize(
    "place", [np.array([2]), np.array([-1]), np.array([0.0]), np.array([0, 1])]
)
def test_a_count_out_of_its_place_is_refused(place):
    one = np.array([0])
    with pytest.raises(Erreur, match="sa place"):
        direct_standardised_rate_of_cells([1.0], place, one, one, np.ones((2, 19)), ESP, 1)


def test_exact_limits_of_a_large_table_are_those_of_its_counts_one_by_one():
    counts = np.array([0.0, 3, 3, 1, 0, 2, 7, 3, 4, 5])
    lower, upper = poisson_exact(counts)
    alone = [poisson_exact(count) for count in counts]
    assert lower.tolist() == [low for low, _ in alone]
    assert upper.tolist() == [high for _, high in alone]


def test_expected_events_of_many_categories_are_those_of_each_one():
    chance = np.random.default_rng(5)
    people, rates = chance.random((2, 30, 19)) * 1e4, chance.random((2, 4, 19)) / 100
    found = expected_events_by_category(people, rates)
    for stratum in range(2):
        for category in range(4):
            alone = expected_events(people[stratum], rates[stratum, category])
            np.testing.assert_allclose(found[stratum, :, category], alone, rtol=1e-13)


@pytest.mark.parametrize("shape", [(4, 18), (19,), (3, 4, 19)])
def test_expected_events_of_other_bands_or_strata_are_refused(shape):
    with pytest.raises(Erreur, match="Attendus impossibles"):
        expected_events_by_category(np.ones((30, 19)), np.ones(shape))
