"""The p-value that agrees with each published interval: below 5 % if and only if it excludes.

One method per interval, the same as the interval itself, so that a mark drawn from p-values can
never contradict a verdict read on limits:

- exact Poisson limits (Garwood): twice the smaller tail of the count under the reference;
- Wilson's limits: the score test, whose variance is that of the reference;
- exact limits of a ratio of counts: twice the smaller tail of the conditional binomial;
- normal limits (life expectancy): the standardised gap.

Arrays of any shape (scalars too), free of missing values. A doubled tail above one is one.

Sources: Garwood 1936 (Biometrika 28:437); Wilson 1927 (JASA 22:209); Przyborowski & Wilenski 1940
(Biometrika 31:313); agreement of test and interval: Breslow & Day 1987, vol. II, p. 69.
"""

import numpy as np
import numpy.typing as npt
from scipy import special

from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_counts,
    check_numbers,
    check_part_of_whole,
    check_positive,
    check_same_shape,
)

P_POISSON = "poisson_exact_double"
P_SCORE = "score_de_wilson"
P_CONDITIONAL = "binomiale_conditionnelle_double"
P_NORMAL = "loi_normale"
# As the exact limits do: under a thousandth of an event nothing was observed.
_NOTHING = 1e-3


def p_poisson(observed: npt.ArrayLike, expected: npt.ArrayLike) -> Tableau:
    """Return the two-sided p-value of a count against the events the reference would give (≥ 0)."""
    count, mean = check_same_shape(check_counts(observed), check_counts(expected, "expected"))
    none = count < _NOTHING
    above = np.where(none, 1.0, special.gammainc(np.where(none, 1.0, count), mean))
    return _doubled(above, special.gammaincc(count + 1, mean))


def p_score(k: npt.ArrayLike, n: npt.ArrayLike, share: npt.ArrayLike) -> Tableau:
    """Return the two-sided p-value of the proportion k / n against `share`, from 0 to 1."""
    part, whole = check_part_of_whole(k, n)
    part, whole, target = check_same_shape(part, whole, check_numbers(share, "share"))
    target = np.clip(target, 0.0, 1.0)
    gap, error = np.abs(part / whole - target), np.sqrt(target * (1 - target) / whole)
    # Against 0 or 1 any gap at all is excluded.
    score = np.divide(gap, error, out=np.where(gap > 0, np.inf, 0.0), where=error > 0)
    return np.asarray(2 * special.ndtr(-score))[()]


def p_conditional(a: npt.ArrayLike, b: npt.ArrayLike, ratio: npt.ArrayLike) -> Tableau:
    """Return the two-sided p-value of the ratio a / b of two counts against `ratio` (> 0)."""
    top, bottom, target = check_same_shape(
        check_counts(a, "a"), check_counts(b, "b"), check_positive(ratio, "ratio")
    )
    share = target / (1 + target)
    no_top, no_bottom = top < _NOTHING, bottom < _NOTHING
    above = special.betainc(np.where(no_top, 1.0, top), bottom + 1, share)
    below = special.betaincc(top + 1, np.where(no_bottom, 1.0, bottom), share)
    return _doubled(np.where(no_top, 1.0, above), np.where(no_bottom, 1.0, below))


def p_normal(value: npt.ArrayLike, error: npt.ArrayLike, reference: npt.ArrayLike) -> Tableau:
    """Return the two-sided p-value of a value with its standard error (> 0)."""
    own, spread, target = check_same_shape(
        check_numbers(value, "value"),
        check_positive(error, "error"),
        check_numbers(reference, "reference"),
    )
    return np.asarray(2 * special.ndtr(-np.abs(own - target) / spread))[()]


def _doubled(above: Tableau, below: Tableau) -> Tableau:
    return np.asarray(np.minimum(1.0, 2 * np.minimum(above, below)))[()]
