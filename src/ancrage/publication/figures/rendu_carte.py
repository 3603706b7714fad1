"""Choropleth maps: areas by class, statuses as patterns, outlines, legend, scale bar."""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from ancrage.publication.figures.chasses import wrap
from ancrage.publication.figures.classes import Classes, build_classes
from ancrage.publication.figures.dessin import Dessin
from ancrage.publication.figures.etiquettes import draw_names
from ancrage.publication.figures.legende import Groupes, draw_legende
from ancrage.publication.figures.modeles import Anneau, Carte, CarteTypologie, Contour, Zone
from ancrage.publication.figures.motifs import EMPRUNTE, MOTIFS, pattern_definition
from ancrage.publication.figures.rendu_lignes import VIDE
from ancrage.publication.figures.tableaux import printed
from ancrage.publication.typographie import AFFICHES, nombre, texte, unite

MENTION = "IGN Admin Express COG, Insee COG, Licence Ouverte 2.0"
_FINE = 10  # areas are drawn in tenths of a pixel, as whole numbers: half the bytes


@dataclass(frozen=True, slots=True)
class Cadrage:
    """From projected km to tenths of a pixel."""

    left: float
    top: float  # northernmost km
    scale: float  # pixels per km
    x: float
    y: float

    def place(self, east: float, north: float) -> tuple[float, float]:
        """Return the position in pixels."""
        return (
            self.x + (east - self.left) * self.scale,
            self.y + (self.top - north) * self.scale,
        )

    def path(self, rings: Iterable[Anneau]) -> str:
        """Return the path of the rings, relative whole numbers, doubled points dropped."""
        scale = self.scale * _FINE
        dx, dy = self.x * _FINE - self.left * scale, self.y * _FINE + self.top * scale
        parts = []
        for ring in rings:
            points = [(round(dx + e * scale), round(dy - n * scale)) for e, n in ring]
            if not points:
                continue
            px, py = first = points[0]
            moves = []
            for x, y in points[1:]:
                if x != px or y != py:
                    moves.append(f"{x - px} {y - py}")
                    px, py = x, y
            if moves and (px, py) == first:
                moves.pop()
            parts.append(f"M{first[0]} {first[1]}l{' '.join(moves)}z" if moves else "")
        return "".join(parts).replace(" -", "-")


def draw_carte(
    drawing: Dessin, figure: Carte, haut: float = 0.6, *, titles: bool = False
) -> list[str]:
    """Draw the map at the pen, its legend beside or under it; return the notes left to write.

    `haut`: its tallest height, as a share of the width. Beside a map, the notes stand under the
    legend.
    """
    size = drawing.size
    if not figure.zones:
        drawing.y += size
        drawing.text(VIDE, 0, drawing.y, ink="discret", italic=True)
        return []
    wide = drawing.width > 36 * size
    map_width = drawing.width * 0.66 if wide else drawing.width
    drawn = [z for z in figure.zones if z.anneaux]
    values = [z.value for z in figure.zones if _shown(z) and z.value is not None]
    classes = build_classes(values, figure.decimales, figure.bornes)
    top = drawing.y
    cadrage, height = frame_map(figure, map_width, drawing.width * haut, top)
    groupes = Groupes.of(figure, classes)
    prefix = f"m{zlib.crc32(f'{figure.titre}{figure.sous_titre}{drawing.width}'.encode()):08x}"
    used = {MOTIFS[z.status].pattern for z in figure.zones if z.status in MOTIFS} - {""}
    for name in sorted(used):
        drawing.defs.append(pattern_definition(name, prefix, _FINE))
        drawing.defs.append(pattern_definition(name, f"{prefix}k", 1))
    _draw_zones(drawing, drawn, classes, cadrage, (prefix, _titler(figure, titles)))
    draw_contours(drawing, figure.contours, cadrage)
    draw_names(drawing, drawn, classes, cadrage.place, cadrage.scale)
    if wide:
        drawing.y = top + size * 0.4
        draw_legende(drawing, figure, classes, groupes, map_width + size, f"{prefix}k")
        draw_scale_bar(drawing, cadrage, map_width + size)
        draw_notes_beside(drawing, _notes(figure, classes), map_width + size)
        drawing.y = max(drawing.y, top + height) + size * 0.6
        return []
    drawing.y = top + height + size * 0.5
    draw_scale_bar(drawing, cadrage, 0)
    drawing.y += size * 0.8
    draw_legende(drawing, figure, classes, groupes, 0, f"{prefix}k")
    drawing.y += size * 0.6
    return [" ".join(_notes(figure, classes))]


def draw_notes_beside(drawing: Dessin, notes: list[str], x: float) -> None:
    """Write the notes at the pen in the column of the legend."""
    size = drawing.size * 0.85
    drawing.y += size * 1.6
    for note in notes:
        lines = wrap(texte(note), drawing.width - x, size)
        drawing.y += drawing.lines(lines, x, drawing.y, size=size, ink="discret") + size * 0.3


def _shown(zone: Zone) -> bool:
    return zone.status in AFFICHES


