"""Time series: lines with their bands, breaks as gaps with a reason, dashed projections."""

from collections.abc import Iterator
from itertools import groupby

from ancrage.publication.figures.chasses import wrap
from ancrage.publication.figures.dessin import LINE_HEIGHT, Dessin
from ancrage.publication.figures.echelles import Echelle, build_echelle, spread
from ancrage.publication.figures.modeles import Ligne, PointSerie, Rupture, SerieTemporelle
from ancrage.publication.figures.rendu_lignes import VIDE
from ancrage.publication.figures.tableaux import shared_decimals
from ancrage.publication.typographie import (
    AFFICHES,
    enumeration,
    milieu,
    mot_statut,
    nombre,
    periode,
    texte,
)

_HEIGHT = 0.32  # of the width
_INKS = ("encre", "discret", "autres")  # lines that are not the reader's
_DASHES = ("", "6 3", "2 3", "8 3 2 3")


def draw_serie(drawing: Dessin, figure: SerieTemporelle) -> list[str]:
    """Draw the lines at the pen; return the notes on masked periods."""
    points = [p for line in figure.lignes for p in line.points if _shown(p)]
    if not points:
        drawing.y += drawing.size
        drawing.text(VIDE, 0, drawing.y, ink="discret", italic=True)
        return _masked_notes(figure)
    size = drawing.size
    decimales = shared_decimals(points, figure.decimales)
    ends = [_end_label(line, decimales) for line in figure.lignes]
    right = min(max(drawing.measure(e, bold=True) for e in ends), drawing.width * 0.34)
    reasons = _reasons(drawing, figure)
    top = drawing.y + size * 0.6 + max((len(r) for r in reasons), default=0) * size * LINE_HEIGHT
    bottom = top + max(drawing.width * _HEIGHT, size * 11)
    values = [v for p in points for v in (p.value, p.lower, p.upper) if v is not None]
    y = build_echelle(values, bottom, top, zero=figure.depuis_zero, count=4, fit=True)
    left = max(drawing.measure(y.label(t), size=size * 0.9) for t in y.ticks) + size * 0.7
    years = [milieu(p.periode) for line in figure.lignes for p in line.points]
    x = _time_scale(years, left + size * 0.6, drawing.width - right - size * 1.2)
    _draw_axes(drawing, figure, x, y, left)
    for rupture, reason in zip(figure.ruptures, reasons, strict=True):
        _draw_rupture(drawing, rupture, reason, x, top, bottom)
    for line in figure.lignes:
        _draw_band(drawing, figure, line, x, y)
    for rank, line in sorted(enumerate(figure.lignes), key=lambda pair: pair[1].accent):
        _draw_line(drawing, figure, line, rank, x, y)
    _draw_ends(drawing, figure, decimales, (x, y), right)
    drawing.y = bottom + size * 2
    return _masked_notes(figure)


def _shown(point: PointSerie) -> bool:
    return point.value is not None and point.status in AFFICHES


def _end_label(line: Ligne, decimales: int) -> str:
    last = [p for p in line.points if _shown(p)][-1:]
    return texte(f"{line.label} {nombre(last[0].value or 0, decimales)}" if last else line.label)


def _time_scale(years: list[float], start: float, end: float) -> Echelle:
    low, high = min(years), max(years)
    if low == high:
        low, high = low - 1, high + 1
    return Echelle(low, high, start, end, (), 0)


def _draw_axes(
    drawing: Dessin, figure: SerieTemporelle, x: Echelle, y: Echelle, left: float
) -> None:
    """Draw light horizontal ticks, then the periods (or round years) under the plot."""
    size = drawing.size * 0.9
    for tick in y.ticks:
        at = y(tick)
        drawing.line((left, at), (x.end + size * 0.4, at), drawing.paint(stroke="trait"))
        label = y.label(tick)
        drawing.text(label, left - size * 0.6, at + size * 0.33, size=size, anchor="end",
                     ink="discret")  # fmt: skip
    periods = sorted({p.periode for line in figure.lignes for p in line.points}, key=milieu)
    base = max(y.start, y.end) + size * 1.4
    free = -1e9
    for label, at in _period_labels(periods, x, drawing, size):
        half = drawing.measure(label, size=size) / 2
        if at - half > free:
            drawing.text(label, at, base, size=size, anchor="middle", ink="discret")
            free = at + half + size * 0.7


