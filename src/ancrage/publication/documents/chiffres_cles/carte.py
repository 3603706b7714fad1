"""The map of the cover: communes, outlines of the EPCI, the territory itself, its largest towns.

Counts are circles, never flat colours. Drawn here in plain SVG: the territory of a document is
an outline, not a figure of the catalogue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from ancrage.publication.figures.chasses import text_width

Anneau = Sequence[tuple[float, float]]  # a ring of projected km, y towards the north
Anneaux = Sequence[Anneau]
WIDTH, HEIGHT = 640.0, 460.0
FOND, FILET, BORD, ENCRE, ACCENT = "#E3F1EE", "#9DB5B0", "#51606B", "#16202A", "#0B5E63"
VOISIN = "#F1F3F3"
NOMMEES = 5
RADIUS = 17.0  # of the largest commune's circle
SIZE = 13.0  # of the names


@dataclass(frozen=True, slots=True)
class ZoneDessinee:
    """A commune (or an EPCI, for a région) of the map."""

    libelle: str
    anneaux: Anneaux
    population: float | None = None
    dedans: bool = True  # False: a neighbour, drawn in grey around a lone commune


@dataclass(frozen=True, slots=True)
class CarteTerritoire:
    """What the cover's map shows."""

    territoire: str
    zones: tuple[ZoneDessinee, ...]
    contours: tuple[Anneaux, ...]  # of the EPCI
    nom_zones: str = "communes"
    nom_contours: str = ""  # « EPCI »
    taille: float = SIZE  # of the names: larger where the map is printed small

    def legende(self) -> str:
        """Return the line printed under the map."""
        parts = []
        if _top([zone for zone in self.zones if zone.dedans]):
            parts.append("Cercles proportionnels à la population")
        if self.nom_contours:
            parts.append(f"trait épais : {self.nom_contours}")
        if any(not zone.dedans for zone in self.zones):
            parts.append("en gris : autres communes de l’intercommunalité")
        text = " ; ".join(parts)
        return text[:1].upper() + text[1:] + ("." if text else "")

    def alternative(self) -> str:
        """Return what the map shows, in words."""
        inside = [zone for zone in self.zones if zone.dedans]
        text = f"Carte de {self.territoire} : {len(inside)} {self.nom_zones}"
        if self.nom_contours:
            text += f", contours de {len(self.contours)} {self.nom_contours}"
        names = [zone.libelle for zone in _largest(inside)]
        return text + (f". Villes les plus peuplées : {', '.join(names)}." if names else ".")


@dataclass(frozen=True, slots=True)
class _Cadrage:
    west: float
    north: float
    scale: float
    shift_x: float
    shift_y: float
    width: float  # of the drawing: that of the shape, no blank beside a narrow one

    def point(self, x: float, y: float) -> tuple[float, float]:
        return (
            (x - self.west) * self.scale + self.shift_x,
            (self.north - y) * self.scale + self.shift_y,
        )

    def path(self, rings: Anneaux) -> str:
        parts = []
        for ring in rings:
            points = (self.point(x, y) for x, y in ring)
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
        return "".join(parts)


def draw_map(carte: CarteTerritoire) -> str:
    """Return the map as SVG, or an empty text when no outline is known."""
    frame = _frame([zone.anneaux for zone in carte.zones])
    if frame is None:
        return ""
    marks = [
        f'<path d="{frame.path(zone.anneaux)}" fill="{FOND if zone.dedans else VOISIN}" '
        f'stroke="{FILET}" stroke-width="0.5"/>'
        for zone in sorted(carte.zones, key=lambda zone: zone.dedans)
    ]
    marks += [
        f'<path d="{frame.path(rings)}" fill="none" stroke="{ACCENT}" stroke-width="1.8" '
        f'stroke-linejoin="round"/>'
        for rings in carte.contours
    ]
    inside = [zone for zone in carte.zones if zone.dedans]
    marks += [*_circles(inside, frame), *_names(inside, frame, carte.taille)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width:.0f} {HEIGHT:.0f}" '
        f'width="{frame.width:.0f}" height="{HEIGHT:.0f}" font-family="Source Sans 3" '
        f'font-size="{carte.taille:.0f}">{"".join(marks)}</svg>'
    )


