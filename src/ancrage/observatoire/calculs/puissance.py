"""Power, and the verdicts that depend on it: different, not different, inconclusive.

The power is that of the published rule itself: the probability that the exact interval excludes
the reference when the true ratio is `ratio` (methodes.md § 7 and V9). Critical counts are found
on the exact tails and the power is a gamma or beta function: no approximation at any size, hence
no seam between two formulas (checked up to 1e9 expected events). Being discrete, the power is a
saw-tooth: it may dip slightly when the expected count grows.

`verdict` gives `non_different` only when the interval contains the reference and the power
reaches the minimum; a territory too small to tell is `non_concluant`, never "no difference".

Sources: power of the exact Poisson test, Breslow & Day 1987, vol. II, ch. 7; score interval of
a proportion, Wilson 1927.
"""

import numpy as np
import numpy.typing as npt
from scipy import special

from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_level,
    check_numbers,
    check_positive,
    check_same_shape,
    check_shares,
)
from ancrage.observatoire.erreurs import Erreur

POWER_EXACT = "puissance_intervalle_exact"
POWER_WILSON = "puissance_intervalle_wilson"
POWER_LOG = "puissance_log_normale"
GAP_TO_DETECT = 0.20
MIN_POWER = 0.80

SUPERIEUR, INFERIEUR = "superieur", "inferieur"
NON_DIFFERENT, NON_CONCLUANT = "non_different", "non_concluant"


def power_poisson(
    expected: npt.ArrayLike, ratio: npt.ArrayLike = 1 + GAP_TO_DETECT, level: float = 0.95
) -> Tableau:
    """Return P[exact limits of O exclude `expected`, on the side of `ratio`], O ~ Poisson(ratio·E).

    `expected` > 0 (events under the reference), `ratio` > 0 and ≠ 1; shapes equal or scalar.
    A reduction that no count could prove (E below 3.69 at 95 %) has power 0.
    """
    tail = check_level(level)
    mean, factor = check_same_shape(
        check_positive(expected, "expected"), check_positive(ratio, "ratio")
    )
    _refuse_no_gap(factor == 1)
    high = special.gammainc(_lowest_excess(mean, tail), factor * mean)
    deficit = _highest_deficit(mean, tail)
    low = np.where(deficit < 0, 0.0, special.gammaincc(np.maximum(deficit, 0) + 1, factor * mean))
    return np.where(factor > 1, high, low)[()]


def minimum_detectable_ratio(
    expected: npt.ArrayLike, power: float = MIN_POWER, level: float = 0.95
) -> Tableau:
    """Return the smallest ratio above 1 that the exact interval detects with that power."""
    mean = check_positive(expected, "expected")
    check_shares(power, "power")
    critical = _lowest_excess(mean, check_level(level))
    return np.asarray(special.gammaincinv(critical, power) / mean)[()]


def power_proportion(
    n: npt.ArrayLike, p0: npt.ArrayLike, gap: npt.ArrayLike, level: float = 0.95
) -> Tableau:
    """Return P[Wilson limits of K/n exclude `p0`, on the side of `gap`], K ~ Bin(n, p0 + gap).

    `gap` is absolute (0.05 = five points), of either sign, not 0; p0 and p0 + gap lie in ]0 ; 1[.
    `symmetric_gap` turns the declared 20 % into such a gap.
    """
    z = special.ndtri(1 - check_level(level))
    size, base, step = check_same_shape(
        check_positive(n, "n"), check_shares(p0, "p0"), check_numbers(gap, "gap")
    )
    _refuse_no_gap(step == 0)
    true = check_shares(base + step, "p0 + gap")
    # A fall of p is a rise of 1 − p: one formula serves both sides.
    base = np.where(step > 0, base, 1 - base)
    true = np.where(step > 0, true, 1 - true)
    # Wilson's lower limit passes p0 when the score statistic passes z.
    critical = np.floor(size * base + z * np.sqrt(size * base * (1 - base))) + 1
    reachable = critical <= size
    safe = np.where(reachable, critical, size)
    return np.where(reachable, special.betainc(safe, size - safe + 1, true), 0.0)[()]


