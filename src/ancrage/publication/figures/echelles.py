"""Scales and axes: round ticks, linear positions, French tick labels."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ancrage.publication.typographie import nombre


@dataclass(frozen=True, slots=True)
class Echelle:
    """A linear scale from values to pixels, with its round ticks."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]
    decimales: int

    def __call__(self, value: float) -> float:
        """Return the position of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def label(self, tick: float) -> str:
        """Return the printed tick."""
        return nombre(tick, self.decimales)


def build_echelle(
    values: Iterable[float],
    start: float,
    end: float,
    *,
    zero: bool = False,
    count: int = 5,
    fit: bool = False,
) -> Echelle:
    """Return a scale that holds every value; `zero` includes zero, `fit` ends on round ticks."""
    found = [v for v in values if math.isfinite(v)]
    low, high = (min(found), max(found)) if found else (0.0, 1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= abs(high) * 1e-9:
        margin = abs(high) * 0.1 or 1.0
        low, high = (low if zero else low - margin), high + margin
    step = _round_step((high - low) / count)
    if fit:
        low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    elif not zero:
        low, high = low - (high - low) * 0.05, high + (high - low) * 0.05
    elif high > 0:
        high += (high - low) * 0.02
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    ticks = tuple(i * step for i in range(first, last + 1))
    decimales = max(0, -math.floor(math.log10(step) + 1e-9))
    return Echelle(low, high, start, end, ticks, decimales)


def _round_step(raw: float) -> float:
    """Return 1, 2, 2.5 or 5 times a power of ten, at least `raw`; 2.5 needs whole tens."""
    power = 10.0 ** math.floor(math.log10(raw))
    factors = (1, 2, 2.5, 5, 10) if power >= 10 else (1, 2, 5, 10)
    for factor in factors:
        if raw <= factor * power * (1 + 1e-9):
            return factor * power
    return 10 * power


def spread(positions: list[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions moved apart by at least `gap`, in order, within limits if they can."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    moved = list(positions)
    for previous, current in pairwise(order):
        moved[current] = max(moved[current], moved[previous] + gap)
    if order and moved[order[-1]] > high:
        moved[order[-1]] = max(high, low)
        for current, following in zip(reversed(order[:-1]), reversed(order[1:]), strict=True):
            moved[current] = min(moved[current], moved[following] - gap)
    return moved
