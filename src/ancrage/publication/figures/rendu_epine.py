"""Spine chart: many indicateurs against one reference, each on its own scale around the spine."""

from dataclasses import dataclass

from ancrage.publication.figures.chasses import wrap
from ancrage.publication.figures.dessin import LINE_HEIGHT, Dessin
from ancrage.publication.figures.marques import draw_key, draw_mark, verdict_token
from ancrage.publication.figures.modeles import LigneEpine, RepereEpine
from ancrage.publication.figures.rendu_lignes import VIDE
from ancrage.publication.figures.tableaux import epine_decimals
from ancrage.publication.typographie import (
    AFFICHES,
    mesure,
    mot_statut,
    nombre,
    periode,
    texte,
)


@dataclass(frozen=True, slots=True)
class Colonnes:
    """Where the columns stand: label width, right edges of both values, the plot."""

    label: float
    own: float
    reference: float
    start: float
    end: float

    @property
    def spine(self) -> float:
        """Return the middle of the plot."""
        return (self.start + self.end) / 2


def draw_epine(drawing: Dessin, figure: RepereEpine) -> list[str]:
    """Draw the rows at the pen; return the note on how to read them."""
    if not figure.lignes:
        drawing.y += drawing.size
        drawing.text(VIDE, 0, drawing.y, ink="discret", italic=True)
        return []
    colonnes = _layout(drawing, figure)
    _draw_heads(drawing, figure, colonnes)
    group = ""
    for row in figure.lignes:
        if row.groupe != group:
            group = row.groupe
            if group:
                drawing.y += drawing.size * 1.3
                drawing.text(texte(group), 0, drawing.y, bold=True, ink="accent")
                drawing.y += drawing.size * 0.35
        _draw_row(drawing, row, colonnes)
    drawing.y += drawing.size * 0.2
    draw_key(drawing, [r.verdict for r in figure.lignes if r.status in AFFICHES])
    return _notes(figure)


def _printed(row: LigneEpine) -> str:
    if row.status not in AFFICHES or row.value is None:
        return mot_statut(row.status if row.status not in AFFICHES else "manquant")
    return mesure(row.value, _short(row), epine_decimals(row))


def _reference(row: LigneEpine) -> str:
    return "–" if row.reference is None else nombre(row.reference, epine_decimals(row))


def _short(row: LigneEpine) -> str:
    """Return the unit when it is a sign: longer units are said under the label."""
    return row.unite if row.unite in {"%", "€", "ans"} else ""


def _layout(drawing: Dessin, figure: RepereEpine) -> Colonnes:
    size = drawing.size
    shown = [r for r in figure.lignes if r.status in AFFICHES and r.value is not None]
    own = max((drawing.measure(_printed(r), bold=True) for r in shown), default=0)
    own = max(own, size * 4)
    wide = drawing.width > 30 * size
    label = drawing.width * (0.36 if wide else 0.38)
    own_edge = label + size * 0.8 + own
    reference_edge = own_edge
    if wide:  # a half-width spine leaves the reference values to the data table
        reference = max(drawing.measure(_reference(r)) for r in figure.lignes)
        reference_edge += size * 0.9 + max(reference, size * 6)
    return Colonnes(label, own_edge, reference_edge, reference_edge + size * 1.4, drawing.width - 6)


def _draw_heads(drawing: Dessin, figure: RepereEpine, colonnes: Colonnes) -> None:
    size = drawing.size * 0.9
    reference = figure.reference[:1].upper() + figure.reference[1:]
    heads = [(figure.territoire or "Valeur", colonnes.own, colonnes.own)]
    if colonnes.reference > colonnes.own:
        width = colonnes.reference - colonnes.own - size * 0.6
        heads.append((reference, colonnes.reference, width))
    wrapped = [(wrap(texte(name), width, size, True), edge) for name, edge, width in heads]
    tallest = max(len(lines) for lines, _ in wrapped)
    drawing.y += size * LINE_HEIGHT * tallest
    for lines, edge in wrapped:
        first = drawing.y - (len(lines) - 1) * size * LINE_HEIGHT
        drawing.lines(lines, edge, first, size=size, anchor="end", bold=True)
    low, high = ("plus bas", "plus haut") if colonnes.end - colonnes.start > size * 9 else "−+"
    drawing.text(low, colonnes.start, drawing.y, size=size, ink="discret")
    drawing.text(high, colonnes.end, drawing.y, size=size, anchor="end", ink="discret")
    drawing.y += size * 0.5
    ends = (0.0, drawing.y), (drawing.width, drawing.y)
    drawing.line(*ends, drawing.paint(stroke="discret"))
    drawing.y += size * 0.2


