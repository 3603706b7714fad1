"""A figure ready for a page: drawn for wide and narrow screens, with the table behind it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from ancrage.publication.figures.modeles import Figure
from ancrage.publication.figures.rendu import render_svg
from ancrage.publication.typographie.mots import STATUTS

MOTS = frozenset(STATUTS.values())


@dataclass(frozen=True, slots=True)
class FigureVue:
    """A figure ready to print: its drawing without its head, and the table behind it."""

    titre: str
    detail: str
    source: str
    svg: SafeString
    etroit: SafeString  # the same for a telephone
    entetes: tuple[tuple[str, bool], ...]  # head, whether its column holds numbers
    lignes: tuple[tuple[tuple[str, bool], ...], ...]
    note: str = ""


def show_figure(figure: Figure) -> FigureVue:
    """Draw a figure for the page; its title, unit and source are printed by the page."""
    entetes, lignes = figure.table()
    numbers = [_is_number(column) for column in zip(*lignes, strict=True)] or [False] * len(entetes)
    return FigureVue(
        titre=figure.titre,
        detail=figure.sous_titre,
        source=figure.source,
        # Drawn by us from numbers and catalogue texts that the drawing itself escapes.
        svg=mark_safe(render_svg(figure, format="web", cadre=False)),  # noqa: S308
        etroit=mark_safe(render_svg(figure, format="etroit", cadre=False)),  # noqa: S308
        entetes=tuple(zip(entetes, numbers, strict=True)),
        lignes=tuple(tuple(zip(line, numbers, strict=True)) for line in lignes),
        note=figure.note,
    )


def _is_number(column: tuple[str, ...]) -> bool:
    """Say whether a column is read as numbers: some cell is one, and none begins by a letter
    unless it is the word of a status.
    """
    printed = [cell for cell in column if cell not in MOTS]
    return any(cell[:1].isdigit() or cell[:1] in "-−[" for cell in printed) and not any(
        cell[:1].isalpha() for cell in printed
    )
