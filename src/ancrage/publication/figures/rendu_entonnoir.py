"""Funnel plot: the reader's own area against what chance explains, by expected count."""

from dataclasses import replace

from ancrage.publication.figures.chasses import wrap
from ancrage.publication.figures.dessin import LINE_HEIGHT, Dessin
from ancrage.publication.figures.echelles import Echelle, build_echelle, spread
from ancrage.publication.figures.modeles import Entonnoir, Limite
from ancrage.publication.typographie import enumeration, nombre, texte

_DASHES = ("6 3", "2 3")


def draw_entonnoir(drawing: Dessin, figure: Entonnoir) -> list[str]:
    """Draw the funnel at the pen; return the note on its limits."""
    size = drawing.size
    top = drawing.y + size * 0.6
    bottom = top + max(drawing.width * 0.4, size * 13)
    limites = _trimmed(figure)
    counts = [p.effectif for p in figure.points] + [e for f in limites for e in f.effectifs]
    values = [figure.repere.value, *(p.value for p in figure.points)]
    values += [v for limite in limites for v in (*limite.bas, *limite.haut)]
    y = build_echelle(values, bottom, top, count=5, fit=True)
    left = max(drawing.measure(y.label(t), size=size * 0.9) for t in y.ticks) + size * 0.7
    repere = texte(f"{figure.repere.label} {nombre(figure.repere.value, figure.decimales)}")
    labels = [(repere, figure.repere.value)]
    labels += [(texte(limite.label), limite.haut[-1]) for limite in limites if limite.haut]
    right = max(drawing.measure(label, size=size * 0.9) for label, _ in labels) + size
    x = build_echelle(counts, left, drawing.width - right, zero=True, count=5)
    _draw_axes(drawing, figure, x, y)
    for rank, limite in enumerate(limites):
        _draw_limite(drawing, limite, _DASHES[rank % 2], x, y)
    at = y(figure.repere.value)
    drawing.line((x.start, at), (x.end, at), drawing.paint(stroke="encre", width=1.3))
    places = spread([y(value) for _, value in labels], size * 1.15, top, bottom)
    for (label, _), place in zip(labels, places, strict=True):
        drawing.text(label, x.end + size * 0.5, place + size * 0.3, size=size * 0.9, ink="discret")
    _draw_points(drawing, figure, x, y)
    drawing.y = bottom + size * 3.1
    return _notes(figure)


def _trimmed(figure: Entonnoir) -> list[Limite]:
    """Return the limits where there are points to read: they fly off towards small counts."""
    smallest = min((p.effectif for p in figure.points), default=0) * 0.8
    highest = max((p.value for p in figure.points), default=0) * 1.3
    kept = []
    for limite in figure.limites:
        rows = zip(limite.effectifs, limite.bas, limite.haut, strict=True)
        rows_kept = [row for row in rows if row[0] >= smallest and row[2] <= highest]
        columns = zip(*rows_kept, strict=True) if rows_kept else ((), (), ())
        effectifs, bas, haut = (tuple(column) for column in columns)
        kept.append(replace(limite, effectifs=effectifs, bas=bas, haut=haut))
    return kept


def _draw_points(drawing: Dessin, figure: Entonnoir, x: Echelle, y: Echelle) -> None:
    """Draw the other areas, grey and without a name, then the reader's own."""
    size = drawing.size
    for point in sorted(figure.points, key=lambda p: p.accent):
        place = x(point.effectif), y(point.value)
        radius, ink = (0.46, "accent") if point.accent else (0.26, "autres")
        drawing.circle(*place, size * radius, drawing.paint(ink, "papier", 0.9))
        if point.accent and point.label:
            _draw_name(drawing, texte(point.label), *place, x.end)


def _draw_name(drawing: Dessin, name: str, x: float, y: float, end: float) -> None:
    """Write the name beside the dot, over a halo of paper, on the side where it covers no label.

    `end`: where the plot ends and the labels of its lines begin.
    """
    size = drawing.size
    lines = wrap(name, drawing.width * 0.42, size, True)
    width = max(drawing.measure(line, bold=True) for line in lines)
    height = len(lines) * size * LINE_HEIGHT
    fits = x + size + width <= end
    start = max(x + size * 0.8 if fits else x - size * 0.8 - width, 0)
    drawing.rect(start - 2, y - height / 2, width + 4, height, drawing.paint("papier"))
    drawing.lines(lines, start, y - height / 2 + size * 0.98, bold=True, ink="accent")


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
    paint = drawing.paint(stroke="discret", width=1.1, dash=dash)
    for values in (limite.bas, limite.haut):
        places = [(x(e), y(v)) for e, v in zip(limite.effectifs, values, strict=True)]
        drawing.polyline(places, paint)


def _notes(figure: Entonnoir) -> list[str]:
    if not figure.limites:
        return []
    limits = enumeration([limite.label for limite in figure.limites])
    return [f"À l’intérieur des limites ({limits}), le hasard seul peut suffire à l’écart."]