def power_log_ratio(
    error: npt.ArrayLike, ratio: float = 1 + GAP_TO_DETECT, level: float = 0.95
) -> Tableau:
    """Return the chance that the log-normal interval of a ratio excludes 1, on the true side.

    `error` > 0 is the standard error of the logarithm; `ratio` and its inverse have equal power.
    """
    z = special.ndtri(1 - check_level(level))
    spread = check_positive(error, "error")
    factor = check_positive(ratio, "ratio")
    _refuse_no_gap(np.asarray(factor == 1))
    return np.asarray(special.ndtr(np.abs(np.log(factor)) / spread - z))[()]


def symmetric_gap(p0: npt.ArrayLike, relative: float = GAP_TO_DETECT) -> Tableau:
    """Return the absolute gap that is `relative` × the smaller of p0 and 1 − p0.

    The answer is then the same whether the share is told as p or as its complement, and
    p0 ± gap stays between 0 and 1 (20 % of 90 % would not).
    """
    base = check_shares(p0, "p0")
    return np.asarray(check_shares(relative, "relative") * np.minimum(base, 1 - base))[()]


def verdict(
    lower: npt.ArrayLike,
    upper: npt.ArrayLike,
    reference: npt.ArrayLike,
    power: npt.ArrayLike,
    min_power: float = MIN_POWER,
) -> npt.NDArray[np.str_]:
    """Return superieur | inferieur | non_different | non_concluant for each interval.

    A limit equal to the reference does not exclude it. `upper` may be infinite.
    """
    low, high, value, strength = check_same_shape(
        check_numbers(lower, "lower"),
        check_numbers(upper, "upper", infinite=True),
        check_numbers(reference, "reference"),
        check_numbers(power, "power"),
    )
    if (low > high).any():
        raise Erreur(
            "bornes_inversees", "Verdict impossible : une borne basse dépasse sa borne haute."
        )
    unknown = np.where(strength >= min_power, NON_DIFFERENT, NON_CONCLUANT)
    return np.where(low > value, SUPERIEUR, np.where(high < value, INFERIEUR, unknown))[()]


def _lowest_excess(mean: Tableau, tail: float) -> Tableau:
    """Return the smallest count whose exact lower limit is above `mean`: P(X ≥ c) < tail."""
    z = special.ndtri(1 - tail)
    count = np.maximum(1.0, np.floor(mean + z * np.sqrt(mean) + (z**2 - 1) / 6))
    while (short := special.gammainc(count, mean) >= tail).any():
        count = count + short
    while (far := (count > 1) & (_tail_from(count - 1, mean) < tail)).any():
        count = count - far
    return count


def _tail_from(count: Tableau, mean: Tableau) -> Tableau:
    """Return P(X ≥ count), 1 at zero."""
    return np.where(count <= 0, 1.0, special.gammainc(np.maximum(count, 1.0), mean))


def _highest_deficit(mean: Tableau, tail: float) -> Tableau:
    """Return the largest count whose exact upper limit is below `mean`, −1 when there is none."""
    z = special.ndtri(1 - tail)
    count = np.maximum(-1.0, np.floor(mean - z * np.sqrt(mean) + (z**2 - 1) / 6))
    while (far := (count >= 0) & (special.gammaincc(np.maximum(count, 0) + 1, mean) >= tail)).any():
        count = count - far
    while (short := special.gammaincc(count + 2, mean) < tail).any():
        count = count + short
    return count


def _refuse_no_gap(absent: npt.NDArray[np.bool_]) -> None:
    if absent.any():
        raise Erreur(
            "ecart_nul",
            "Puissance sans objet : l'écart à détecter est nul.",
            attendu="un rapport différent de 1, ou un écart différent de 0",
        )
