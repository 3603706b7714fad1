"""Directly standardised rates (TSC) with their limits, age on the last axis.

TSC = Σ w_i d_i/n_i / Σ w_i over the populated bands, per `multiplier`; se² = Σ (w_i/Σw)² d_i/n_i².

Decisions taken once, here:
- **Band without population**: left out, the other weights renormalised, and counted in
  `bands_dropped` (of positive weight only); events found in such a band cannot enter the rate
  and are counted in `events_dropped`. No band left: status `non_applicable`, no value.
- **Zero events**: rate 0, lower 0, upper = w_M × Garwood's upper limit of 0, where w_M is the
  largest w_i / (n_i Σw). That is Fay and Feuer's own limit at zero; Dobson's scale √(Var/O) is
  0/0 there, so all methods share this one, which never under-covers. Status `zero`.
- **More events than person-years in a band** (repeatable events, apportioned populations):
  computed, and flagged in `events_exceed_population`.
- **Totals under ten**: computed; `fiabilite.publication` decides what may be shown.

Limits: `dobson_byar` (default), `dobson_exact`, `fay_feuer`, `tiwari`, `normal` (refused under
100 events). Sources: Dobson et al. 1991 (Stat Med 10:457); Fay & Feuer 1997 (Stat Med 16:791);
Tiwari, Clegg & Zou 2006 (Stat Methods Med Res 15:547).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from ancrage.observatoire.calculs import intervalles
from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_counts,
    check_level,
    check_positive,
)
from ancrage.observatoire.calculs.estimation import Estimation
from ancrage.observatoire.calculs.populations_reference import check_weights
from ancrage.observatoire.calculs.taux import choose
from ancrage.observatoire.erreurs import Erreur

MIN_EVENTS_NORMAL = 100


@dataclass(frozen=True, slots=True)
class TauxStandardise(Estimation):
    """A standardised rate; `value`, `lower`, `upper` are NaN where status is non_applicable."""

    standard_error: Tableau
    observed: Tableau  # events that entered the rate
    person_years: Tableau
    status: npt.NDArray[np.str_]  # valeur | zero | non_applicable
    bands_dropped: Tableau
    events_dropped: Tableau
    events_exceed_population: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Moments:
    """What the limits need, per person-year: rate, variance, events, moments of w/(nΣw)."""

    rate: Tableau
    variance: Tableau
    observed: Tableau
    largest: Tableau  # w_M
    average: Tableau  # mean of w_i / (n_i Σw)
    average_square: Tableau


def direct_standardised_rate(
    events: npt.ArrayLike,
    person_years: npt.ArrayLike,
    weights: npt.ArrayLike,
    multiplier: float = 100_000,
    level: float = 0.95,
    limits: str = "dobson_byar",
) -> TauxStandardise:
    """Return the rate of arrays (…, ages) standardised on `weights` (ages,).

    Leading axes broadcast: 20 causes on one population are (…, 20, ages) and (…, 1, ages).
    """
    counts, population = _check_bands(events, person_years)
    reference = check_weights(weights, counts.shape[-1])
    scale = float(check_positive(multiplier, "multiplier"))
    tail = check_level(level)
    limit = choose(LIMITS, limits)

    # Everything that events do not touch keeps the population's own, often smaller, shape.
    populated = (population > 0) & (reference > 0)
    total_weight = np.where(populated, reference, 0.0).sum(axis=-1)
    share = np.divide(
        reference,
        population * np.where(total_weight > 0, total_weight, 1.0)[..., None],
        out=np.zeros_like(population),
        where=populated,
    )
    bands = np.maximum(populated.sum(axis=-1), 1)
    shape = np.broadcast_shapes(counts.shape, population.shape)[:-1]
    moments = _Moments(
        rate=_sum_bands(share, counts),
        variance=_sum_bands(share**2, counts),
        observed=_sum_bands(populated, counts),
        largest=np.broadcast_to(share.max(axis=-1), shape),
        average=np.broadcast_to(share.sum(axis=-1) / bands, shape),
        average_square=np.broadcast_to((share**2).sum(axis=-1) / bands, shape),
    )
    applicable = np.broadcast_to(total_weight > 0, shape)
    empty = population == 0
    lower, upper = limit(moments, tail)
    zero = moments.observed == 0
    lower = np.where(zero, 0.0, lower)
    upper = np.where(zero, moments.largest * special.gammainccinv(1.0, tail), upper)
    return TauxStandardise(
        value=_shown(moments.rate, applicable, scale),
        lower=_shown(lower, applicable, scale),
        upper=_shown(upper, applicable, scale),
        method=f"standardisation_directe, {limits}",
        standard_error=_shown(np.sqrt(moments.variance), applicable, scale),
        observed=moments.observed[()],
        person_years=_spread_over(np.where(populated, population, 0.0).sum(axis=-1), shape),
        status=np.where(applicable, np.where(zero, "zero", "valeur"), "non_applicable")[()],
        bands_dropped=_spread_over((empty & (reference > 0)).sum(axis=-1), shape),
        events_dropped=_sum_bands(empty, counts)[()],
        events_exceed_population=np.asarray((populated & (counts > population)).any(axis=-1))[()],
    )


def _sum_bands(weights: npt.NDArray[Any], counts: Tableau) -> Tableau:
    """Return Σ weights × counts over the bands, without a table of their products."""
    return np.asarray(np.einsum("...a,...a->...", weights.astype(float, copy=False), counts))


def _spread_over(values: npt.NDArray[Any], shape: tuple[int, ...]) -> Tableau:
    return np.broadcast_to(values, shape).astype(float)[()]


def _check_bands(events: npt.ArrayLike, person_years: npt.ArrayLike) -> tuple[Tableau, Tableau]:
    """Return events and population, same number of bands; leading axes may broadcast."""
    counts, population = (
        check_counts(events, "events"),
        check_counts(person_years, "person_years"),
    )
    same_bands = counts.ndim and population.ndim and counts.shape[-1] == population.shape[-1]
    try:
        if not same_bands:
            raise ValueError("age bands differ")
        np.broadcast_shapes(counts.shape, population.shape)
    except ValueError as error:
        raise Erreur(
            "formes_inegales",
            "Standardisation impossible : événements et population n'ont pas les mêmes classes "
            f"d'âge ou territoires ({counts.shape} et {population.shape}).",
            attendu="mêmes classes d'âge en dernière dimension, mêmes territoires avant",
            remede="ajouter la classe d'âge absente avec son effectif, zéro s'il est nul",
        ) from error
    return counts, population


def _shown(values: Tableau, applicable: npt.NDArray[np.bool_], scale: float) -> Tableau:
    return np.where(applicable, values * scale, np.nan)[()]


def _dobson(
    moments: _Moments, tail: float, count_limits: Callable[..., intervalles.Bornes]
) -> intervalles.Bornes:
    observed = moments.observed
    low, high = count_limits(observed, 1 - 2 * tail)
    unit = np.sqrt(moments.variance / np.where(observed == 0, 1.0, observed))
    return (
        np.maximum(moments.rate + unit * (low - observed), 0.0),
        moments.rate + unit * (high - observed),
    )


def _dobson_byar(moments: _Moments, tail: float) -> intervalles.Bornes:
    return _dobson(moments, tail, intervalles.byar)


def _dobson_exact(moments: _Moments, tail: float) -> intervalles.Bornes:
    return _dobson(moments, tail, intervalles.poisson_exact)


def _gamma_limits(
    moments: _Moments, tail: float, shift: Tableau, square: Tableau
) -> intervalles.Bornes:
    """Return gamma limits; the upper one adds one event of weight `shift` (square: its variance).

    A χ² quantile with 2a degrees of freedom is twice the gamma quantile of shape a.
    """
    rate = np.where(moments.rate == 0, 1.0, moments.rate)
    variance = np.where(moments.rate == 0, 1.0, moments.variance)
    lower = variance / rate * special.gammaincinv(rate**2 / variance, tail)
    above = np.where(shift == 0, 1.0, moments.rate + shift)
    spread = np.where(shift == 0, 1.0, moments.variance + square)
    return lower, spread / above * special.gammainccinv(above**2 / spread, tail)


def _fay_feuer(moments: _Moments, tail: float) -> intervalles.Bornes:
    return _gamma_limits(moments, tail, moments.largest, moments.largest**2)


def _tiwari(moments: _Moments, tail: float) -> intervalles.Bornes:
    return _gamma_limits(moments, tail, moments.average, moments.average_square)


def _normal(moments: _Moments, tail: float) -> intervalles.Bornes:
    if (moments.observed < MIN_EVENTS_NORMAL).any():
        raise Erreur(
            "trop_peu_d_evenements",
            f"La loi normale demande au moins {MIN_EVENTS_NORMAL} événements par taux.",
            remede="employer les bornes dobson_byar",
        )
    half = special.ndtri(1 - tail) * np.sqrt(moments.variance)
    return moments.rate - half, moments.rate + half


LIMITS: dict[str, Callable[[_Moments, float], intervalles.Bornes]] = {
    "dobson_byar": _dobson_byar,
    "dobson_exact": _dobson_exact,
    "fay_feuer": _fay_feuer,
    "tiwari": _tiwari,
    "normal": _normal,
}