def frame_map(
    figure: Carte | CarteTypologie, width: float, height: float, y: float
) -> tuple[Cadrage, float]:
    """Fit the areas in the box, centred; return the frame and the height used."""
    rings = [ring for z in figure.zones for ring in z.anneaux]
    rings += [ring for c in figure.contours for ring in c.anneaux]
    if not any(len(ring) for ring in rings):
        return Cadrage(0, 0, 1, 0, y), 0
    bounds = [
        (min(e), max(e), min(n), max(n)) for e, n in (zip(*r, strict=True) for r in rings if r)
    ]
    left, right = min(b[0] for b in bounds), max(b[1] for b in bounds)
    bottom, top = min(b[2] for b in bounds), max(b[3] for b in bounds)
    margin = 3  # thick outlines stand astride the edge
    span_x, span_y = max(right - left, 1e-6), max(top - bottom, 1e-6)
    scale = min((width - 2 * margin) / span_x, (height - 2 * margin) / span_y)
    x = margin + (width - 2 * margin - span_x * scale) / 2
    return Cadrage(left, top, scale, x, y + margin), span_y * scale + 2 * margin


def _titler(figure: Carte, titles: bool) -> Callable[[Zone], str]:
    """Return what writes the tooltip of an area, or nothing."""
    if not titles:
        return lambda zone: ""
    unit = unite(figure.unite)

    def title(zone: Zone) -> str:
        shown = printed(zone, figure.decimales) + (f" {unit}" if _shown(zone) and unit else "")
        return f"<title>{escape(texte(f'{zone.label} : {shown}'), quote=False)}</title>"

    return title


def _draw_zones(
    drawing: Dessin,
    zones: list[Zone],
    classes: Classes,
    cadrage: Cadrage,
    writing: tuple[str, Callable[[Zone], str]],
) -> None:
    """Draw the areas grouped by look: one set of attributes for hundreds of paths."""
    prefix, title = writing
    groups: dict[str, list[Zone]] = defaultdict(list)
    for zone in zones:
        groups[_look(zone, classes, prefix)].append(zone)
    drawing.marks.append(f'<g transform="scale({1 / _FINE:g})" stroke-linejoin="round">')
    for look, members in sorted(groups.items()):
        drawing.marks.append(f"<g {look}>")
        for zone in members:
            path, name = cadrage.path(zone.anneaux), title(zone)
            drawing.marks.append(
                f'<path d="{path}">{name}</path>' if name else f'<path d="{path}"/>'
            )
        drawing.marks.append("</g>")
    drawing.marks.append("</g>")


def _look(zone: Zone, classes: Classes, prefix: str) -> str:
    if zone.status in MOTIFS or zone.value is None:
        motif = MOTIFS.get(zone.status, MOTIFS["manquant"])
        fill = f"url(#{prefix}-{motif.pattern})" if motif.pattern else motif.fill
        return f'fill="{fill}" stroke="{motif.stroke}" stroke-width="{motif.width * _FINE:g}"'
    fill = classes.colours[classes.rank(zone.value)]
    if zone.status == "emprunte":
        stroke, width, dashes = EMPRUNTE
        dash = " ".join(f"{d * _FINE:g}" for d in dashes)
        outline = f'stroke="{stroke}" stroke-width="{width * _FINE:g}" stroke-dasharray="{dash}"'
        return f'fill="{fill}" {outline}'
    return f'fill="{fill}" stroke="#FFFFFF" stroke-width="{0.4 * _FINE:g}"'


def draw_contours(drawing: Dessin, contours: tuple[Contour, ...], cadrage: Cadrage) -> None:
    """Draw plain outlines, then the reader's own: dark over a white halo."""
    drawing.marks.append(
        f'<g transform="scale({1 / _FINE:g})" fill="none" stroke-linejoin="round">'
    )
    for contour in sorted(contours, key=lambda c: c.accent):
        strokes = (("#FFFFFF", 4.0), ("#16202A", 2.0)) if contour.accent else (("#51606B", 0.9),)
        for colour, width in strokes:
            stroke = f'stroke="{colour}" stroke-width="{width * _FINE:g}"'
            drawing.marks.append(f'<path d="{cadrage.path(contour.anneaux)}" {stroke}/>')
    drawing.marks.append("</g>")


def draw_scale_bar(drawing: Dessin, cadrage: Cadrage, x: float) -> None:
    """Draw a bar of a round number of km."""
    size = drawing.size
    lengths = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
    longest = [km for km in lengths if km * cadrage.scale <= size * 9]
    if not longest:
        return
    km = longest[-1]
    drawing.y += size * 1.2
    y, end = drawing.y, x + km * cadrage.scale
    paint = drawing.paint(stroke="discret", width=1.2)
    drawing.polyline([(x, y - 4), (x, y), (end, y), (end, y - 4)], paint)
    label = f"{nombre(km, 1 if km < 1 else 0)}\u00a0km"
    drawing.text(label, end + size * 0.5, y, size=size * 0.9, ink="discret")


def _notes(figure: Carte, classes: Classes) -> list[str]:
    notes = []
    if classes.quantiles and classes.bornes:
        apart = ""
        if classes.plancher is not None:
            apart = f" au-dessus de {nombre(classes.plancher, classes.decimales)}"
        if len(classes.bornes) > 1 or not apart:
            notes.append(
                f"Classes{apart} : autant de {figure.nom_zones} dans chacune, aux égalités près."
            )
    lost = sum(not z.anneaux for z in figure.zones)
    if lost:
        notes.append(f"Sans contour, à lire dans le tableau : {nombre(lost)}.")
    return [*notes, f"Fond de carte : {MENTION}."]
