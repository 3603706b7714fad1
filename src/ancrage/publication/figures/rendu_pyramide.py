"""Age pyramid: men on the left, women on the right, a reference as a stepped outline."""

from ancrage.publication.figures.dessin import Dessin
from ancrage.publication.figures.echelles import Echelle, build_echelle
from ancrage.publication.figures.modeles import Pyramide, Tranche
from ancrage.publication.figures.rendu_lignes import VIDE
from ancrage.publication.typographie import texte

_FILLS = {"hommes": "#2F8A84", "femmes": "#73B7AE"}  # both readable on either paper


def draw_pyramide(drawing: Dessin, figure: Pyramide) -> None:
    """Draw the age bands at the pen, the oldest on top."""
    size = drawing.size
    if not figure.tranches:
        drawing.y += size
        drawing.text(VIDE, 0, drawing.y, ink="discret", italic=True)
        return
    label = max(drawing.measure(texte(t.label), size=size * 0.9) for t in figure.tranches)
    gap = label / 2 + size * 0.6
    middle = drawing.width / 2
    values = [v for t in figure.tranches for v in _values(t)]
    right = build_echelle(values, middle + gap, drawing.width - size, zero=True, count=4)
    left = build_echelle(values, middle - gap, size, zero=True, count=4)
    drawing.y += size
    drawing.text("Hommes", left.start - size * 0.4, drawing.y, anchor="end", bold=True)
    drawing.text("Femmes", right.start + size * 0.4, drawing.y, bold=True)
    top = drawing.y + size * 0.6
    step = size * (1.3 if len(figure.tranches) > 15 else 1.6)
    bottom = top + step * len(figure.tranches)
    for scale in (left, right):
        _draw_ticks(drawing, scale, top, bottom)
    for rank, tranche in enumerate(reversed(figure.tranches)):
        y = top + rank * step
        drawing.text(texte(tranche.label), middle, y + step / 2 + size * 0.3, anchor="middle",
                     size=size * 0.9)  # fmt: skip
        _draw_bars(drawing, tranche, left, right, y + step * 0.06, step * 0.88)
    drawing.y = bottom + size * 1.6
    if figure.reference:
        _draw_reference(drawing, figure, left, right, top, step)


def _values(tranche: Tranche) -> list[float]:
    found = (tranche.hommes, tranche.femmes, tranche.reference_hommes, tranche.reference_femmes)
    return [v for v in found if v is not None]


def _draw_ticks(drawing: Dessin, scale: Echelle, top: float, bottom: float) -> None:
    size = drawing.size * 0.9
    for tick in scale.ticks:
        x = scale(tick)
        drawing.line((x, top), (x, bottom), drawing.paint(stroke="trait"))
        label = scale.label(tick)
        drawing.text(label, x, bottom + size * 1.2, size=size, anchor="middle", ink="discret")


def _draw_bars(
    drawing: Dessin, tranche: Tranche, left: Echelle, right: Echelle, y: float, height: float
) -> None:
    x = left(tranche.hommes)
    drawing.rect(x, y, left.start - x, height, drawing.paint(_FILLS["hommes"]))
    width = right(tranche.femmes) - right.start
    drawing.rect(right.start, y, width, height, drawing.paint(_FILLS["femmes"]))


def _draw_reference(
    drawing: Dessin, figure: Pyramide, left: Echelle, right: Echelle, top: float, step: float
) -> None:
    """Draw the stepped outline of the reference on both sides, and its key."""
    size = drawing.size
    paint = drawing.paint(stroke="encre", width=size * 0.12)
    for scale, side in ((left, "reference_hommes"), (right, "reference_femmes")):
        places = []
        for rank, tranche in enumerate(reversed(figure.tranches)):
            value = getattr(tranche, side)
            if value is not None:
                x = scale(value)
                places += [(x, top + rank * step), (x, top + (rank + 1) * step)]
        drawing.polyline(places, paint)
    drawing.y += size * 1.1
    drawing.line((0, drawing.y - size * 0.33), (size * 2, drawing.y - size * 0.33), paint)
    drawing.text(texte(figure.reference), size * 2.5, drawing.y, size=size * 0.9, ink="discret")
    drawing.y += size * 0.3
