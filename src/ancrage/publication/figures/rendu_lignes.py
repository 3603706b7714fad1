"""Rows: dots with their intervals, and bars from zero, against labelled references."""

from dataclasses import dataclass

from ancrage.publication.figures.chasses import wrap
from ancrage.publication.figures.dessin import LINE_HEIGHT, Dessin
from ancrage.publication.figures.echelles import Echelle, build_echelle
from ancrage.publication.figures.marques import draw_key, draw_mark, verdict_token
from ancrage.publication.figures.modeles import Barres, Point, Points, Repere
from ancrage.publication.figures.tableaux import interval_cell, shared_decimals
from ancrage.publication.typographie import (
    AFFICHES,
    mot_statut,
    nombre,
    texte,
)

VIDE = "Aucune valeur à montrer."


@dataclass(frozen=True, slots=True)
class Colonnes:
    """Where the columns of a row stand."""

    label: float  # width of the label column
    value: float  # right edge of the printed values
    interval: float | None  # left edge of the printed intervals


def draw_lignes(drawing: Dessin, figure: Points | Barres) -> None:
    """Draw the rows at the pen."""
    if not figure.lignes:
        drawing.y += drawing.size
        drawing.text(VIDE, 0, drawing.y, ink="discret", italic=True)
        return
    colonnes, scale = _layout(drawing, figure)
    if not _extent(figure):
        for row in figure.lignes:
            _draw_row(drawing, figure, row, colonnes, scale)
        return
    draw_reperes(drawing, figure.reperes, scale, shared_decimals(figure.lignes, figure.decimales))
    top = drawing.y
    marks_before = len(drawing.marks)
    for row in figure.lignes:
        _draw_row(drawing, figure, row, colonnes, scale)
    rows_marks = drawing.marks[marks_before:]
    del drawing.marks[marks_before:]
    _draw_grid(drawing, scale, figure, top)
    drawing.marks.extend(rows_marks)
    if isinstance(figure, Points):
        draw_key(drawing, [r.verdict for r in figure.lignes if r.status in AFFICHES])


def _layout(drawing: Dessin, figure: Points | Barres) -> tuple[Colonnes, Echelle]:
    size = drawing.size
    labels = max(drawing.measure(texte(r.label), bold=r.accent) for r in figure.lignes)
    label_width = min(labels, drawing.width * 0.36)
    values = max(drawing.measure(_number(r, figure), bold=True) for r in figure.lignes)
    printed = [_interval(r, figure) for r in figure.lignes]
    wide = drawing.width > 30 * size
    interval_width = max(drawing.measure(text, size=size * 0.9) for text in printed) if wide else 0
    interval = drawing.width - interval_width - 2 if interval_width else None
    value_edge = (interval - size * 0.6) if interval else drawing.width
    start = label_width + size * 1.1
    end = value_edge - values - size * 1.1
    scale = build_echelle(
        _extent(figure), start, end, zero=isinstance(figure, Barres), count=5 if wide else 3
    )
    return Colonnes(label_width, value_edge, interval), scale


def _extent(figure: Points | Barres) -> list[float]:
    found = [repere.value for repere in figure.reperes]
    for row in figure.lignes:
        if row.status in AFFICHES:
            found += [v for v in (row.value, row.lower, row.upper) if v is not None]
    return found


def _number(row: Point, figure: Points | Barres) -> str:
    if row.status not in AFFICHES or row.value is None:
        return ""
    return nombre(row.value, shared_decimals(figure.lignes, figure.decimales))


def _interval(row: Point, figure: Points | Barres) -> str:
    if row.status not in AFFICHES or row.lower is None:
        return ""
    return interval_cell(row, shared_decimals(figure.lignes, figure.decimales))


def draw_reperes(
    drawing: Dessin,
    reperes: tuple[Repere, ...],
    scale: Echelle,
    decimales: int,
    *,
    below: bool = False,
) -> None:
    """Write the references’ labels, the first nearest to the plot, on lines apart if close."""
    size = drawing.size * 0.9
    placed: list[list[tuple[float, float]]] = []
    rows: list[tuple[int, str, float, int]] = []
    for rank, repere in enumerate(reperes):
        label = texte(f"{repere.label} {nombre(repere.value, decimales)}")
        half = drawing.measure(label, size=size) / 2
        x = min(max(scale(repere.value), half), drawing.width - half)
        line = 0
        while line < len(placed) and any(
            x - half < right + size and left - size < x + half for left, right in placed[line]
        ):
            line += 1
        if line == len(placed):
            placed.append([])
        placed[line].append((x - half, x + half))
        rows.append((line, label, x, rank))
    for line, label, x, rank in rows:
        y = drawing.y + size + (line if below else len(placed) - 1 - line) * size * LINE_HEIGHT
        token = "encre" if rank == 0 else "discret"
        drawing.text(label, x, y, size=size, anchor="middle", ink=token)
    drawing.y += len(placed) * size * LINE_HEIGHT + (size * 0.3 if placed else 0)


