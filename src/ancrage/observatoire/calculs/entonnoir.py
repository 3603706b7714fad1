"""Control limits of a funnel plot, exact on the Poisson or binomial law.

The limits are those of the value an area of that size would show if it had the target's risk;
a point outside is worth a look, it is no rank. Quantiles of a discrete law are interpolated
between counts, so that the funnel is smooth and its nominal level kept on average.

Source: Spiegelhalter 2005 (Stat Med 24:1185), appendix A.1.1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_level,
    check_positive,
    check_same_shape,
    check_shares,
)

FUNNEL_POISSON = "entonnoir_poisson_exact"
FUNNEL_BINOMIAL = "entonnoir_binomial_exact"
LEVELS = (0.95, 0.998)


@dataclass(frozen=True, slots=True)
class Entonnoir:
    """Limits around the target, one row per level: `lower[level, …]`, `upper[level, …]`."""

    target: Tableau
    lower: Tableau
    upper: Tableau
    levels: tuple[float, ...]
    method: str


def funnel_poisson(
    expected: npt.ArrayLike, target: npt.ArrayLike = 1.0, levels: tuple[float, ...] = LEVELS
) -> Entonnoir:
    """Return limits of O/E (unit of `target`) for areas with `expected` > 0 events at ratio 1."""
    base, aim = check_same_shape(
        check_positive(expected, "expected"), check_positive(target, "target")
    )
    mean = base * aim

    def below(count: Tableau) -> Tableau:
        return np.where(count < 0, 0.0, special.gammaincc(np.maximum(count, 0) + 1, mean))

    spread = np.sqrt(mean)
    lower, upper = _limits(below, mean, spread, levels)
    return Entonnoir(aim[()], lower / base, upper / base, levels, FUNNEL_POISSON)


def funnel_binomial(
    n: npt.ArrayLike, target: npt.ArrayLike, levels: tuple[float, ...] = LEVELS
) -> Entonnoir:
    """Return limits of a proportion for areas of `n` > 0 persons around `target` in ]0 ; 1[."""
    size, aim = check_same_shape(check_positive(n, "n"), check_shares(target, "target"))

    def below(count: Tableau) -> Tableau:
        inside = np.clip(count, 0, np.maximum(size - 1e-9, 0))
        law = special.betaincc(inside + 1, np.maximum(size - inside, 1e-9), aim)
        return np.where(count < 0, 0.0, np.where(count >= size, 1.0, law))

    lower, upper = _limits(below, size * aim, np.sqrt(size * aim * (1 - aim)), levels)
    return Entonnoir(aim[()], lower / size, np.minimum(upper / size, 1.0), levels, FUNNEL_BINOMIAL)


def _limits(
    below: Callable[[Tableau], Tableau],
    mean: Tableau,
    spread: Tableau,
    levels: tuple[float, ...],
) -> tuple[Tableau, Tableau]:
    tails = [check_level(level) for level in levels]
    lower = np.stack([_quantile(below, tail, mean, spread) for tail in tails])
    upper = np.stack([_quantile(below, 1 - tail, mean, spread) for tail in tails])
    return np.maximum(lower, 0.0), upper


def _quantile(
    below: Callable[[Tableau], Tableau], share: float, mean: Tableau, spread: Tableau
) -> Tableau:
    """Return the quantile interpolated between the counts on both sides of `share`."""
    count = np.maximum(0.0, np.floor(mean + special.ndtri(share) * spread))
    while (short := below(count) < share).any():
        count = count + short
    while (far := below(count - 1) >= share).any():
        count = count - far
    at, under = below(count), below(count - 1)
    return count - (at - share) / (at - under)
