"""Classes of a map: at most five, by equal numbers of areas unless limits are given."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ancrage.publication.figures.tableaux import quantiles
from ancrage.publication.figures.themes import CARTE
from ancrage.publication.typographie import nombre

_SHARES = (0.2, 0.4, 0.6, 0.8)
# Which colours serve when there are fewer classes: always light to dark, never all dark.
_COLOURS = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


@dataclass(frozen=True, slots=True)
class Classes:
    """Inner limits; a value equal to a limit belongs to the class above it."""

    bornes: tuple[float, ...]
    decimales: int
    quantiles: bool
    unique: float | None = None  # the one value, when all are equal

    @property
    def colours(self) -> tuple[str, ...]:
        """Return the colour of each class, low to high."""
        return tuple(CARTE[i] for i in _COLOURS[len(self.bornes) + 1])

    def rank(self, value: float) -> int:
        """Return the class of a value, from 0."""
        return bisect_right(self.bornes, value)

    def labels(self) -> list[str]:
        """Return « moins de 10,0 », « 10,0 à moins de 12,3 », « 12,3 ou plus »."""
        printed = [nombre(b, self.decimales) for b in self.bornes]
        if not printed:
            return [nombre(self.unique or 0, self.decimales)]
        inner = [f"{a} à moins de {b}" for a, b in pairwise(printed)]
        return [f"moins de {printed[0]}", *inner, f"{printed[-1]} ou plus"]


def build_classes(
    values: Sequence[float], decimales: int, bornes: tuple[float, ...] | None = None
) -> Classes:
    """Return the classes; limits are rounded as printed, so the legend says exactly what is drawn.

    Equal limits are merged: a poverty rate floored for half the communes gives fewer classes.
    """
    if bornes is not None:
        return Classes(tuple(sorted(bornes))[: len(CARTE) - 1], decimales, False)
    if not values:
        return Classes((), decimales, True)
    rounded = sorted({round(q, decimales) for q in quantiles(tuple(values), _SHARES)})
    low, high = min(values), max(values)
    unique = low if low == high else None
    return Classes(tuple(b for b in rounded if low < b <= high), decimales, True, unique)
