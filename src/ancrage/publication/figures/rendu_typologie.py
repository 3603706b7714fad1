"""Typology maps: areas by class, a letter in each one that has room, legend in words."""

import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from html import escape

from ancrage.publication.figures.chasses import wrap
from ancrage.publication.figures.dessin import LINE_HEIGHT, Dessin
from ancrage.publication.figures.etiquettes import find_spot
from ancrage.publication.figures.modeles import Anneau, CarteTypologie, ZoneClassee
from ancrage.publication.figures.motifs import MOTIFS, pattern_definition
from ancrage.publication.figures.rendu_carte import (
    MENTION,
    Cadrage,
    draw_contours,
    draw_notes_beside,
    draw_scale_bar,
    frame_map,
)
from ancrage.publication.figures.rendu_lignes import VIDE
from ancrage.publication.figures.tableaux import LETTRES
from ancrage.publication.figures.themes import CLASSES
from ancrage.publication.typographie import mot_statut, nombre, texte

_FINE = 10  # areas are drawn in tenths of a pixel
MAX_LETTERED = 150  # beyond, letters would cover the map
MANY_RINGS = 4  # an area of many communes has room, even where none of them has


def draw_typologie(
    drawing: Dessin, figure: CarteTypologie, haut: float = 0.6, *, titles: bool = False
) -> list[str]:
    """Draw the map at the pen, its legend beside or under it; return the notes left to write."""
    size = drawing.size
    if not any(zone.anneaux for zone in figure.zones):
        drawing.y += size
        drawing.text(VIDE, 0, drawing.y, ink="discret", italic=True)
        return []
    wide = drawing.width > 36 * size
    map_width = drawing.width * 0.62 if wide else drawing.width
    top = drawing.y
    cadrage, height = frame_map(figure, map_width, drawing.width * haut, top)
    prefix = f"t{zlib.crc32(f'{figure.titre}{figure.sous_titre}{drawing.width}'.encode()):08x}"
    for name in sorted({MOTIFS[z.status].pattern for z in figure.zones if z.status in MOTIFS}):
        if name:
            drawing.defs.append(pattern_definition(name, prefix, _FINE))
            drawing.defs.append(pattern_definition(name, f"{prefix}k", 1))
    _draw_zones(drawing, figure, cadrage, prefix, titles=titles)
    draw_contours(drawing, figure.contours, cadrage)
    if len(figure.zones) <= MAX_LETTERED:
        _draw_letters(drawing, figure, cadrage)
    if wide:
        drawing.y = top + size * 0.4
        _draw_legend(drawing, figure, map_width + size, f"{prefix}k")
        draw_scale_bar(drawing, cadrage, map_width + size)
        draw_notes_beside(drawing, _notes(figure), map_width + size)
        drawing.y = max(drawing.y, top + height) + size * 0.6
        return []
    drawing.y = top + height + size * 0.5
    draw_scale_bar(drawing, cadrage, 0)
    drawing.y += size * 0.8
    _draw_legend(drawing, figure, 0, f"{prefix}k")
    drawing.y += size * 0.6
    return [" ".join(_notes(figure))]


def _notes(figure: CarteTypologie) -> list[str]:
    return [line for line in (figure.lettres, f"Fond de carte : {MENTION}.") if line]


def _draw_zones(
    drawing: Dessin, figure: CarteTypologie, cadrage: Cadrage, prefix: str, *, titles: bool
) -> None:
    groups: dict[str, list[ZoneClassee]] = defaultdict(list)
    for zone in figure.zones:
        if zone.anneaux:
            groups[_look(zone, prefix, figure.trait)].append(zone)
    drawing.marks.append(f'<g transform="scale({1 / _FINE:g})" stroke-linejoin="round">')
    for look, members in sorted(groups.items()):
        drawing.marks.append(f"<g {look}>")
        for zone in members:
            name = f"<title>{escape(_title(zone, figure), quote=False)}</title>" if titles else ""
            drawing.marks.append(f'<path d="{cadrage.path(zone.anneaux)}">{name}</path>')
        drawing.marks.append("</g>")
    drawing.marks.append("</g>")


def _title(zone: ZoneClassee, figure: CarteTypologie) -> str:
    said = mot_statut(zone.status) if zone.classe is None else figure.classes[zone.classe]
    return texte(f"{zone.label} : {said}")


def _look(zone: ZoneClassee, prefix: str, trait: float) -> str:
    if zone.classe is None:
        motif = MOTIFS.get(zone.status, MOTIFS["manquant"])
        fill = f"url(#{prefix}-{motif.pattern})" if motif.pattern else motif.fill
        return f'fill="{fill}" stroke="{motif.stroke}" stroke-width="{motif.width * _FINE:g}"'
    return f'fill="{CLASSES[zone.classe]}" stroke="#FFFFFF" stroke-width="{trait * _FINE:g}"'


def _heart(anneaux: Sequence[Anneau]) -> tuple[float, float]:
    """Return the middle of the ring that lies nearest to the middle of all of them."""
    middles = [
        (sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring))
        for ring in anneaux
    ]
    east = sum(x for x, _ in middles) / len(middles)
    north = sum(y for _, y in middles) / len(middles)
    return min(middles, key=lambda one: (one[0] - east) ** 2 + (one[1] - north) ** 2)


def _draw_letters(drawing: Dessin, figure: CarteTypologie, cadrage: Cadrage) -> None:
    size = drawing.size * 0.85
    for zone in figure.zones:
        if zone.classe is None or not zone.anneaux:
            continue
        letter = LETTRES[zone.classe]
        spot = find_spot(drawing, zone.anneaux, letter, size, cadrage.scale)
        if spot is not None or len(zone.anneaux) > MANY_RINGS:
            east, north = spot[1:] if spot is not None else _heart(zone.anneaux)
            x, y = cadrage.place(east, north)
            drawing.text(letter, x, y + size * 0.35, size=size, anchor="middle", ink="#16202A")


def _draw_legend(drawing: Dessin, figure: CarteTypologie, x: float, prefix: str) -> None:
    counts = Counter(zone.classe for zone in figure.zones)
    for rank, name in enumerate(figure.classes):
        label = f"{LETTRES[rank]}. {name} ({nombre(counts[rank])})"
        _entry(drawing, x, label, f'fill="{CLASSES[rank]}"')
    masked = Counter(zone.status for zone in figure.zones if zone.classe is None)
    for status, count in sorted(masked.items()):
        motif = MOTIFS.get(status, MOTIFS["manquant"])
        fill = f"url(#{prefix}-{motif.pattern})" if motif.pattern else motif.fill
        label = f"{mot_statut(status)} ({nombre(count)})"
        _entry(drawing, x, label, f'fill="{fill}" stroke="{motif.stroke}" stroke-width="0.6"')
    for contour in figure.contours:
        if contour.accent:
            _entry(drawing, x, contour.label, 'fill="none" stroke="#16202A" stroke-width="2"')


def _entry(drawing: Dessin, x: float, label: str, paint: str) -> None:
    size, swatch = drawing.size, drawing.size * 1.9
    lines = wrap(texte(label), drawing.width - x - swatch - size * 0.6, size * 0.95)
    drawing.y += size * 0.45
    drawing.rect(x + 1, drawing.y + size * 0.08, swatch - 2, size * 1.05, paint)
    height = drawing.lines(
        lines, x + swatch + size * 0.5, drawing.y + size * 0.95, size=size * 0.95
    )
    drawing.y += max(height, size * LINE_HEIGHT)
