"""Empirical Bayes smoothing of small areas: always labelled "lissé".

A smoothed value serves a map. It is never used for a threshold, a funding or a verdict, and has
no interval here: the raw table stays available. Methods:

- `marshall_global`: each ratio O/E is drawn to the overall mean m, the more so as E is small.
- `marshall_local`: the mean and variance are those of the area and its neighbours.
- `poisson_gamma`: gamma prior fitted by Clayton and Kaldor's moments.

Decision taken once: **a prior variance below zero** (less spread than chance gives) is set to 0,
every area then takes the mean, and `no_extra_variance` says so. Shapes: areas on one axis.

Sources: Marshall 1991 (Applied Statistics 40:283); Clayton & Kaldor 1987 (Biometrics 43:671).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_counts,
    check_positive,
    check_same_shape,
)
from ancrage.observatoire.calculs.voisinage import Voisinage
from ancrage.observatoire.erreurs import Erreur

MARSHALL_GLOBAL = "lisse_marshall_global"
MARSHALL_LOCAL = "lisse_marshall_local"
POISSON_GAMMA = "lisse_poisson_gamma"
_ROUNDS = 1_000
_NO_VARIANCE = 1e-6  # relative to the squared mean


@dataclass(frozen=True, slots=True)
class Lissage:
    """Smoothed ratios (1 = expected), the weight kept by the raw ratio, and the prior."""

    value: Tableau
    raw_weight: Tableau  # 0: the mean alone; 1: the raw ratio alone
    prior_mean: Tableau
    prior_variance: Tableau
    no_extra_variance: npt.NDArray[np.bool_]
    method: str
    smoothed: bool = True


def marshall_global(observed: npt.ArrayLike, expected: npt.ArrayLike) -> Lissage:
    """Return the ratios O/E of the areas (at least two) drawn to their overall mean."""
    events, base = _check_areas(observed, expected)
    total = base.sum()
    mean = events.sum() / total
    spread = (base * (events / base - mean) ** 2).sum() / total
    return _shrink(
        events,
        base,
        np.full(base.shape, mean),
        np.full(base.shape, spread - mean / base.mean()),
        MARSHALL_GLOBAL,
    )


def marshall_local(
    observed: npt.ArrayLike, expected: npt.ArrayLike, contiguity: Voisinage
) -> Lissage:
    """Return the ratios O/E drawn to the mean of each area and its neighbours.

    An island has only itself: it keeps its own ratio as mean, and no extra variance.
    """
    events, base = _check_areas(observed, expected)
    if contiguity.size != base.size:
        raise Erreur(
            "formes_inegales",
            f"Lissage impossible : {base.size} territoires, voisinage de {contiguity.size}.",
            attendu="un voisinage sur la même liste de territoires",
        )
    local_base = base + contiguity.add_up(base)
    mean = (events + contiguity.add_up(events)) / local_base
    squares = events**2 / base
    spread = (squares + contiguity.add_up(squares)) / local_base - mean**2
    average_base = local_base / (1 + contiguity.neighbours)
    return _shrink(events, base, mean, spread - mean / average_base, MARSHALL_LOCAL)


def poisson_gamma(observed: npt.ArrayLike, expected: npt.ArrayLike) -> Lissage:
    """Return the posterior means (O + ν) / (E + α) of a gamma prior of mean ν/α."""
    events, base = _check_areas(observed, expected)
    ratio = events / base
    mean = events.sum() / base.sum()
    if mean == 0:
        return _shrink(events, base, np.zeros(base.shape), np.zeros(base.shape), POISSON_GAMMA)
    variance = max(float(ratio.var(ddof=1)), _NO_VARIANCE * mean**2)
    for _ in range(_ROUNDS):
        alpha = mean / variance
        smooth = (events + mean * alpha) / (base + alpha)
        mean = float(smooth.mean())
        update = ((1 + alpha / base) * (smooth - mean) ** 2).sum() / (base.size - 1)
        # Without extra variance the iteration slides to zero: hold it just above, call it none.
        variance = max(float(update), _NO_VARIANCE * mean**2)
    extra = variance if variance > 2 * _NO_VARIANCE * mean**2 else 0.0
    return _shrink(
        events, base, np.full(base.shape, mean), np.full(base.shape, extra), POISSON_GAMMA
    )


def _shrink(
    events: Tableau, base: Tableau, mean: Tableau, variance: Tableau, method: str
) -> Lissage:
    """Return m + C (r − m), C = A / (A + m/E); with A = ν/α², that is (O + ν) / (E + α)."""
    kept = np.maximum(variance, 0.0)
    noise = mean / base
    total = kept + noise
    weight = np.divide(kept, total, out=np.zeros_like(total), where=total > 0)
    return Lissage(
        value=mean + weight * (events / base - mean),
        raw_weight=weight,
        prior_mean=mean,
        prior_variance=kept,
        no_extra_variance=variance <= 0,
        method=method,
    )


def _check_areas(observed: npt.ArrayLike, expected: npt.ArrayLike) -> tuple[Tableau, Tableau]:
    events, base = check_same_shape(check_counts(observed), check_positive(expected, "expected"))
    if base.ndim != 1 or base.size < 2:
        raise Erreur(
            "trop_peu_de_territoires",
            "Lissage impossible : il faut au moins deux territoires, sur une seule dimension.",
        )
    return events, base
