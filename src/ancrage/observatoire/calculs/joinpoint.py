"""Joinpoint regression: where the annual change of a long series turns.

ln(rate) is a broken line, fitted by weighted least squares over every admissible set of years
(grid search). The number of turns is chosen by the authors' sequence of permutation tests (not by
BIC, which sees turns in short straight series): none against the maximum first, each test at
level α / maximum, with a declared seed. At least eight points, two years or more strictly between
turns and from each end; at most 1 turn under 12 points, 2 under 17, 3 beyond, as the authors'
program does by default. Each segment gives its APC with Student's limits, given the turns found:
their own uncertainty is not in the limits, to be said beside the figure.

Forbidden on overlapping windows and across declared breaks: one segment of `tendance.segments`
at a time.

Source: Kim, Fay, Feuer & Midthune 2000 (Stat Med 19:335).
"""

from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
from scipy import special

from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_level,
    check_numbers,
    check_positive,
    check_same_shape,
)
from ancrage.observatoire.calculs.estimation import Estimation
from ancrage.observatoire.erreurs import Erreur

JOINPOINT = "joinpoint_permutations"
MIN_POINTS = 8
TEST_LEVEL = 0.05
_MIN_GAP = 3  # positions: two years strictly between
Turns = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Joinpoint:
    """The turns found, the APC of each segment (percent a year), the p-values of the sequence."""

    turns: Turns
    segments: tuple[tuple[float, float], ...]
    annual_change: Estimation
    p_values: dict[tuple[int, int], float]  # by (turns under the null, turns against it)
    fitted: Tableau  # rates
    permutations: int
    seed: int
    method: str = JOINPOINT


def joinpoint(
    years: npt.ArrayLike,
    rates: npt.ArrayLike,
    standard_errors: npt.ArrayLike | None = None,
    level: float = 0.95,
    permutations: int = 499,
    seed: int = 0,
) -> Joinpoint:
    """Return the broken line of one series of rates (> 0); weights (rate/error)² when given."""
    time, values = check_same_shape(check_numbers(years, "years"), check_positive(rates, "rates"))
    if time.ndim != 1 or time.size < MIN_POINTS or (np.diff(time) <= 0).any():
        raise Erreur(
            "serie_trop_courte",
            f"Joinpoint impossible : il faut au moins {MIN_POINTS} années, croissantes.",
            remede="donner l'évolution annuelle moyenne sans rupture",
        )
    root = np.ones(time.size)
    if standard_errors is not None:
        errors = check_same_shape(values, check_positive(standard_errors, "standard_errors"))[1]
        root = values / errors
    bases = [_bases(time, root, number) for number in range(_max_turns(time.size) + 1)]
    weighted = root * np.log(values)
    number, p_values = _choose_number(bases, weighted, permutations, seed)
    turns = _best(bases[number], weighted)[0]
    change, fitted = _describe(time, weighted, root, turns, level)
    return Joinpoint(
        turns=turns,
        segments=tuple(pairwise((float(time[0]), *turns, float(time[-1])))),
        p_values=p_values,
        permutations=permutations,
        seed=seed,
        annual_change=change,
        fitted=fitted,
    )


def _max_turns(points: int) -> int:
    return 1 if points < 12 else 2 if points < 17 else 3


def _bases(time: Tableau, root: Tableau, number: int) -> dict[Turns, Tableau]:
    """Return, for each admissible set of turns, an orthonormal basis of its broken lines."""
    places = range(_MIN_GAP, time.size - _MIN_GAP)
    return {
        turns: np.linalg.qr(_design(time, turns) * root[:, None])[0]
        for chosen in combinations(places, number)
        if all(two - one >= _MIN_GAP for one, two in pairwise(chosen))
        for turns in [tuple(float(time[place]) for place in chosen)]
    }


def _design(time: Tableau, turns: Turns) -> Tableau:
    """Return intercept, slope, and the change of slope after each turn."""
    bends = [np.maximum(time - turn, 0) for turn in turns]
    return np.column_stack([np.ones(time.size), time - time[0], *bends])


def _squares(bases: dict[Turns, Tableau], series: Tableau) -> Tableau:
    """Return the smallest sum of squares of each column of `series` (years, columns)."""
    total = (series**2).sum(axis=0)
    explained = [((basis.T @ series) ** 2).sum(axis=0) for basis in bases.values()]
    # An exact fit leaves rounding, not zero: ratios of it would mean nothing.
    return np.maximum(total - np.max(explained, axis=0), 1e-12 * total)


def _best(bases: dict[Turns, Tableau], series: Tableau) -> tuple[Turns, Tableau]:
    """Return the turns that fit one series best, and its fitted values."""
    turns = max(bases, key=lambda chosen: float(((bases[chosen].T @ series) ** 2).sum()))
    return turns, bases[turns] @ (bases[turns].T @ series)


def _choose_number(
    bases: list[dict[Turns, Tableau]], series: Tableau, permutations: int, seed: int
) -> tuple[int, dict[tuple[int, int], float]]:
    """Return the number of turns: test few against many until both meet."""
    random = np.random.default_rng(seed)
    few, many = 0, len(bases) - 1
    highest, p_values = many, {}
    while few < many:
        fitted = _best(bases[few], series)[1]
        shuffled = random.permuted(np.tile((series - fitted)[:, None], (1, permutations)), axis=0)
        drawn = np.column_stack([series, fitted[:, None] + shuffled])
        gain = _squares(bases[few], drawn) / _squares(bases[many], drawn)
        p = float(np.mean(gain >= gain[0]))
        p_values[few, many] = p
        if p <= TEST_LEVEL / highest:
            few += 1
        else:
            many -= 1
    return few, p_values


def _describe(
    time: Tableau, weighted: Tableau, root: Tableau, turns: Turns, level: float
) -> tuple[Estimation, Tableau]:
    design = _design(time, turns)
    scaled = design * root[:, None]
    coefficients = np.linalg.lstsq(scaled, weighted, rcond=None)[0]
    freedom = time.size - design.shape[1]
    squares = ((weighted - scaled @ coefficients) ** 2).sum()
    covariance = np.linalg.inv(scaled.T @ scaled) * squares / freedom
    # The slope of a segment is the first slope plus every bend before it.
    to_slopes = np.tril(np.ones((len(turns) + 1, len(turns) + 1)))
    slopes = to_slopes @ coefficients[1:]
    errors = np.sqrt(np.diag(to_slopes @ covariance[1:, 1:] @ to_slopes.T))
    half = special.stdtrit(freedom, 1 - check_level(level)) * errors
    change = Estimation(
        100 * np.expm1(slopes),
        100 * np.expm1(slopes - half),
        100 * np.expm1(slopes + half),
        JOINPOINT,
    )
    return change, np.exp(design @ coefficients)
