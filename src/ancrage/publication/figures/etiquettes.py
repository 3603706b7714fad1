"""Names of areas on a map of few areas, only where the name fits inside its area."""

from collections.abc import Callable

from ancrage.publication.figures.chasses import wrap
from ancrage.publication.figures.classes import Classes
from ancrage.publication.figures.dessin import LINE_HEIGHT, Dessin
from ancrage.publication.figures.modeles import Anneau, Zone
from ancrage.publication.typographie import texte

MAX_NAMED = 80
_DARK_FROM = 3  # classes dark enough to need light text


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
        width = _width_at(ring, _centroid(ring)[1]) * scale * 0.92
        lines = wrap(texte(zone.label), width, size)
        height = (max(n for _, n in ring) - min(n for _, n in ring)) * scale * 0.6
        if len(lines) * size * LINE_HEIGHT > height:
            continue
        if max(drawing.measure(line, size=size) for line in lines) > width:
            continue
        x, y = place(*_centroid(ring))
        dark = (
            zone.value is not None
            and classes.colours.index(classes.colours[classes.rank(zone.value)])
            >= len(classes.colours) - 2
            and len(classes.colours) >= _DARK_FROM
        )
        first = y + size * 0.35 - (len(lines) - 1) * size * LINE_HEIGHT / 2
        ink = "#FFFFFF" if dark else "#16202A"
        drawing.lines(lines, x, first, size=size, anchor="middle", ink=ink)


def _area(ring: Anneau) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _centroid(ring: Anneau) -> tuple[float, float]:
    """Return the centre of mass of the ring (its first point when it has no area)."""
    area = _area(ring)
    if not area:
        return ring[0]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs)
    return x / (6 * area), y / (6 * area)


def _width_at(ring: Anneau, north: float) -> float:
    """Return how wide the ring is at this height, around its centre of mass."""
    middle = _centroid(ring)[0]
    crossings = sorted(
        x1 + (north - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (y1 <= north) != (y2 <= north)
    )
    left = [middle - c for c in crossings if c <= middle]
    right = [c - middle for c in crossings if c > middle]
    return 2 * min(min(left, default=0), min(right, default=0))