def _draw_row(drawing: Dessin, row: LigneEpine, colonnes: Colonnes) -> None:
    size = drawing.size
    labels = wrap(texte(row.label), colonnes.label, size)
    under = _under(row)
    unders = wrap(under, colonnes.label, size * 0.85) if under else []
    height = (len(labels) + len(unders) * 0.85) * size * LINE_HEIGHT + size * 0.55
    middle = drawing.y + height / 2
    first = drawing.y + size * 1.15
    used = drawing.lines(labels, 0, first)
    drawing.lines(unders, 0, first + used - size * 0.1, size=size * 0.85, ink="discret")
    baseline = middle + size * 0.33
    masked = row.status not in AFFICHES or row.value is None
    spine = drawing.paint(stroke="encre", width=1.2)
    drawing.line((colonnes.spine, drawing.y), (colonnes.spine, drawing.y + height), spine)
    if colonnes.reference > colonnes.own:
        drawing.text(_reference(row), colonnes.reference, baseline, anchor="end", ink="discret")
    if masked:
        _draw_masked(drawing, row, colonnes, middle)
    else:
        drawing.text(_printed(row), colonnes.own, baseline, anchor="end", bold=True)
        if row.reference is not None:
            _draw_plot(drawing, row, colonnes, middle)
    drawing.y += height
    ends = (0.0, drawing.y), (drawing.width, drawing.y)
    drawing.line(*ends, drawing.paint(stroke="trait", width=0.8))


def _draw_masked(drawing: Dessin, row: LigneEpine, colonnes: Colonnes, y: float) -> None:
    """Write the word of the status where the plot would be."""
    size = drawing.size * 0.95
    lines = wrap(_printed(row), drawing.width - colonnes.start, size)
    width = max(drawing.measure(line, size=size) for line in lines) + size * 0.5
    height = len(lines) * size * LINE_HEIGHT
    top = y - height / 2
    drawing.rect(colonnes.start, top, width, height, drawing.paint("papier"))
    drawing.lines(lines, colonnes.start, top + size * 0.95, size=size, ink="discret", italic=True)


def _under(row: LigneEpine) -> str:
    """Return the small line under the label: unit, period, level of a borrowed value."""
    parts = [row.unite if not _short(row) else "", periode(row.periode)]
    if row.status == "emprunte":
        parts.append(mot_statut(row.status, row.niveau))
    return texte(", ".join(part for part in parts if part))


def _draw_plot(drawing: Dessin, row: LigneEpine, colonnes: Colonnes, y: float) -> None:
    """Draw spread, middle fifths, interval and mark, scaled so that the farthest one fits."""
    size = drawing.size
    reference, value = row.reference or 0.0, row.value or 0.0
    limits = [value, *(v for v in (row.lower, row.upper) if v is not None), *(row.etendue or ())]
    farthest = max(abs(v - reference) for v in limits) or 1.0
    half = (colonnes.end - colonnes.start) / 2 - size * 0.4

    def place(v: float) -> float:
        return colonnes.spine + (v - reference) / farthest * half

    for bounds, token in ((row.etendue, "bande"), (row.coeur, "bande2")):
        if bounds:
            low, high = (min(max(place(v), colonnes.start), colonnes.end) for v in bounds)
            drawing.rect(low, y - size * 0.38, high - low, size * 0.76, drawing.paint(token))
    x, edge = colonnes.spine, size * 0.5
    drawing.line((x, y - edge), (x, y + edge), drawing.paint(stroke="encre", width=1.2))
    token = verdict_token(row.verdict, row.sens)
    if row.lower is not None and row.upper is not None:
        paint = drawing.paint(stroke=token, width=size * 0.13)
        drawing.line((place(row.lower), y), (place(row.upper), y), paint)
    draw_mark(drawing, place(value), y, size * 0.42, row.verdict, token, row.fragile)


def _notes(figure: RepereEpine) -> list[str]:
    note = f"Trait vertical : {figure.reference}. Chaque ligne a sa propre échelle."
    if any(row.fragile for row in figure.lignes):
        note += " Triangle vide : écart non retenu compte tenu du nombre de tests."
    if any(row.etendue for row in figure.lignes):
        note += " Bande claire : du territoire comparable le plus bas au plus haut"
        middle = any(row.coeur for row in figure.lignes)
        note += " ; bande foncée : les trois cinquièmes du milieu." if middle else "."
    return [note]
