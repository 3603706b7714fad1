"""Comparability gate, grid of verdicts (V5 and every cell), needs, error rates, projection."""

from dataclasses import replace

import numpy as np
import pytest

from ancrage.observatoire.calculs.comparaison import compare_standardised_rates, ratio_of_ratios
from ancrage.observatoire.calculs.estimation import Estimation
from ancrage.observatoire.calculs.evolution import (
    Chiffre,
    comparability,
    evolution_verdict,
    need,
    need_position,
)
from ancrage.observatoire.calculs.evolution_simulation import simulate_error_rates
from ancrage.observatoire.calculs.projection import Hypothese, project_cohorts
from ancrage.observatoire.calculs.puissance import power_log_ratio
from ancrage.observatoire.erreurs import Erreur

BEFORE = Chiffre(frozenset({"00001", "00002"}), "décès", "esp2013", "etat_civil", (2009, 2013))
AFTER = replace(BEFORE, window=(2014, 2018))
UP, DOWN, NONE = (1.1, 1.3), (0.7, 0.9), (0.9, 1.1)


def estimates(limits):
    low, high = np.array(limits, dtype=float).T
    return Estimation((low + high) / 2, low, high, "rapport_log_normal")


def test_two_like_figures_are_comparable():
    assert comparability(BEFORE, AFTER) == ()
    assert comparability(BEFORE, AFTER, breaks=(2009, 2019)) == ()


@pytest.mark.parametrize(
    ("change", "breaks", "motive"),
    [
        ({"perimetre": frozenset({"00001"})}, (), "perimetre"),
        ({"definition": "décès évitables"}, (), "definition"),
        ({"standard": "rp2006"}, (), "standard"),
        ({"source": "cepidc"}, (), "source"),
        ({"window": (2013, 2017)}, (), "chevauchement"),
        ({}, (2014,), "rupture"),
        ({}, (2018,), "rupture"),
        ({}, (2010,), "rupture"),
        ({"reliable": False}, (), "non_fiable"),
        ({"status": "non_fiable"}, (), "non_fiable"),
        ({"status": "secret"}, (), "secret"),
        ({"status": "secret_secondaire"}, (), "secret"),
        ({"status": "emprunte"}, (), "niveau"),
        ({"status": "non_additif"}, (), "niveau"),
        ({"counts_known": False}, (), "sans_effectif"),
    ],
)
def test_each_condition_of_the_gate_gives_its_motive(change, breaks, motive):
    assert comparability(BEFORE, replace(AFTER, **change), breaks) == (motive,)


def test_the_gate_gives_every_motive_in_its_order():
    after = replace(AFTER, source="autre", status="secret", window=(2010, 2014))
    assert comparability(BEFORE, after) == ("source", "chevauchement", "secret")


def test_vector_v5_follows_the_region():
    change = compare_standardised_rates(215, 11, 250, 12)
    relative = ratio_of_ratios((250, 12, 215, 11), (230, 2, 212, 2))
    assert evolution_verdict(change, relative, "bas_favorable", 0.9) == "suit_la_region"


@pytest.mark.parametrize(
    ("sense", "good", "bad"), [("bas_favorable", DOWN, UP), ("haut_favorable", UP, DOWN)]
)
def test_every_cell_of_the_grid(sense, good, bad):
    cells = [
        (good, good, 0.9, "amelioration_propre"),
        (good, NONE, 0.9, "suit_la_region"),
        (NONE, good, 0.1, "tient_mieux"),
        (NONE, NONE, 0.8, "stable"),
        (NONE, NONE, 0.79, "non_concluant"),
        (good, bad, 0.9, "decroche"),
        (NONE, bad, 0.9, "decroche"),
        (bad, bad, 0.9, "decroche"),
        (bad, NONE, 0.9, "degradation_partagee"),
        (bad, good, 0.9, "degradation_moindre"),
    ]
    own, region, power, expected = zip(*cells, strict=True)
    answer = evolution_verdict(estimates(own), estimates(region), sense, power)
    assert list(answer) == list(expected)


@pytest.mark.parametrize(
    ("verdict", "sense", "expected"),
    [
        ("superieur", "bas_favorable", "defavorable"),
        ("inferieur", "bas_favorable", "autre"),
        ("inferieur", "haut_favorable", "defavorable"),
        ("superieur", "haut_favorable", "autre"),
        ("non_different", "bas_favorable", "autre"),
        ("non_concluant", "bas_favorable", "inconnue"),
        (None, "bas_favorable", "inconnue"),
        ("superieur", "neutre", "inconnue"),
    ],
)
def test_the_position_follows_the_verdict_and_the_sense(verdict, sense, expected):
    assert need_position(verdict, sense) == expected


