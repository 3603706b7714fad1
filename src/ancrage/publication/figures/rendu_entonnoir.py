"""Funnel plot: the reader's own area against what chance explains, by expected count."""

from ancrage.publication.figures.dessin import Dessin
from ancrage.publication.figures.echelles import Echelle, build_echelle
from ancrage.publication.figures.modeles import Entonnoir, Limite
from ancrage.publication.typographie import enumeration, nombre, texte

_DASHES = ("6 3", "2 3")


def draw_entonnoir(drawing: Dessin, figure: Entonnoir) -> list[str]:
    """Draw the funnel at the pen; return the note on its limits."""
    size = drawing.size
    top = drawing.y + size * 0.6
    bottom = top + max(drawing.width * 0.5, size * 13)
    counts = [p.effectif for p in figure.points] + [e for f in figure.limites for e in f.effectifs]
    values = [figure.repere.value, *(p.value for p in figure.points)]
    values += [v for limite in figure.limites for v in (*limite.bas, *limite.haut)]
    y = build_echelle(values, bottom, top, count=5, fit=True)
    left = max(drawing.measure(y.label(t), size=size * 0.9) for t in y.ticks) + size * 0.7
    right = drawing.measure("99,8 %", size=size * 0.9) + size * 0.8
    x = build_echelle(counts, left, drawing.width - right, zero=True, count=5)
    _draw_axes(drawing, figure, x, y)
    for rank, limite in enumerate(figure.limites):
        _draw_limite(drawing, limite, _DASHES[rank % 2], x, y)
    at = y(figure.repere.value)
    drawing.line((x.start, at), (x.end, at), drawing.paint(stroke="encre", width=1.3))
    label = texte(f"{figure.repere.label} {nombre(figure.repere.value, figure.decimales)}")
    for point in figure.points:
        if not point.accent:
            place = x(point.effectif), y(point.value)
            drawing.circle(*place, size * 0.26, drawing.paint("autres", "papier", 0.8))
    drawing.text(label, x.end, at - size * 0.4, anchor="end", size=size * 0.9)
    for point in figure.points:
        if point.accent:
            place = x(point.effectif), y(point.value)
            drawing.circle(*place, size * 0.46, drawing.paint("accent", "papier", 1.2))
            _draw_name(drawing, texte(point.label), *place)
    drawing.y = bottom + size * 3.1
    return _notes(figure)


def _draw_name(drawing: Dessin, name: str, x: float, y: float) -> None:
    """Write the name beside the dot, on the side where it fits, over a halo of paper."""
    size = drawing.size
    width = drawing.measure(name, bold=True)
    fits = x + size + width <= drawing.width
    start = x + size * 0.8 if fits else x - size * 0.8 - width
    start = max(start, 0)
    drawing.rect(start - 2, y - size * 0.65, width + 4, size * 1.25, drawing.paint("papier"))
    drawing.text(name, start, y + size * 0.33, bold=True, ink="accent")


def _draw_axes(drawing: Dessin, figure: Entonnoir, x: Echelle, y: Echelle) -> None:
    size = drawing.size * 0.9
    for tick in y.ticks:
        drawing.line((x.start, y(tick)), (x.end, y(tick)), drawing.paint(stroke="trait"))
        label, at = y.label(tick), y(tick) + size * 0.33
        drawing.text(label, x.start - size * 0.6, at, size=size, anchor="end", ink="discret")
    bottom = max(y.start, y.end)
    for tick in x.ticks:
        label = x.label(tick)
        drawing.text(label, x(tick), bottom + size * 1.3, size=size, anchor="middle", ink="discret")
    middle = (x.start + x.end) / 2
    drawing.text(texte(figure.effectif), middle, bottom + size * 2.7, size=size, anchor="middle",
                 ink="discret")  # fmt: skip


def _draw_limite(drawing: Dessin, limite: Limite, dash: str, x: Echelle, y: Echelle) -> None:
    size = drawing.size * 0.9
    paint = drawing.paint(stroke="discret", width=1.1, dash=dash)
    for values in (limite.bas, limite.haut):
        places = [(x(e), y(v)) for e, v in zip(limite.effectifs, values, strict=True)]
        drawing.polyline(places, paint)
    if limite.effectifs:
        end = x(limite.effectifs[-1]) + size * 0.4
        label = texte(limite.label)
        drawing.text(label, end, y(limite.haut[-1]) + size * 0.3, size=size, ink="discret")


def _notes(figure: Entonnoir) -> list[str]:
    if not figure.limites:
        return []
    limits = enumeration([limite.label for limite in figure.limites])
    return [f"Entre les limites à {limits}, l’écart au repère s’explique par le hasard."]
