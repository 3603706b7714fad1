"""One chart or map spec -> SVG (page, PDF), PNG (DOCX) and native chart data (PPTX)."""

from ancrage.publication.figures.native import GraphiqueNatif, SerieNative, native_chart
from ancrage.publication.figures.rendu import rasterize, render_png, render_svg
from ancrage.publication.figures.themes import feuille_css

__all__ = [
    "GraphiqueNatif",
    "SerieNative",
    "feuille_css",
    "native_chart",
    "rasterize",
    "render_png",
    "render_svg",
]
