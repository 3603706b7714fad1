"""Many tests on one page: expected false alarms, and Benjamini and Hochberg's flags.

About 100 indicateurs × 2 sexes give some ten false alarms at 5 %: every page says how many. The
false discovery rate is a secondary mark; it never replaces the exact interval of a verdict.

Source: Benjamini & Hochberg 1995 (J R Stat Soc B 57:289).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.calculs.entrees import Tableau, check_numbers, check_shares
from ancrage.observatoire.erreurs import Erreur

BENJAMINI_HOCHBERG = "benjamini_hochberg"


@dataclass(frozen=True, slots=True)
class FausseDecouverte:
    """Adjusted p-values (q) in the input's order, and the flags at the asked rate."""

    adjusted: Tableau
    flagged: npt.NDArray[np.bool_]
    rate: float
    method: str = BENJAMINI_HOCHBERG


def benjamini_hochberg(p_values: npt.ArrayLike, rate: float = 0.05) -> FausseDecouverte:
    """Return the flags of a one-dimensional list of p-values at a false discovery rate."""
    check_shares(rate, "rate")
    p = np.atleast_1d(check_numbers(p_values, "p_values"))
    if p.ndim != 1 or ((p < 0) | (p > 1)).any():
        raise Erreur(
            "probabilite_hors_bornes",
            "Tests multiples : une probabilité critique sort de l'intervalle [0 ; 1].",
            attendu="une liste de probabilités entre 0 et 1",
        )
    order = np.argsort(p)[::-1]
    ranks = np.arange(p.size, 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.minimum.accumulate(p[order] * p.size / ranks), 1.0)
    return FausseDecouverte(adjusted, adjusted <= rate, rate)


def expected_false_positives(tests: int, level: float = 0.95) -> float:
    """Return how many intervals would exclude the reference by chance alone, at most."""
    check_shares(level, "level")
    if tests < 0:
        raise Erreur("effectif_negatif", "Tests multiples : le nombre de tests est négatif.")
    return tests * (1 - level)
