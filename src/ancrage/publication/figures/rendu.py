"""Draw a figure: `render_svg` for page and PDF, `render_png` for DOCX and slides.

Everything is plain SVG written here, in a few milliseconds: Vega-Lite costs 25 to 80 ms a chart
and would give time series another look than the rest. Typst, which draws the same SVG in PDF,
makes the PNG: 18 ms a chart and 65 ms a regional map, against 71 and 360 by vl-convert.
"""

from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from ancrage.publication.figures import modeles as m
from ancrage.publication.figures.cadre import draw_foot, draw_head
from ancrage.publication.figures.dessin import Dessin
from ancrage.publication.figures.rendu_carte import draw_carte
from ancrage.publication.figures.rendu_distribution import draw_distribution
from ancrage.publication.figures.rendu_entonnoir import draw_entonnoir
from ancrage.publication.figures.rendu_epine import draw_epine
from ancrage.publication.figures.rendu_gradient import draw_gradient
from ancrage.publication.figures.rendu_lignes import draw_lignes
from ancrage.publication.figures.rendu_pyramide import draw_pyramide
from ancrage.publication.figures.rendu_serie import draw_serie
from ancrage.publication.figures.rendu_typologie import draw_typologie
from ancrage.publication.figures.themes import FORMATS

_PIXELS_PER_INCH = 96
SCREEN = ("web", "etroit")  # what a page shows, by its width
_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")"""
_DRAW: dict[type[m.Figure], Callable[[Dessin, Any], list[str] | None]] = {
    m.Points: draw_lignes,
    m.Barres: draw_lignes,
    m.SerieTemporelle: draw_serie,
    m.Pyramide: draw_pyramide,
    m.Distribution: draw_distribution,
    m.RepereEpine: draw_epine,
    m.Entonnoir: draw_entonnoir,
    m.Gradient: draw_gradient,
}


def render_svg(
    figure: m.Figure,
    theme: str = "clair",
    format: str = "page",
    *,
    cadre: bool = True,
    fond: bool = False,
) -> str:
    """Return the figure as SVG.

    `cadre=False` leaves out title, unit line, note and source, for a document that prints them
    itself. `fond=True` paints the paper. Formats: page, demi, web, etroit, diapositive.
    """
    chosen = FORMATS[format]
    if isinstance(figure, m.Carte | m.CarteTypologie):
        # Map colours keep their order on paper only: a map is a light card in every theme.
        fond = fond or theme == "sombre" or format in SCREEN
        drawing = Dessin(chosen.width, chosen.size, classes=False)
    else:
        drawing = Dessin(chosen.width, chosen.size, theme)
    if cadre:
        draw_head(drawing, figure)
    notes = _draw(drawing, figure, format)
    draw_foot(drawing, figure, notes, cadre)
    return drawing.document(figure.texte_alternatif(), background=fond, zoom=chosen.zoom)


def _draw(drawing: Dessin, figure: m.Figure, format: str) -> list[str]:
    if isinstance(figure, m.Carte):
        return draw_carte(drawing, figure, FORMATS[format].haut, titles=format in SCREEN)
    if isinstance(figure, m.CarteTypologie):
        return draw_typologie(drawing, figure, FORMATS[format].haut, titles=format in SCREEN)
    return _DRAW[type(figure)](drawing, figure) or []


def render_png(
    figure: m.Figure,
    echelle: float = 2,
    theme: str = "clair",
    format: str = "page",
    *,
    cadre: bool = True,
) -> bytes:
    """Return the figure as PNG on paper, `echelle` pixels to the CSS pixel."""
    return rasterize(render_svg(figure, theme, format, cadre=cadre, fond=True), echelle)


def rasterize(svg: str, echelle: float = 2) -> bytes:
    """Return an SVG of ours as PNG, `echelle` pixels to the CSS pixel."""
    png = typst.compile(
        _PAGE,
        format="png",
        ppi=_PIXELS_PER_INCH * echelle,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"svg": svg},
    )
    assert isinstance(png, bytes)  # noqa: S101 (one page: never a list)
    return png


@cache
def _fonts() -> typst.Fonts:
    """Return the chart font, read once; without it a PNG would have no text and no error."""
    folder = Path(str(resources.files("font_source_sans_pro"))) / "files"
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
