"""What surrounds every figure: title, unit line, notes, source."""

from ancrage.publication.figures.dessin import Dessin
from ancrage.publication.figures.modeles import Figure
from ancrage.publication.typographie import periode, texte


def draw_head(drawing: Dessin, figure: Figure) -> None:
    """Write the title and the line of unit, period and level."""
    size = drawing.size
    if figure.titre:
        drawing.paragraph(texte(periode(figure.titre)), size=size * 1.25, ink="encre", bold=True)
        drawing.y += size * 0.25
    if figure.sous_titre:
        drawing.paragraph(texte(periode(figure.sous_titre)), size=size, ink="discret")
        drawing.y += size * 0.2
    drawing.y += size * 0.6


def draw_foot(drawing: Dessin, figure: Figure, notes: list[str], framed: bool) -> None:
    """Write the notes of the drawing, then, with the frame, the figure's note and source."""
    size = drawing.size * 0.9
    every = [*notes, figure.note] if framed else notes
    drawing.y += size * 0.4
    for note in every:
        if note:
            drawing.paragraph(texte(periode(note)), size=size, ink="discret")
            drawing.y += size * 0.2
    if framed and figure.source:
        drawing.paragraph(texte(periode(f"Source : {figure.source}")), size=size, ink="discret")
    drawing.y += size * 0.3
