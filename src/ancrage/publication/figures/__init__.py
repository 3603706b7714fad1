"""One chart or map spec -> SVG (page, PDF), PNG (DOCX) and native chart data (PPTX)."""

from ancrage.publication.figures.rendu import render_png, render_svg
from ancrage.publication.figures.themes import feuille_css

__all__ = ["feuille_css", "render_png", "render_svg"]