def _period_labels(
    periods: list[str], x: Echelle, drawing: Dessin, size: float
) -> Iterator[tuple[str, float]]:
    """Yield every period when they fit side by side, else round years."""
    widest = max(drawing.measure(periode(p), size=size) for p in periods) + size * 0.7
    if len(periods) == 1 or widest * (len(periods) - 1) <= x.end - x.start:
        yield from ((periode(p), x(milieu(p))) for p in periods)
        return
    room = drawing.measure("2020", size=size) + size
    fits = max(int((x.end - x.start) / room), 1)
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if (x.high - x.low) / s <= fits)
    first = -(-int(x.low * 2) // (step * 2)) * step
    yield from ((str(year), x(year)) for year in range(first, int(x.high) + 1, step))


def _reasons(drawing: Dessin, figure: SerieTemporelle) -> list[list[str]]:
    width = drawing.width * 0.5
    size = drawing.size * 0.9
    return [wrap(texte(f"Rupture en {r.annee} : {r.motif}"), width, size) for r in figure.ruptures]


def _draw_rupture(
    drawing: Dessin, rupture: Rupture, reason: list[str], x: Echelle, top: float, bottom: float
) -> None:
    """Draw the break as a dotted upright with its reason above."""
    size = drawing.size * 0.9
    at = min(max(x(rupture.annee - 0.5), x.start), x.end)
    drawing.line(
        (at, top - size * 0.2), (at, bottom), drawing.paint(stroke="attention", dash="2 3")
    )
    half = max(drawing.measure(line, size=size) for line in reason) / 2
    middle = min(max(at, half), drawing.width - half)
    first = top - size * 0.6 - (len(reason) - 1) * size * LINE_HEIGHT
    drawing.lines(reason, middle, first, size=size, anchor="middle", ink="attention")


def _segments(line: Ligne, ruptures: tuple[Rupture, ...]) -> list[list[PointSerie]]:
    """Return the runs of shown points: a masked period or a break ends a run."""
    ordered = sorted(line.points, key=lambda p: milieu(p.periode))
    keys: list[tuple[int, int]] = []
    masked = 0
    for point in ordered:
        masked += not _shown(point)
        keys.append((masked, sum(milieu(point.periode) >= r.annee for r in ruptures)))
    pairs = [(key, p) for key, p in zip(keys, ordered, strict=True) if _shown(p)]
    return [[p for _, p in run] for _, run in groupby(pairs, key=lambda pair: pair[0])]


def _ink(figure: SerieTemporelle, line: Ligne) -> str:
    if line.accent or len(figure.lignes) == 1:
        return "accent"
    others = [other.label for other in figure.lignes if not other.accent]
    return _INKS[others.index(line.label) % len(_INKS)] if others else "encre"


def _draw_band(
    drawing: Dessin, figure: SerieTemporelle, line: Ligne, x: Echelle, y: Echelle
) -> None:
    """Draw the interval of the emphasised line; too many bands would hide the lines."""
    if not line.accent and len(figure.lignes) > 1:
        return
    for run in _segments(line, figure.ruptures):
        limits = [(x(milieu(p.periode)), p.lower, p.upper) for p in run]
        known = [(at, lo, hi) for at, lo, hi in limits if lo is not None and hi is not None]
        if len(known) > 1:
            outline = [(at, y(hi)) for at, _, hi in known]
            outline += [(at, y(lo)) for at, lo, _ in reversed(known)]
            drawing.polygon(outline, drawing.paint("bande"))
        for at, low, high in known if len(known) == 1 else []:
            drawing.line((at, y(low)), (at, y(high)), drawing.paint(stroke="accent", width=1.5))


def _draw_line(
    drawing: Dessin, figure: SerieTemporelle, line: Ligne, rank: int, x: Echelle, y: Echelle
) -> None:
    ink = _ink(figure, line)
    width = drawing.size * (0.19 if ink == "accent" else 0.13)
    dash = "" if ink == "accent" else _DASHES[rank % len(_DASHES)]
    for run in _segments(line, figure.ruptures):
        places = [(x(milieu(p.periode)), y(p.value or 0)) for p in run]
        known = [place for place, p in zip(places, run, strict=True) if not p.projection]
        drawing.polyline(known, drawing.paint(stroke=ink, width=width, dash=dash))
        future = places[max(len(known) - 1, 0) :] if len(known) < len(places) else []
        drawing.polyline(future, drawing.paint(stroke=ink, width=width, dash="5 4"))
        if future:
            at, height = future[-1]
            drawing.text("projection", at, height - drawing.size, size=drawing.size * 0.9,
                         anchor="end", ink=ink, italic=True)  # fmt: skip
        if len(places) <= 15:
            for place, point in zip(places, run, strict=True):
                fill = "papier" if point.projection else ink
                paint = drawing.paint(fill, ink, width * 0.8)
                drawing.circle(*place, drawing.size * (0.27 if ink == "accent" else 0.2), paint)


def _draw_ends(
    drawing: Dessin,
    figure: SerieTemporelle,
    decimales: int,
    scales: tuple[Echelle, Echelle],
    right: float,
) -> None:
    """Label each line at its end, apart from one another."""
    x, y = scales
    size = drawing.size
    ends = [(line, [p for p in line.points if _shown(p)]) for line in figure.lignes]
    labelled = [
        (
            line,
            wrap(_end_label(line, decimales), right, size, _ink(figure, line) == "accent"),
            p[-1],
        )
        for line, p in ends
        if p
    ]
    tallest = max(len(lines) for _, lines, _ in labelled) * size * LINE_HEIGHT
    wanted = [y(point.value or 0) for _, _, point in labelled]
    low, high = min(y.start, y.end), max(y.start, y.end)
    placed = spread(wanted, tallest, low, high)
    for (line, lines, _), at in zip(labelled, placed, strict=True):
        ink = _ink(figure, line)
        ink = "discret" if ink == "autres" else ink
        first = at + size * 0.33 - (len(lines) - 1) * size * LINE_HEIGHT / 2
        drawing.lines(lines, x.end + size * 0.9, first, ink=ink, bold=ink == "accent")


def _masked_notes(figure: SerieTemporelle) -> list[str]:
    notes = []
    for line in figure.lignes:
        masked: dict[str, list[str]] = {}
        for point in line.points:
            if not _shown(point):
                status = point.status if point.status not in AFFICHES else "manquant"
                masked.setdefault(mot_statut(status), []).append(periode(point.periode))
        notes += [f"{line.label}, {enumeration(p)} : {word}." for word, p in masked.items()]
    return notes