@pytest.mark.parametrize(
    ("before", "after", "verdict", "expected"),
    [
        ("autre", "defavorable", "decroche", "emergent"),
        ("defavorable", "autre", "stable", "resolu"),
        ("defavorable", "defavorable", "suit_la_region", "en_reduction"),
        ("defavorable", "defavorable", "amelioration_propre", "en_reduction"),
        ("defavorable", "defavorable", "degradation_moindre", "aggrave"),
        ("defavorable", "defavorable", "degradation_partagee", "aggrave"),
        ("defavorable", "defavorable", "decroche", "aggrave"),
        ("defavorable", "defavorable", "tient_mieux", "persistant"),
        ("defavorable", "defavorable", "non_concluant", "persistant"),
        ("autre", "autre", "stable", "sans_objet"),
        ("defavorable", "inconnue", "stable", "non_concluant"),
        ("inconnue", "defavorable", "stable", "non_concluant"),
    ],
)
def test_what_became_of_a_need(before, after, verdict, expected):
    assert need(before, after, verdict) == expected


def test_without_any_true_change_the_verdicts_err_no_more_than_their_level():
    rates = simulate_error_rates(400, 1, 1, pairs=4000)
    assert sum(rates.shares.values()) == pytest.approx(1)
    # Two-sided 5 % on each of the two comparisons; four standard errors of simulation.
    assert rates.false_change < 0.064
    assert rates.false_gap < 0.064
    assert rates == simulate_error_rates(400, 1, 1, pairs=4000)


def test_exact_limits_of_counts_claim_fewer_false_changes_than_log_normal_ones():
    exact, log_normal = (simulate_error_rates(40, 1, 1, pairs=8000, exact=e) for e in (True, False))
    assert exact.false_change < log_normal.false_change
    # The gap with the region is judged alike, whatever judges the territory.
    assert exact.false_gap == pytest.approx(log_normal.false_gap)


def test_a_small_territory_is_inconclusive_rather_than_wrong():
    rates = simulate_error_rates(20, 0.8, 0.8)
    assert rates.inconclusive > 0.75
    assert rates.false_change < 0.02


def test_a_large_true_improvement_is_seen_and_never_reversed():
    rates = simulate_error_rates(2000, 0.7, 1.0)
    assert rates.shares["amelioration_propre"] > 0.99
    assert rates.false_change == rates.false_gap == 0


def test_power_of_a_log_ratio_is_that_of_its_interval():
    random = np.random.default_rng(20)
    error = 0.07
    seen = np.log(1.2) + random.normal(0, error, 40_000) - 1.959964 * error > 0
    assert power_log_ratio(error) == pytest.approx(seen.mean(), abs=0.01)
    assert power_log_ratio(error, 1 / 1.2) == pytest.approx(power_log_ratio(error, 1.2))


def hypothesis_of(exits, entries):
    return Hypothese(np.array(exits, dtype=float), np.array(entries, dtype=float))


def test_a_projection_moves_each_band_and_is_labelled():
    answer = project_cohorts(
        [10, 20, 40],
        hypothesis_of([0, 0.1, 0.5], [5, 1, 0]),
        hypothesis_of([0.1, 0.2, 0.6], [3, 0, 0]),
        hypothesis_of([0, 0, 0.4], [6, 2, 0]),
        start_year=2020,
        band_years=5,
        steps=2,
    )
    assert answer.central[1] == pytest.approx([5, 11, 38])  # 20 × 0.9 + 40 × 0.5
    assert answer.years == (2020, 2025, 2030)
    assert (answer.low.sum(axis=1) <= answer.central.sum(axis=1)).all()
    assert answer.projected and answer.method == "projection_cohortes"
    assert set(answer.hypotheses) == {"centrale", "basse", "haute"}


def test_without_exits_nor_entries_nobody_is_lost():
    still = hypothesis_of([0] * 4, [0] * 4)
    answer = project_cohorts([1, 2, 3, 4], still, still, still, 2020, 5, 6)
    assert answer.central.sum(axis=1) == pytest.approx([10] * 7)
    assert list(answer.central[-1]) == [0, 0, 0, 10]


def project_badly(headcount=(1, 2), exits=(0, 0), entries=(0, 0), high=((0, 0), (0, 0)), steps=1):
    usual = hypothesis_of(exits, entries)
    return project_cohorts(headcount, usual, usual, hypothesis_of(*high), 2020, 5, steps)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: evolution_verdict(estimates([UP]), estimates([UP]), "neutre", 1), "sens_absent"),
        (lambda: simulate_error_rates(0, 1, 1), "valeur_non_positive"),
        (lambda: power_log_ratio(0.1, 1), "ecart_nul"),
        (lambda: project_badly(headcount=[1]), "projection_impossible"),
        (lambda: project_badly(steps=0), "projection_impossible"),
        (lambda: project_badly(exits=(0, 2)), "hypothese_inutilisable"),
        (lambda: project_badly(entries=(0, 0, 1)), "hypothese_inutilisable"),
        (lambda: project_badly(entries=(0, 3)), "hypotheses_desordonnees"),
    ],
)
def test_bad_input_is_a_named_error(call, code):
    with pytest.raises(Erreur) as caught:
        call()
    assert caught.value.code == code
