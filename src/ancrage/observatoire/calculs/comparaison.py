"""Comparisons: two counts or crude rates, two standardised rates, ratio of ratios.

One rule per comparison, so that a p-value never contradicts its interval: for counts and crude
rates, the exact conditional binomial gives both (the p-value is twice the smaller tail, at most
1); for standardised rates, the normal law of the logarithm gives both.

Independence is required. A territory that weighs over 5 % of its reference is compared with the
reference minus itself (`reference_without`), and the result says so.

Sources: Przyborowski & Wilenski 1940 (Biometrika 31:313) for counts; delta method on the
logarithm, Breslow & Day 1987, vol. II, p. 58 for standardised rates.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_counts,
    check_level,
    check_numbers,
    check_positive,
    check_same_shape,
)
from ancrage.observatoire.calculs.estimation import Estimation
from ancrage.observatoire.calculs.intervalles import RATIO_EXACT, ratio_exact
from ancrage.observatoire.calculs.probabilites import p_conditional
from ancrage.observatoire.erreurs import Erreur

RATIO_LOG = "rapport_log_normal"
DIFFERENCE = "difference_normale"
RATIO_OF_RATIOS = "rapport_de_rapports"
MAX_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Ecart(Estimation):
    """A ratio (neutral value 1) or a difference (0) with the p-value of the same method."""

    p_value: Tableau


@dataclass(frozen=True, slots=True)
class Reference:
    """Counts of a reference, the territory taken out where it weighs more than the threshold."""

    numerator: Tableau
    denominator: Tableau
    share: Tableau  # of the territory in the reference's denominator
    without_territory: npt.NDArray[np.bool_]


def compare_counts(
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    exposure_a: npt.ArrayLike = 1.0,
    exposure_b: npt.ArrayLike = 1.0,
    level: float = 0.95,
) -> Ecart:
    """Return the ratio of two independent counts, or crude rates, with exact limits.

    With b = 0 the ratio does not exist: value NaN and upper limit infinite, while the lower
    limit and the p-value stay exact. Exposures (person-years, > 0) default to 1.
    """
    top, bottom, time_a, time_b = check_same_shape(
        check_counts(a, "a"),
        check_counts(b, "b"),
        check_positive(exposure_a, "exposure_a"),
        check_positive(exposure_b, "exposure_b"),
    )
    lower, upper = ratio_exact(top, bottom, level)
    scale = time_b / time_a
    none = bottom == 0
    value = np.where(none, np.nan, top / np.where(none, 1.0, bottom) * scale)
    return Ecart(
        value[()],
        np.asarray(lower * scale)[()],
        np.asarray(upper * scale)[()],
        RATIO_EXACT,
        p_conditional(top, bottom, time_a / time_b),
    )


def compare_standardised_rates(
    rate: npt.ArrayLike,
    error: npt.ArrayLike,
    baseline: npt.ArrayLike,
    baseline_error: npt.ArrayLike,
    level: float = 0.95,
) -> Ecart:
    """Return rate / baseline with log-normal limits; rates > 0, standard errors ≥ 0."""
    return _log_ratio([(rate, error, 1), (baseline, baseline_error, -1)], level, RATIO_LOG)


def ratio_of_ratios(
    territory: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike, npt.ArrayLike],
    region: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike, npt.ArrayLike],
    level: float = 0.95,
) -> Ecart:
    """Return (T2/T1) / (R2/R1); each side is (rate 1, its error, rate 2, its error).

    Errors of 0 treat the region as fixed. The two windows must be disjoint (`evolution`).
    """
    terms = [
        (territory[2], territory[3], 1),
        (territory[0], territory[1], -1),
        (region[2], region[3], -1),
        (region[0], region[1], 1),
    ]
    return _log_ratio(terms, level, RATIO_OF_RATIOS)


def subtract_standardised_rates(
    rate: npt.ArrayLike,
    error: npt.ArrayLike,
    baseline: npt.ArrayLike,
    baseline_error: npt.ArrayLike,
    level: float = 0.95,
) -> Ecart:
    """Return rate − baseline with normal limits, in the unit of the rates."""
    z = special.ndtri(1 - check_level(level))
    one, one_error, two, two_error = check_same_shape(
        check_counts(rate, "rate"),
        check_counts(error, "error"),
        check_counts(baseline, "baseline"),
        check_counts(baseline_error, "baseline_error"),
    )
    gap, spread = one - two, np.hypot(one_error, two_error)
    p_value = _two_sided(gap, spread)
    return Ecart(gap[()], (gap - z * spread)[()], (gap + z * spread)[()], DIFFERENCE, p_value[()])


def reference_without(
    reference: tuple[npt.ArrayLike, npt.ArrayLike],
    territory: tuple[npt.ArrayLike, npt.ArrayLike],
    threshold: float = MAX_SHARE,
) -> Reference:
    """Return the reference's (numerator, denominator), minus a territory over `threshold` of it.

    The territory must lie within the reference and not be the whole of it.
    """
    events, people, own_events, own_people = check_same_shape(
        check_counts(reference[0], "reference"),
        check_positive(reference[1], "reference"),
        check_counts(territory[0], "territory"),
        check_counts(territory[1], "territory"),
    )
    if (own_events > events).any() or (own_people > people).any():
        raise Erreur(
            "territoire_hors_reference",
            "Comparaison impossible : le territoire compte plus d'événements ou d'habitants que "
            "sa référence.",
            attendu="un territoire inclus dans sa référence, sur la même période",
        )
    if (own_people == people).any():
        raise Erreur(
            "reference_vide",
            "Comparaison impossible : le territoire est toute sa référence.",
            remede="choisir une référence plus large",
        )
    share = own_people / people
    taken_out = share > check_numbers(threshold, "threshold")
    return Reference(
        np.where(taken_out, events - own_events, events)[()],
        np.where(taken_out, people - own_people, people)[()],
        share[()],
        taken_out[()],
    )


def _log_ratio(
    terms: list[tuple[npt.ArrayLike, npt.ArrayLike, int]], level: float, method: str
) -> Ecart:
    z = special.ndtri(1 - check_level(level))
    rates = check_same_shape(*(check_positive(rate, "rate") for rate, _, _ in terms))
    errors = check_same_shape(*(check_counts(error, "error") for _, error, _ in terms))
    signs = [sign for _, _, sign in terms]
    logarithm = np.sum([s * np.log(r) for s, r in zip(signs, rates, strict=True)], axis=0)
    variance = np.sum([(e / r) ** 2 for e, r in zip(errors, rates, strict=True)], axis=0)
    spread = np.sqrt(variance)
    return Ecart(
        np.exp(logarithm)[()],
        np.exp(logarithm - z * spread)[()],
        np.exp(logarithm + z * spread)[()],
        method,
        _two_sided(logarithm, spread)[()],
    )


def _two_sided(gap: Tableau, spread: Tableau) -> Tableau:
    """Return the normal two-sided p-value; without any error, 1 for no gap and 0 otherwise."""
    exact = spread == 0
    p_value = 2 * special.ndtr(-np.abs(gap) / np.where(exact, 1.0, spread))
    return np.where(exact, (gap == 0).astype(float), p_value)
