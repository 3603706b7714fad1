"""Figures of the catalogue and drawings of our own, as SVG and as PNG."""

from ancrage.publication.documents.blocs import Illustration
from ancrage.publication.figures import rasterize, render_png, render_svg
from ancrage.publication.figures.modeles import Figure


def draw_svg(figure: Figure | Illustration, format: str = "page") -> str:
    """Return the drawing without its title, unit line and source: the document prints them."""
    if isinstance(figure, Illustration):
        return figure.svg
    return render_svg(figure, format=format, cadre=False)


def draw_png(figure: Figure | Illustration, format: str = "page", *, cadre: bool = False) -> bytes:
    """Return the drawing as a picture, with its title and source where `cadre` asks for them."""
    if isinstance(figure, Illustration):
        return rasterize(figure.svg)
    return render_png(figure, format=format, cadre=cadre)
