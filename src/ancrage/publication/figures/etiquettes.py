"""Names of areas on a map of few areas, only where the name fits inside its area."""

from collections.abc import Callable, Sequence

from ancrage.publication.figures.chasses import wrap
from ancrage.publication.figures.classes import Classes
from ancrage.publication.figures.dessin import LINE_HEIGHT, Dessin
from ancrage.publication.figures.modeles import Anneau, Zone
from ancrage.publication.figures.themes import CARTE
from ancrage.publication.typographie import AFFICHES, texte

MAX_NAMED = 80
_SHARES = (0.94, 0.65, 0.45)  # narrower lines, more of them
_Side = tuple[tuple[float, float], tuple[float, float]]
_LEVELS = tuple(i / 12 for i in range(1, 12))


def draw_names(
    drawing: Dessin,
    zones: list[Zone],
    classes: Classes,
    place: Callable[[float, float], tuple[float, float]],
    scale: float,
) -> None:
    """Write the names that fit; the others are in the data table."""
    if len(zones) > MAX_NAMED:
        return
    size = drawing.size * 0.75
    for zone in zones:
        ring = max(zone.anneaux, key=lambda r: abs(_area(r)))
        spot = _spot(drawing, ring, texte(zone.label), size, scale)
        if spot is None:
            continue
        lines, east, north = spot
        x, y = place(east, north)
        first = y + size * 0.35 - (len(lines) - 1) * size * LINE_HEIGHT / 2
        masked = zone.status not in AFFICHES or zone.value is None
        ink = "#16202A" if masked or not _is_dark(classes, zone.value or 0) else "#FFFFFF"
        drawing.lines(lines, x, first, size=size, anchor="middle", ink=ink, halo=masked)


def find_spot(
    drawing: Dessin, anneaux: tuple[Anneau, ...], name: str, size: float, scale: float
) -> tuple[list[str], float, float] | None:
    """Return the lines of a name and where their middle goes in the largest ring, None if none."""
    return _spot(drawing, max(anneaux, key=lambda r: abs(_area(r))), name, size, scale)


def _is_dark(classes: Classes, value: float) -> bool:
    """Tell whether the class of the value is one of the two darkest."""
    return classes.colours[classes.rank(value)] in CARTE[3:]


def _spot(
    drawing: Dessin, ring: Anneau, name: str, size: float, scale: float
) -> tuple[list[str], float, float] | None:
    """Return the lines of the name and where their middle goes, on the roomiest of some levels."""
    sides = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    south, north = min(n for _, n in ring), max(n for _, n in ring)
    best: tuple[float, list[str], float, float] | None = None
    for level in (south + (north - south) * share for share in _LEVELS):
        for low, high in _spans(sides, level):
            middle = (low + high) / 2
            for lines in _wrappings(name, (high - low) * scale, size):
                width = max(drawing.measure(line, size=size) for line in lines) / scale
                half = len(lines) * size * LINE_HEIGHT / 2 / scale
                around = [_around(sides, level + shift, middle) for shift in (-half, half)]
                room = min((high - low) / 2, *around) * 2 - width
                # One line is easier to read than three, even in a narrower place.
                off_centre = abs(level - (south + north) / 2) * 0.3
                score = min(room, size / scale) - (len(lines) - 1) * size * 0.5 / scale - off_centre
                if room >= 0 and (best is None or score > best[0]):
                    best = (score, lines, middle, level)
    return best[1:] if best else None


def _wrappings(name: str, room: float, size: float) -> list[list[str]]:
    """Return the distinct ways to write a name in shares of a width."""
    found: list[list[str]] = []
    for share in _SHARES:
        lines = wrap(name, room * share, size)
        if lines not in found:
            found.append(lines)
    return found


def _area(ring: Anneau) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _spans(sides: Sequence[_Side], level: float) -> list[tuple[float, float]]:
    """Return the stretches of a horizontal line inside a ring, given by its sides."""
    crossings = sorted(
        x1 + (level - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in sides
        if (y1 <= level) != (y2 <= level)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def _around(sides: Sequence[_Side], level: float, x: float) -> float:
    """Return how far the ring's sides stand from a point, at its level; negative outside."""
    for low, high in _spans(sides, level):
        if low <= x <= high:
            return min(x - low, high - x)
    return -1.0
