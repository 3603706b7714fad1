"""Counts, crude rates, proportions and means, each with its limits.

Exact limits (Garwood) are the rule for counts and crude rates; `limits="byar"` or
`"english_mixture"` serve to compare with English tools. Proportions take Wilson's, or the exact
ones with `limits="clopper_pearson"`. Arrays of equal shapes, or scalars; `Erreur` otherwise.

Sources: see `intervalles`; mean: Student's limits (Student 1908, Biometrika 6:1).
"""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy import special

from ancrage.observatoire.calculs import intervalles
from ancrage.observatoire.calculs.entrees import (
    check_counts,
    check_level,
    check_numbers,
    check_positive,
    check_same_shape,
)
from ancrage.observatoire.calculs.estimation import Estimation
from ancrage.observatoire.calculs.intervalles import Bornes
from ancrage.observatoire.erreurs import Erreur

F = TypeVar("F")

COUNT_LIMITS: dict[str, Callable[[npt.ArrayLike, float], Bornes]] = {
    intervalles.POISSON_EXACT: intervalles.poisson_exact,
    intervalles.BYAR: intervalles.byar,
    intervalles.ENGLISH_MIXTURE: intervalles.english_mixture,
}
SHARE_LIMITS: dict[str, Callable[[npt.ArrayLike, npt.ArrayLike, float], Bornes]] = {
    intervalles.WILSON: intervalles.wilson,
    intervalles.CLOPPER_PEARSON: intervalles.clopper_pearson,
}


def count(
    observed: npt.ArrayLike, level: float = 0.95, limits: str = intervalles.POISSON_EXACT
) -> Estimation:
    """Return a count of events (≥ 0) with its limits."""
    events = check_counts(observed)
    lower, upper = choose(COUNT_LIMITS, limits)(events, level)
    return Estimation(events[()], lower, upper, f"effectif, {limits}")


def crude_rate(
    observed: npt.ArrayLike,
    person_years: npt.ArrayLike,
    multiplier: float = 100_000,
    level: float = 0.95,
    limits: str = intervalles.POISSON_EXACT,
) -> Estimation:
    """Return events per `multiplier` person-years (> 0) with limits."""
    events, exposure = check_same_shape(
        check_counts(observed), check_positive(person_years, "person_years")
    )
    scale = float(check_positive(multiplier, "multiplier")) / exposure
    lower, upper = choose(COUNT_LIMITS, limits)(events, level)
    return Estimation(
        (events * scale)[()], lower * scale[()], upper * scale[()], f"taux_brut, {limits}"
    )


def proportion(
    k: npt.ArrayLike,
    n: npt.ArrayLike,
    multiplier: float = 100,
    level: float = 0.95,
    limits: str = intervalles.WILSON,
) -> Estimation:
    """Return the share k / n (0 ≤ k ≤ n, n > 0) × `multiplier` with limits."""
    lower, upper = choose(SHARE_LIMITS, limits)(k, n, level)
    value = np.asarray(k, dtype=float) / np.asarray(n, dtype=float)
    return Estimation(
        (value * multiplier)[()], lower * multiplier, upper * multiplier, f"proportion, {limits}"
    )


def mean(values: npt.ArrayLike, level: float = 0.95) -> Estimation:
    """Return the mean over the last axis (at least two values) with Student's limits."""
    numbers = check_numbers(values, "values")
    size = numbers.shape[-1] if numbers.ndim else 1
    if size < 2:
        raise Erreur(
            "trop_peu_de_valeurs",
            "Moyenne sans intervalle possible : il faut au moins deux valeurs.",
            attendu="deux valeurs ou plus par moyenne",
        )
    centre = numbers.mean(axis=-1)
    half = special.stdtrit(size - 1, 1 - check_level(level)) * (
        numbers.std(axis=-1, ddof=1) / np.sqrt(size)
    )
    return Estimation(centre, centre - half, centre + half, "moyenne, student")


def choose(registry: dict[str, F], name: str) -> F:
    """Return the named method, or an error that lists the known ones."""
    if name not in registry:
        raise Erreur(
            "methode_inconnue",
            f"Méthode de calcul inconnue : « {name} ».",
            attendu=", ".join(registry),
        )
    return registry[name]
