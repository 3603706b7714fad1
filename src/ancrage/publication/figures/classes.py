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
    plancher: float | None = None  # a lowest value so common that it is a class of its own
    plafond: float | None = None  # the one value of the highest class

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
        first = f"moins de {printed[0]}"
        if self.plancher is not None:
            first = nombre(self.plancher, self.decimales)
            printed[0] = f"plus de {first}"
        inner = [f"{a} à moins de {b}" for a, b in pairwise(printed)]
        last = f"{printed[-1]} ou plus"
        if self.plafond is not None:
            last = nombre(self.plafond, self.decimales)
        elif self.plancher is not None and len(printed) == 1:
            last = printed[0]
        return [first, *inner, last]


def build_classes(
    values: Sequence[float], decimales: int, bornes: tuple[float, ...] | None = None
) -> Classes:
    """Return the classes; limits are rounded as printed, so the legend says exactly what is drawn.

    Equal limits are merged. A lowest value borne by a fifth of the areas or more (no pharmacy, a
    floored poverty rate) is a class of its own: below a limit, it would pass for a small value.
    """
    if bornes is not None:
        return Classes(tuple(sorted(bornes))[: len(CARTE) - 1], decimales, False)
    if not values:
        return Classes((), decimales, True)
    low, high = min(values), max(values)
    if low == high:
        return Classes((), decimales, True, low)
    floor = round(low, decimales)
    above = [v for v in values if round(v, decimales) > floor]
    if above and len(values) - len(above) >= len(values) / 5:
        return _above_floor(floor, above, decimales)
    rounded = sorted({round(q, decimales) for q in quantiles(tuple(values), _SHARES)})
    return Classes(tuple(b for b in rounded if low < b <= high), decimales, True)


def _above_floor(floor: float, above: Sequence[float], decimales: int) -> Classes:
    """Return the class of the floor, then four at most for the values above it."""
    limit = floor + 0.5 / 10**decimales  # what is printed as the floor stays below
    low, high = min(above), max(above)
    rounded = sorted({round(q, decimales) for q in quantiles(tuple(above), (0.25, 0.5, 0.75))})
    limits = (limit, *(b for b in rounded if low < b <= high))
    single = low == high
    return Classes(limits, decimales, True, plancher=floor, plafond=high if single else None)
