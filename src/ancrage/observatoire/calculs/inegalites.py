"""Ecological inequalities between ordered groups of areas (quintiles of deprivation).

Groups on the last axis, from the least to the most deprived. The gradient is that of areas, not
of persons: the texts must say "écologique".

- **SII**: weighted least-squares slope of the rate on the ridit x (0 least deprived, 1 most);
  weights and ridits come from the populations of the groups.
- **RII**: two published conventions, always named: `rii_slope_mean` = SII / weighted mean,
  neutral value 0; `rii_predicted_ratio` = predicted(1) / predicted(0), neutral value 1.
- **Quintile ratio and gap**: last group over, minus, first group.

Limits need the standard errors of the rates; they are propagated through the weighted line (the
estimator is linear in the rates), normal for SII and RII slope/mean (delta), log-normal for the
predicted ratio. A predicted rate at or below zero has no ratio: NaN, status `non_applicable`.

Sources: Pamuk 1985 (Population Studies 39:17); Mackenbach & Kunst 1997 (Soc Sci Med 44:757).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from ancrage.observatoire.calculs.comparaison import (
    Ecart,
    compare_standardised_rates,
    subtract_standardised_rates,
)
from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_counts,
    check_level,
    check_positive,
)
from ancrage.observatoire.calculs.estimation import Estimation
from ancrage.observatoire.erreurs import Erreur

SII = "sii_moindres_carres_ponderes"
RII_SLOPE_MEAN = "rii_pente_sur_moyenne"
RII_PREDICTED_RATIO = "rii_rapport_predit"


@dataclass(frozen=True, slots=True)
class Gradient:
    """The slope across groups and both conventions of the relative index."""

    sii: Estimation
    rii_slope_mean: Estimation
    rii_predicted_ratio: Estimation
    intercept: Tableau  # predicted rate at x = 0
    mean: Tableau  # population-weighted
    ridits: Tableau
    status: npt.NDArray[np.str_]  # of the predicted ratio: valeur | non_applicable


def ridits(populations: npt.ArrayLike) -> Tableau:
    """Return the mid-rank of each group in the cumulated population (last axis), in ]0 ; 1[."""
    people = check_positive(populations, "populations")
    if not people.ndim or people.shape[-1] < 2:
        raise Erreur(
            "trop_peu_de_groupes",
            "Gradient impossible : il faut au moins deux groupes de territoires.",
            attendu="cinq quintiles, du moins au plus défavorisé",
        )
    share = people / people.sum(axis=-1, keepdims=True)
    return np.cumsum(share, axis=-1) - share / 2


def gradient(
    rates: npt.ArrayLike,
    populations: npt.ArrayLike,
    standard_errors: npt.ArrayLike,
    level: float = 0.95,
) -> Gradient:
    """Return SII and RII of `rates` (…, groups), with limits from their standard errors (≥ 0)."""
    z = special.ndtri(1 - check_level(level))
    values = check_counts(rates, "rates")
    errors = check_counts(standard_errors, "standard_errors")
    x = ridits(populations)
    if not values.shape == errors.shape == x.shape:
        raise Erreur(
            "formes_inegales",
            f"Gradient impossible : taux {values.shape}, populations {x.shape}, erreurs types "
            f"{errors.shape}.",
            attendu="un taux, une population et une erreur type par groupe",
        )
    people = np.asarray(populations, dtype=float)
    weight = people / people.sum(axis=-1, keepdims=True)
    centred = x - (weight * x).sum(axis=-1, keepdims=True)
    # Each answer is a weighted sum of the rates: its variance follows.
    to_slope = weight * centred / (weight * centred**2).sum(axis=-1, keepdims=True)
    # Σ w x = ½ by construction of ridits, whatever the populations.
    at_zero, at_one = weight - to_slope / 2, weight + to_slope / 2
    slope, mean = (to_slope * values).sum(axis=-1), (weight * values).sum(axis=-1)
    low, high = (at_zero * values).sum(axis=-1), (at_one * values).sum(axis=-1)
    if (mean == 0).any():
        raise Erreur("taux_nuls", "Gradient impossible : tous les taux sont nuls.")

    slope_error = _spread(to_slope, errors)
    relative_error = _spread(to_slope / mean[..., None] - _up(slope / mean**2) * weight, errors)
    valid = (low > 0) & (high > 0)
    low, high = np.where(valid, low, 1.0), np.where(valid, high, 1.0)
    log_error = _spread(at_one / _up(high) - at_zero / _up(low), errors)
    log_ratio = np.log(high / low)
    return Gradient(
        sii=_normal(slope, slope_error, z, SII),
        rii_slope_mean=_normal(slope / mean, relative_error, z, RII_SLOPE_MEAN),
        rii_predicted_ratio=_hidden_unless(valid, log_ratio, z * log_error),
        intercept=(mean - slope / 2)[()],
        mean=mean[()],
        ridits=x,
        status=np.where(valid, "valeur", "non_applicable")[()],
    )


def quintile_ratio(rates: npt.ArrayLike, errors: npt.ArrayLike, level: float = 0.95) -> Ecart:
    """Return the rate of the last group over that of the first (both > 0), log-normal limits."""
    values, spread = np.asarray(rates, dtype=float), np.asarray(errors, dtype=float)
    return compare_standardised_rates(
        values[..., -1], spread[..., -1], values[..., 0], spread[..., 0], level
    )


def quintile_gap(rates: npt.ArrayLike, errors: npt.ArrayLike, level: float = 0.95) -> Ecart:
    """Return the rate of the last group minus that of the first, normal limits."""
    values, spread = np.asarray(rates, dtype=float), np.asarray(errors, dtype=float)
    return subtract_standardised_rates(
        values[..., -1], spread[..., -1], values[..., 0], spread[..., 0], level
    )


def _normal(value: Tableau, error: Tableau, z: float, method: str) -> Estimation:
    return Estimation(value[()], (value - z * error)[()], (value + z * error)[()], method)


def _hidden_unless(valid: npt.NDArray[np.bool_], log_ratio: Tableau, half: Tableau) -> Estimation:
    value, lower, upper = (
        np.where(valid, np.exp(log_ratio + shift), np.nan)[()] for shift in (0.0, -half, half)
    )
    return Estimation(value, lower, upper, RII_PREDICTED_RATIO)


def _spread(weights: Tableau, errors: Tableau) -> Tableau:
    return np.sqrt((weights**2 * errors**2).sum(axis=-1))


def _up(values: Tableau) -> Tableau:
    """Return the values with a last axis of one, to meet the groups."""
    return np.asarray(values)[..., None]