def _frame(shapes: Sequence[Anneaux]) -> _Cadrage | None:
    points = [point for rings in shapes for ring in rings for point in ring]
    if not points:
        return None
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    width, height = (east - west) or 1.0, (north - south) or 1.0
    scale = min((WIDTH - 12) / width, (HEIGHT - 12) / height)
    drawn = max(width * scale + 12, HEIGHT * 0.75)
    x, y = (drawn - width * scale) / 2, (HEIGHT - height * scale) / 2
    return _Cadrage(west, north, scale, x, y, drawn)


def centre(rings: Anneaux) -> tuple[float, float]:
    """Return the centroid of the largest ring."""
    ring = max(rings, key=lambda r: abs(_area(r)))
    area = _area(ring)
    if not area:
        return ring[0]
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return x / (6 * area), y / (6 * area)


def _area(ring: Anneau) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _largest(zones: Sequence[ZoneDessinee]) -> list[ZoneDessinee]:
    known = [zone for zone in zones if zone.population and zone.anneaux]
    return sorted(known, key=lambda zone: -(zone.population or 0))[:NOMMEES]


def _radius(zone: ZoneDessinee, top: float) -> float:
    return max(0.8, RADIUS * ((zone.population or 0) / top) ** 0.5) if top else 0.0


def _top(zones: Sequence[ZoneDessinee]) -> float:
    """Return the largest population, 0 where a lone commune needs no circle."""
    known = [zone.population for zone in zones if zone.population and zone.anneaux]
    return max(known) if len(known) > 1 else 0.0


def _circles(zones: Sequence[ZoneDessinee], frame: _Cadrage) -> list[str]:
    top = _top(zones)
    marks = []
    for zone in zones:
        if not (top and zone.population and zone.anneaux):
            continue
        x, y = frame.point(*centre(zone.anneaux))
        marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_radius(zone, top):.1f}" fill="{ACCENT}" '
            f'fill-opacity="0.6" stroke="#FFFFFF" stroke-width="0.6"/>'
        )
    return marks


def _names(zones: Sequence[ZoneDessinee], frame: _Cadrage, size: float) -> list[str]:
    """Write the largest communes' names under their circles, where no other name stands."""
    top = _top(zones)
    written: list[tuple[float, float, float]] = []
    marks = []
    for zone in _largest(zones):
        x, y = frame.point(*centre(zone.anneaux))
        y += _radius(zone, top) + size
        half = text_width(zone.libelle, size, bold=True) / 2
        x = min(max(x, half + 2), frame.width - half - 2)
        if any(abs(x - a) < half + w + 4 and abs(y - b) < size for a, b, w in written):
            continue
        written.append((x, y, half))
        marks += [
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-weight="600" {style}>'
            f"{escape(zone.libelle, quote=False)}</text>"
            for style in (
                'fill="none" stroke="#FFFFFF" stroke-width="3" stroke-linejoin="round"',
                f'fill="{ENCRE}"',
            )
        ]
    return marks


def build_map(
    territoire: str,
    anneaux: Mapping[str, Anneaux],
    libelles: Mapping[str, str],
    populations: Mapping[str, float],
    contours: Sequence[Anneaux],
    dedans: frozenset[str],
    nom_zones: str = "communes",
    nom_contours: str = "EPCI",
) -> CarteTerritoire:
    """Return the map of a territory from the rings of its areas, by code."""
    zones = tuple(
        ZoneDessinee(libelles.get(code, code), rings, populations.get(code), code in dedans)
        for code, rings in anneaux.items()
    )
    return CarteTerritoire(
        territoire, zones, tuple(contours), nom_zones, nom_contours if contours else ""
    )
