"""Spatial autocorrelation: Moran's I, and its version adjusted for populations of unequal size.

Weights are row-standardised: each area compares itself with the mean of its neighbours; islands
stay in the mean and weigh nothing. The p-value is a two-sided permutation one, around −1/(n−1):
(1 + exceedances) / (1 + permutations), with a declared seed. Three answers: neighbours resemble
(or oppose) one another, do not, or nothing can be said: too few areas to see an index of 0.3.

Adjusted version (Assunção & Reis): rates are standardised by b + the empirical-Bayes variance;
where that variance falls below zero it is replaced by b / n_i, as the authors do.

Sources: Moran 1950 (Biometrika 37:17); Assunção & Reis 1999 (Stat Med 18:2147).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse, special

from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_counts,
    check_level,
    check_numbers,
    check_positive,
    check_same_shape,
)
from ancrage.observatoire.calculs.puissance import MIN_POWER, NON_CONCLUANT, NON_DIFFERENT
from ancrage.observatoire.calculs.voisinage import Voisinage
from ancrage.observatoire.erreurs import Erreur

MORAN = "moran_i"
MORAN_EB = "moran_i_bayes_empirique"
INDEX_TO_DETECT = 0.30  # a middling resemblance between neighbours [P]
SEMBLABLES, OPPOSES = "semblables", "opposes"
_CELLS = 2_000_000  # permuted values held at once


@dataclass(frozen=True, slots=True)
class Moran:
    """Moran's I, its expectation without autocorrelation, and a permutation p-value."""

    value: float
    expected: float
    p_value: float
    permutations: int
    seed: int
    islands: int
    spread: float  # standard deviation of the index over the permutations
    method: str


def moran(
    values: npt.ArrayLike, contiguity: Voisinage, permutations: int = 999, seed: int = 0
) -> Moran:
    """Return Moran's I of `values` (areas,) over the contiguity."""
    return _moran(check_numbers(values, "values"), contiguity, permutations, seed, MORAN)


def moran_eb(
    observed: npt.ArrayLike,
    population: npt.ArrayLike,
    contiguity: Voisinage,
    permutations: int = 999,
    seed: int = 0,
) -> Moran:
    """Return Moran's I of rates, adjusted for populations (> 0) of unequal size."""
    events, people = check_same_shape(
        check_counts(observed), check_positive(population, "population")
    )
    rate = events / people
    overall = events.sum() / people.sum()
    spread = (people * (rate - overall) ** 2).sum() / people.sum()
    extra = spread - overall / people.mean()
    variance = extra + overall / people
    variance = np.where(variance > 0, variance, overall / people)
    if overall == 0:
        raise Erreur("taux_nuls", "Autocorrélation sans objet : aucun événement.")
    return _moran((rate - overall) / np.sqrt(variance), contiguity, permutations, seed, MORAN_EB)


def _moran(
    values: Tableau, contiguity: Voisinage, permutations: int, seed: int, method: str
) -> Moran:
    degree = contiguity.neighbours
    if values.shape != (contiguity.size,):
        raise Erreur(
            "formes_inegales",
            f"Autocorrélation impossible : {values.size} valeurs, voisinage de {contiguity.size}.",
            attendu="une valeur par territoire du voisinage",
        )
    if not degree.any():
        raise Erreur("sans_voisins", "Autocorrélation impossible : aucun territoire n'a de voisin.")
    centred = values - values.mean()
    if np.allclose(centred, 0, atol=1e-12 * max(1.0, float(np.abs(values).max()))):
        raise Erreur(
            "valeurs_egales", "Autocorrélation sans objet : toutes les valeurs sont égales."
        )
    weight = 1.0 / np.maximum(degree, 1)
    # n / Σw over Σz²: constant under permutation.
    scale = values.size / np.count_nonzero(degree) / (centred**2).sum()
    around = sparse.csr_array(
        (np.repeat(weight, degree), contiguity.destination, np.r_[0, np.cumsum(degree)]),
        shape=(values.size, values.size),
    )

    def indices(z: Tableau) -> Tableau:
        return np.asarray(scale * (z * (around @ z)).sum(axis=0))

    found, neutral = float(indices(centred[:, None])[0]), -1.0 / (values.size - 1)
    shuffled = _shuffle(centred, permutations, seed, indices)
    # Rounding must not decide between two equal arrangements.
    limit = abs(found - neutral) * (1 - 1e-12)
    beyond = int((np.abs(shuffled - neutral) >= limit).sum())
    return Moran(
        value=found,
        expected=neutral,
        p_value=(1 + beyond) / (1 + permutations),
        permutations=permutations,
        seed=seed,
        islands=int((degree == 0).sum()),
        spread=float(shuffled.std()) if permutations else 0.0,
        method=method,
    )


def _shuffle(
    values: Tableau, permutations: int, seed: int, indices: Callable[[Tableau], Tableau]
) -> Tableau:
    """Return the index of each permutation, a few columns at a time: memory stays flat."""
    random = np.random.default_rng(seed)
    step = max(1, _CELLS // values.size)
    parts = [np.empty(0)]
    for start in range(0, permutations, step):
        count = min(step, permutations - start)
        parts.append(indices(np.stack([random.permutation(values) for _ in range(count)], axis=1)))
    return np.concatenate(parts)


def moran_power(found: Moran, index: float = INDEX_TO_DETECT, level: float = 0.95) -> float:
    """Return the chance to establish a resemblance of `index`, by the spread of permutations."""
    if found.spread == 0:
        return 0.0
    reach = (index - found.expected) / found.spread
    return float(special.ndtr(reach - special.ndtri(1 - check_level(level))))


def moran_verdict(found: Moran, level: float = 0.95, min_power: float = MIN_POWER) -> str:
    """Return semblables | opposes | non_different | non_concluant.

    `non_different` only where an index of `INDEX_TO_DETECT` would have been seen.
    """
    if found.p_value < 2 * check_level(level):
        return SEMBLABLES if found.value > found.expected else OPPOSES
    return NON_DIFFERENT if moran_power(found, level=level) >= min_power else NON_CONCLUANT
