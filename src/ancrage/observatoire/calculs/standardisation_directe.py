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
    bands_dropped: Tableau
    events_dropped: Tableau
    events_exceed_population: npt.NDArray[np.bool_]

    @property
    def status(self) -> npt.NDArray[np.str_]:
        """Return valeur, zero (nothing observed) or non_applicable (no band left)."""
        known = np.where(self.observed == 0, "zero", "valeur")
        return np.where(np.isnan(self.value), "non_applicable", known)[()]


@dataclass(frozen=True, slots=True)
class _Reference:
    """What the population and the standard alone say: ages on the last axis of the two first."""

    share: Tableau  # w_i / (n_i Σw), 0 in a band that is left out
    populated: npt.NDArray[np.bool_]
    applicable: npt.NDArray[np.bool_]
    person_years: Tableau
    bands_dropped: Tableau


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums over the bands, per person-year."""

    rate: Tableau
    variance: Tableau
    observed: Tableau
    dropped: Tableau
    exceeding: npt.NDArray[np.bool_]


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
    reference = _standardise(population, weights)
    sums = _Sums(
        rate=_sum_bands(reference.share, counts),
        variance=_sum_bands(reference.share**2, counts),
        observed=_sum_bands(reference.populated, counts),
        dropped=_sum_bands(population == 0, counts),
        exceeding=np.asarray((reference.populated & (counts > population)).any(axis=-1)),
    )
    return _estimate(reference, sums, multiplier, level, limits)


def direct_standardised_rate_of_cells(
    events: npt.ArrayLike,
    area: npt.NDArray[np.integer[Any]],
    category: npt.NDArray[np.integer[Any]],
    band: npt.NDArray[np.integer[Any]],
    person_years: npt.ArrayLike,
    weights: npt.ArrayLike,
    categories: int,
    multiplier: float = 100_000,
    level: float = 0.95,
    limits: str = "dobson_byar",
) -> TauxStandardise:
    """Return the same rates, (areas, categories), from the cells that are not zero.

    `area`, `category` and `band` place each count (1-D, whole numbers, each place once);
    `person_years` is (areas, ages). Most commune × cause pairs have no death at all:
    they cost nothing here and still get their rate of zero with its upper limit.
    """
    counts, population = check_counts(events, "events"), check_counts(person_years, "person_years")
    areas, bands = population.shape
    _check_places(counts, (area, areas), (category, categories), (band, bands))
    reference = _standardise(population[:, None, :], weights)
    cell, place = area * categories + category, area * bands + band

    def total(values: npt.NDArray[Any]) -> Tableau:
        sums = np.bincount(cell, weights=values, minlength=areas * categories)
        return np.asarray(sums, dtype=float).reshape(areas, categories)

    share, people = reference.share.ravel()[place], population.ravel()[place]
    kept = reference.populated.ravel()[place]
    sums = _Sums(
        rate=total(share * counts),
        variance=total(share**2 * counts),
        observed=total(kept * counts),
        dropped=total((people == 0) * counts),
        exceeding=total(kept & (counts > people)) > 0,
    )
    return _estimate(reference, sums, multiplier, level, limits)


def _standardise(population: Tableau, weights: npt.ArrayLike) -> _Reference:
    """Spread the standard over the populated bands; arrays keep the population's own shape."""
    standard = check_weights(weights, population.shape[-1])
    populated = (population > 0) & (standard > 0)
    total_weight = np.where(populated, standard, 0.0).sum(axis=-1)
    share = np.divide(
        standard,
        population * np.where(total_weight > 0, total_weight, 1.0)[..., None],
        out=np.zeros_like(population),
        where=populated,
    )
    return _Reference(
        share=share,
        populated=populated,
        applicable=total_weight > 0,
        person_years=np.where(populated, population, 0.0).sum(axis=-1),
        bands_dropped=((population == 0) & (standard > 0)).sum(axis=-1),
    )


def _estimate(
    reference: _Reference, sums: _Sums, multiplier: float, level: float, limits: str
) -> TauxStandardise:
    """Add the limits, the status and the flags to the sums."""
    scale = float(check_positive(multiplier, "multiplier"))
    tail = check_level(level)
    limit = choose(LIMITS, limits)
    shape = sums.rate.shape
    share, bands = reference.share, np.maximum(reference.populated.sum(axis=-1), 1)
    moments = _Moments(
        rate=sums.rate,
        variance=sums.variance,
        observed=sums.observed,
        largest=np.broadcast_to(share.max(axis=-1), shape),
        average=np.broadcast_to(share.sum(axis=-1) / bands, shape),
        average_square=np.broadcast_to((share**2).sum(axis=-1) / bands, shape),
    )
    applicable = np.broadcast_to(reference.applicable, shape)
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
        person_years=_spread_over(reference.person_years, shape),
        bands_dropped=_spread_over(reference.bands_dropped, shape),
        events_dropped=sums.dropped[()],
        events_exceed_population=sums.exceeding[()],
    )


def _check_places(counts: Tableau, *axes: tuple[npt.NDArray[Any], int]) -> None:
    """Refuse a count placed outside its axis: numpy would count it elsewhere, or from the end."""
    for place, size in axes:
        inside = place.shape == counts.shape and np.issubdtype(place.dtype, np.integer)
        if not inside or (place.size and not 0 <= place.min() <= place.max() < size):
            raise Erreur(
                "formes_inegales",
                "Standardisation impossible : un effectif n'a pas sa place (territoire, cause, "
                "classe d'âge).",
                attendu="une place entière par effectif, dans les bornes de chaque axe",
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
