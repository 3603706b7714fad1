"""Inequality gradient: a value for each fifth of disadvantage, with the fitted slope."""

from ancrage.publication.figures.chasses import wrap
from ancrage.publication.figures.dessin import LINE_HEIGHT, Dessin
from ancrage.publication.figures.echelles import Echelle, build_echelle
from ancrage.publication.figures.modeles import Gradient, Point
from ancrage.publication.figures.rendu_lignes import VIDE
from ancrage.publication.figures.tableaux import shared_decimals
from ancrage.publication.typographie import AFFICHES, mot_statut, nombre, texte


def draw_gradient(drawing: Dessin, figure: Gradient) -> list[str]:
    """Draw the fifths at the pen, from zero so that the slope is not exaggerated."""
    size = drawing.size
    shown = [r for r in figure.lignes if r.status in AFFICHES and r.value is not None]
    values = [v for r in shown for v in (r.value, r.lower, r.upper) if v is not None]
    if not values:
        drawing.y += size
        drawing.text(VIDE, 0, drawing.y, ink="discret", italic=True)
        return []
    values += list(figure.pente or ())
    top = drawing.y + size * 1.8  # the highest dot bears its number above
    bottom = top + max(drawing.width * 0.3, size * 11)
    y = build_echelle(values, bottom, top, zero=True, count=4, fit=True)
    left = max(drawing.measure(y.label(t), size=size * 0.9) for t in y.ticks) + size * 0.7
    step = (drawing.width - left) / len(figure.lignes)
    for tick in y.ticks:
        drawing.line((left, y(tick)), (drawing.width, y(tick)), drawing.paint(stroke="trait"))
        label, at = y.label(tick), y(tick) + size * 0.3
        drawing.text(label, left - size * 0.6, at, size=size * 0.9, anchor="end", ink="discret")
    if figure.pente:
        start, end = (
            (left + step * 0.1, y(figure.pente[0])),
            (drawing.width - step * 0.1, y(figure.pente[1])),
        )
        drawing.line(start, end, drawing.paint(stroke="discret", width=1.4, dash="5 4"))
    tallest = 0.0
    decimales = shared_decimals(figure.lignes, figure.decimales)
    for rank, row in enumerate(figure.lignes):
        x = left + step * (rank + 0.5)
        _draw_fifth(drawing, row, x, y, decimales)
        lines = wrap(texte(row.label), step - size * 0.6, size * 0.9)
        first = bottom + size * 1.4
        height = drawing.lines(lines, x, first, size=size * 0.9, anchor="middle", ink="encre")
        tallest = max(tallest, height)
    drawing.y = bottom + size * 0.6 + tallest + size * LINE_HEIGHT * 0.4
    return ["Trait en tirets : pente ajustée."] if figure.pente else []


def _draw_fifth(drawing: Dessin, row: Point, x: float, y: Echelle, decimales: int) -> None:
    size = drawing.size
    if row.status not in AFFICHES or row.value is None:
        word = mot_statut(row.status if row.status not in AFFICHES else "manquant")
        for rank, part in enumerate(reversed(word.split(" "))):
            at = y(0) - size * 0.5 - rank * size * LINE_HEIGHT
            drawing.text(part, x, at, anchor="middle", ink="discret", italic=True, size=size * 0.9)
        return
    top = y(row.value)
    if row.lower is not None and row.upper is not None:
        paint = drawing.paint(stroke="accent", width=size * 0.16)
        drawing.line((x, y(row.lower)), (x, y(row.upper)), paint)
    drawing.circle(x, top, size * 0.45, drawing.paint("accent"))
    number = nombre(row.value, decimales)
    above = min(top - size * 0.45, y(row.upper) if row.upper is not None else top)
    drawing.text(number, x, above - size * 0.45, anchor="middle", bold=True)
