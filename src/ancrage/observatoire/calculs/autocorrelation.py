"""Spatial autocorrelation: Moran's I, and its version adjusted for populations of unequal size.

Weights are row-standardised: each area compares itself with the mean of its neighbours; islands
stay in the mean and weigh nothing. The p-value is a two-sided permutation one, around −1/(n−1):
(1 + exceedances) / (1 + permutations), with a declared seed.

Adjusted version (Assunção & Reis): rates are standardised by b + the empirical-Bayes variance;
where that variance falls below zero it is replaced by b / n_i, as the authors do.

Sources: Moran 1950 (Biometrika 37:17); Assunção & Reis 1999 (Stat Med 18:2147).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_counts,
    check_numbers,
    check_positive,
    check_same_shape,
)
from ancrage.observatoire.calculs.voisinage import Voisinage
from ancrage.observatoire.erreurs import Erreur

MORAN = "moran_i"
MORAN_EB = "moran_i_bayes_empirique"


@dataclass(frozen=True, slots=True)
class Moran:
    """Moran's I, its expectation without autocorrelation, and a permutation p-value."""

    value: float
    expected: float
    p_value: float
    permutations: int
    seed: int
    islands: int
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

    def index(z: Tableau) -> float:
        return float(scale * (z * weight * contiguity.add_up(z)).sum())

    found, neutral = index(centred), -1.0 / (values.size - 1)
    random = np.random.default_rng(seed)
    # Rounding must not decide between two equal arrangements.
    limit = abs(found - neutral) * (1 - 1e-12)
    beyond = sum(
        abs(index(random.permutation(centred)) - neutral) >= limit for _ in range(permutations)
    )
    return Moran(
        value=found,
        expected=neutral,
        p_value=(1 + beyond) / (1 + permutations),
        permutations=permutations,
        seed=seed,
        islands=int((degree == 0).sum()),
        method=method,
    )
