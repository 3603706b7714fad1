"""Write a figure to a file: SVG, PNG, or a page with its data table."""

from pathlib import Path

from ancrage.publication.fichiers import check_suffix, write_whole
from ancrage.publication.figures.modeles import Figure
from ancrage.publication.figures.page_html import render_page
from ancrage.publication.figures.rendu import render_png, render_svg

IMAGES = (".svg", ".png", ".html")


def write_figure(figure: Figure, sortie: Path) -> None:
    """Write a figure in the format of the file's suffix."""
    check_suffix(sortie, IMAGES)
    suffix = sortie.suffix.lower()
    if suffix == ".png":
        write_whole(sortie, render_png(figure))
    elif suffix == ".svg":
        write_whole(sortie, render_svg(figure, fond=True).encode())
    else:
        write_whole(sortie, render_page(figure).encode())
