"""Confidence limits of counts, proportions and ratios of counts.

One rule for every display and every verdict: the exact limits (Garwood for counts, conditional
binomial for the ratio of two counts, Wilson for proportions). Byar and the English mixture are
there only to compare with English tools; when a test and the exact interval disagree, the
interval is what Ancrage publishes.

Every function takes arrays of any shape (scalars too), free of missing values, and returns a
pair (lower, upper) of the same shape, in the unit of its input. `level` is two-sided. Errors:
`Erreur` on a negative, absent or infinite number, on k > n, on unequal shapes.

Sources: Garwood 1936 (Biometrika 28:437); Byar in Breslow & Day 1987, vol. II, p. 69; Wilson
1927 (JASA 22:209); Clopper & Pearson 1934 (Biometrika 26:404); ratio of two Poisson counts given
their sum: Przyborowski & Wilenski 1940 (Biometrika 31:313).
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import special

from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_counts,
    check_level,
    check_part_of_whole,
    check_same_shape,
)

POISSON_EXACT = "poisson_exact"
BYAR = "byar"
ENGLISH_MIXTURE = "english_mixture"
WILSON = "wilson"
CLOPPER_PEARSON = "clopper_pearson"
RATIO_EXACT = "binomiale_conditionnelle"

Bornes = tuple[Tableau, Tableau]

# Under a thousandth of an event the lower limit is 0 to the last bit of a float.
_NOTHING = 1e-3


def poisson_exact(observed: npt.ArrayLike, level: float = 0.95) -> Bornes:
    """Return the exact (Garwood) limits of a Poisson count; lower = 0 when nothing is observed."""
    tail = check_level(level)
    return _once_each(check_counts(observed), lambda count: _garwood(count, tail))


def _garwood(count: Tableau, tail: float) -> Bornes:
    empty = count < _NOTHING
    lower = np.where(empty, 0.0, special.gammaincinv(np.where(empty, 1.0, count), tail))
    return lower, np.asarray(special.gammainccinv(count + 1, tail))


def byar(observed: npt.ArrayLike, level: float = 0.95) -> Bornes:
    """Return Byar's approximation of the Poisson limits (comparison with English tools only)."""
    z = special.ndtri(1 - check_level(level))
    return _once_each(check_counts(observed), lambda count: _byar(count, z))


def _byar(count: Tableau, z: float) -> Bornes:
    # Below about half an event the term in brackets is negative: the limit is 0, not its cube.
    safe = np.maximum(count, 1e-9)
    lower = safe * np.maximum(1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe)), 0.0) ** 3
    following = count + 1
    upper = following * (1 - 1 / (9 * following) + z / (3 * np.sqrt(following))) ** 3
    return np.asarray(lower), np.asarray(upper)


def _once_each(count: Tableau, limits: Callable[[Tableau], Bornes]) -> Bornes:
    """Return the limits of each count: a national table holds millions of small whole numbers.

    Each of them is then solved once. Fractional or few counts are solved as they stand.
    """
    if count.size and count.max() < count.size:
        whole = count.astype(np.int64)
        if np.array_equal(whole, count):
            lower, upper = limits(np.arange(whole.max() + 1, dtype=float))
            return lower[whole][()], upper[whole][()]
    lower, upper = limits(count)
    return lower[()], upper[()]


def english_mixture(observed: npt.ArrayLike, level: float = 0.95) -> Bornes:
    """Return the exact limits below 10 events and Byar's from 10 on, as English tools do."""
    count = check_counts(observed)
    exact, approximate = poisson_exact(count, level), byar(count, level)
    small = count < 10
    return (
        np.where(small, exact[0], approximate[0])[()],
        np.where(small, exact[1], approximate[1])[()],
    )


def wilson(k: npt.ArrayLike, n: npt.ArrayLike, level: float = 0.95) -> Bornes:
    """Return the Wilson score limits of the proportion k / n (0 ≤ k ≤ n, n > 0)."""
    z = special.ndtri(1 - check_level(level))
    part, whole = check_part_of_whole(k, n)
    share = part / whole
    scale = 1 + z**2 / whole
    centre = (share + z**2 / (2 * whole)) / scale
    half = z * np.sqrt(share * (1 - share) / whole + z**2 / (4 * whole**2)) / scale
    # Rounding would leave 1e-17 where the limit is exactly 0 or 1.
    lower = np.clip(np.where(part == 0, 0.0, centre - half), 0.0, share)
    upper = np.clip(np.where(part == whole, 1.0, centre + half), share, 1.0)
    return lower[()], upper[()]


def clopper_pearson(k: npt.ArrayLike, n: npt.ArrayLike, level: float = 0.95) -> Bornes:
    """Return the exact binomial limits of the proportion k / n (0 ≤ k ≤ n, n > 0)."""
    tail = check_level(level)
    part, whole = check_part_of_whole(k, n)
    rest = whole - part
    none, every = part < _NOTHING, rest < _NOTHING
    lower = special.betaincinv(np.where(none, 1.0, part), rest + 1, tail)
    upper = special.betainccinv(part + 1, np.where(every, 1.0, rest), tail)
    return np.where(none, 0.0, lower)[()], np.where(every, 1.0, upper)[()]


def ratio_exact(a: npt.ArrayLike, b: npt.ArrayLike, level: float = 0.95) -> Bornes:
    """Return the exact limits of the ratio a / b of two independent Poisson counts.

    Given a + b, a is binomial with probability ρ / (1 + ρ). The upper limit is infinite when
    b = 0; both are unknown, (0, ∞), when nothing at all was observed. Denominators are applied
    by the caller: limits of (a/m) / (b/n) = limits × n / m.
    """
    tail = check_level(level)
    top, bottom = check_same_shape(check_counts(a, "a"), check_counts(b, "b"))
    no_top, no_bottom = top < _NOTHING, bottom < _NOTHING
    safe_top, safe_bottom = np.where(no_top, 1.0, top), np.where(no_bottom, 1.0, bottom)
    # p and 1 − p are each solved for: subtracting from 1 would lose the digits of large ratios.
    low = special.betaincinv(safe_top, bottom + 1, tail)
    low_rest = special.betainccinv(bottom + 1, safe_top, tail)
    high = special.betainccinv(top + 1, safe_bottom, tail)
    high_rest = special.betaincinv(safe_bottom, top + 1, tail)
    lower = np.where(no_top, 0.0, low / low_rest)
    with np.errstate(divide="ignore", over="ignore"):
        upper = np.where(no_bottom, np.inf, high / high_rest)
    return lower[()], upper[()]
