"""The strip of comparable areas: one tick each without a name, the reader's own emphasised."""

from ancrage.publication.figures.chasses import wrap
from ancrage.publication.figures.dessin import LINE_HEIGHT, Dessin
from ancrage.publication.figures.echelles import Echelle, build_echelle
from ancrage.publication.figures.modeles import Distribution
from ancrage.publication.figures.rendu_lignes import VIDE, draw_reperes
from ancrage.publication.figures.tableaux import quantiles
from ancrage.publication.typographie import (
    AFFICHES,
    decimales_utiles,
    intervalle,
    mesure,
    mot_statut,
    nombre,
    texte,
)

_FIFTHS = (0.2, 0.4, 0.6, 0.8)
_MINIMUM_FOR_FIFTHS = 10  # below, fifths of so few areas say nothing


def draw_distribution(drawing: Dessin, figure: Distribution) -> list[str]:
    """Draw the strip at the pen; return the notes."""
    size = drawing.size
    own = figure.value if figure.status in AFFICHES else None
    values = [*figure.valeurs, *(r.value for r in figure.reperes)]
    values += [v for v in (own, figure.lower, figure.upper) if v is not None]
    if not values:
        drawing.y += size
        drawing.text(VIDE, 0, drawing.y, ink="discret", italic=True)
        return _notes(figure)
    scale = build_echelle(values, size, drawing.width - size, count=5 if drawing.width > 400 else 4)
    decimales = decimales_utiles(figure.lower, figure.upper, figure.decimales)
    _draw_own_label(drawing, figure, own, scale, decimales)
    top = drawing.y
    height = size * 2.4
    if len(figure.valeurs) >= _MINIMUM_FOR_FIFTHS:
        _draw_fifths(drawing, figure.valeurs, scale, top, height)
    for value in sorted(figure.valeurs):
        x = scale(value)
        paint = drawing.paint(stroke="autres", width=size * 0.1)
        drawing.line((x, top + height * 0.22), (x, top + height * 0.78), paint)
    for rank, repere in enumerate(figure.reperes):
        paint = drawing.paint(stroke="encre", width=1.4, dash="" if rank == 0 else "4 3")
        drawing.line((scale(repere.value), top), (scale(repere.value), top + height), paint)
    if own is not None:
        _draw_own(drawing, figure, own, scale, top, height)
    drawing.y = top + height
    _draw_ticks(drawing, scale)
    if figure.reperes:
        draw_reperes(drawing, figure.reperes, scale, figure.decimales, below=True)
    return _notes(figure)


def _draw_own_label(
    drawing: Dessin, figure: Distribution, own: float | None, scale: Echelle, decimales: int
) -> None:
    size = drawing.size
    if own is None:
        word = mot_statut(figure.status if figure.status not in AFFICHES else "manquant")
        drawing.paragraph(texte(f"{figure.label} : {word}"), size=size, ink="encre", bold=True)
        drawing.y += size * 0.5
        return
    label = texte(f"{figure.label} : {mesure(own, figure.unite, decimales)}")
    if figure.lower is not None and figure.upper is not None:
        label += " " + intervalle(figure.lower, figure.upper, decimales)
    lines = wrap(label, drawing.width, size, True)
    half = max(drawing.measure(line, bold=True) for line in lines) / 2
    x = min(max(scale(own), half), drawing.width - half)
    drawing.y += size
    drawing.y += drawing.lines(lines, x, drawing.y, anchor="middle", bold=True, ink="accent")
    drawing.y -= size * (LINE_HEIGHT - 0.7)


def _draw_fifths(
    drawing: Dessin, values: tuple[float, ...], scale: Echelle, top: float, height: float
) -> None:
    """Shade the fifths alternately, and name both ends."""
    limits = [min(values), *quantiles(values, _FIFTHS), max(values)]
    for rank in range(5):
        x0, x1 = scale(limits[rank]), scale(limits[rank + 1])
        token = "bande2" if rank % 2 else "bande"
        drawing.rect(x0, top, x1 - x0, height, drawing.paint(token))


def _draw_own(
    drawing: Dessin, figure: Distribution, own: float, scale: Echelle, top: float, height: float
) -> None:
    size = drawing.size
    middle = top + height / 2
    if figure.lower is not None and figure.upper is not None:
        paint = drawing.paint(stroke="accent", width=size * 0.19)
        drawing.line((scale(figure.lower), middle), (scale(figure.upper), middle), paint)
    x = scale(own)
    drawing.line((x, top - size * 0.3), (x, top + height), drawing.paint(stroke="accent", width=2))
    drawing.circle(x, middle, size * 0.5, drawing.paint("accent", "papier", 1.5))


def _draw_ticks(drawing: Dessin, scale: Echelle) -> None:
    size = drawing.size * 0.9
    drawing.y += size * 1.2
    for tick in scale.ticks:
        x = scale(tick)
        drawing.text(scale.label(tick), x, drawing.y, size=size, anchor="middle", ink="discret")
    drawing.y += size * (LINE_HEIGHT - 1)


def _notes(figure: Distribution) -> list[str]:
    places = (
        "dans le cinquième le plus bas",
        "dans le deuxième cinquième",
        "dans le cinquième du milieu",
        "dans le quatrième cinquième",
        "dans le cinquième le plus haut",
    )
    note = f"Chaque trait est un territoire : {figure.ensemble}."
    if len(figure.valeurs) >= _MINIMUM_FOR_FIFTHS:
        note += " Les bandes séparent cinq groupes de même nombre"
        note += f" ; {figure.label} est {places[figure.quintile - 1]}." if figure.quintile else "."
    if figure.masquees:
        note += f" {nombre(figure.masquees)} sans valeur diffusable."
    return [note]