def _draw_grid(drawing: Dessin, scale: Echelle, figure: Points | Barres, top: float) -> None:
    """Draw light ticks with their numbers under the rows, then the reference lines."""
    size = drawing.size * 0.9
    bottom = drawing.y
    numbers = [scale.label(tick) for tick in scale.ticks]
    room = max((drawing.measure(n, size=size) for n in numbers), default=0) + size
    between = abs(scale.end - scale.start) / max(len(numbers), 1)
    every = max(1, -(-int(room) // max(int(between), 1)))
    for rank, (tick, number) in enumerate(zip(scale.ticks, numbers, strict=True)):
        x = scale(tick)
        drawing.line((x, top), (x, bottom), drawing.paint(stroke="trait"))
        if rank % every == 0:
            y = bottom + size * 1.1
            drawing.text(number, x, y, size=size, anchor="middle", ink="discret")
    if isinstance(figure, Barres):
        drawing.line((scale(0), top), (scale(0), bottom), drawing.paint(stroke="discret"))
    for rank, repere in enumerate(figure.reperes):
        x = scale(repere.value)
        dash = "" if rank == 0 else "4 3"
        token = "encre" if rank == 0 else "discret"
        drawing.line((x, top), (x, bottom), drawing.paint(stroke=token, width=1.2, dash=dash))
    drawing.y = bottom + size * 1.5


def _draw_row(
    drawing: Dessin, figure: Points | Barres, row: Point, colonnes: Colonnes, scale: Echelle
) -> None:
    size = drawing.size
    lines = wrap(texte(row.label), colonnes.label, size, row.accent)
    if row.status == "emprunte":
        lines += wrap(f"({mot_statut(row.status, row.niveau)})", colonnes.label, size * 0.9)
    step = size * LINE_HEIGHT
    compact = len(figure.lignes) > 25
    height = len(lines) * step + size * (0.25 if compact else 0.7)
    middle = drawing.y + height / 2
    baseline = middle + size * 0.33 - (len(lines) - 1) * step / 2
    token = "encre" if row.accent or len(figure.lignes) <= 12 else "discret"
    drawing.lines(lines, 0, baseline, bold=row.accent, ink=token)
    if row.status in AFFICHES and row.value is not None:
        draw = _draw_bar if isinstance(figure, Barres) else _draw_dot
        draw(drawing, figure, row, scale, middle)
        text_y = middle + size * 0.33
        number = _number(row, figure)
        drawing.text(number, colonnes.value, text_y, anchor="end", bold=row.accent)
        if colonnes.interval:
            drawing.text(
                _interval(row, figure), colonnes.interval, text_y, size=size * 0.9, ink="discret"
            )
    else:
        word = mot_statut(row.status if row.status not in AFFICHES else "manquant")
        width = drawing.measure(word) + size * 0.6
        drawing.rect(
            drawing.width - width, middle - size * 0.6, width, size * 1.2, drawing.paint("papier")
        )
        y = middle + size * 0.33
        drawing.text(word, drawing.width, y, anchor="end", ink="discret", italic=True)
    drawing.y += height


def _draw_dot(
    drawing: Dessin, figure: Points | Barres, row: Point, scale: Echelle, y: float
) -> None:
    size = drawing.size
    token = verdict_token(row.verdict, figure.sens, row.accent)
    if row.lower is not None and row.upper is not None:
        width = size * (0.19 if row.accent else 0.13)
        paint = drawing.paint(stroke=token, width=width)
        drawing.line((scale(row.lower), y), (scale(row.upper), y), paint)
    verdict = row.verdict
    if not any(other.verdict for other in figure.lignes):
        verdict = "non_different"  # no verdict in the whole figure: plain dots
    radius = size * (0.46 if row.accent else 0.4)
    draw_mark(drawing, scale(row.value or 0), y, radius, verdict, token)


def _draw_bar(
    drawing: Dessin, figure: Points | Barres, row: Point, scale: Echelle, y: float
) -> None:
    size = drawing.size
    x0, x1 = sorted((scale(0), scale(row.value or 0)))
    token = "accent" if row.accent or not any(r.accent for r in figure.lignes) else "autres"
    dash, fill = ("3 2", "papier") if row.status == "emprunte" else ("", token)
    half = size * 0.45
    if row.value:
        drawing.rect(x0, y - half, x1 - x0, half * 2, drawing.paint(fill, token, 1, dash))
    if row.lower is not None and row.upper is not None:
        low, high = scale(row.lower), scale(row.upper)
        # The paper-coloured halo keeps the interval visible over the bar.
        drawing.line((low, y), (high, y), drawing.paint(stroke="papier", width=size * 0.24))
        drawing.line((low, y), (high, y), drawing.paint(stroke="encre", width=size * 0.11))
