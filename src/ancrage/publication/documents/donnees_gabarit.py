"""A document as plain data for the template: dicts, lists, texts and SVG, nothing else."""

from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from ancrage.publication.documents.blocs import (
    Document,
    FigureBloc,
    Illustration,
    Tableau,
    figure_foot,
)
from ancrage.publication.documents.images import draw_svg
from ancrage.publication.figures.modeles import Figure


def to_plain(document: Document) -> dict[str, Any]:
    """Return the document as JSON-ready data; figures become SVG with their alternative."""
    kept = [f.name for f in fields(document) if f.name != "vues"]  # slides are never printed
    return {name: _plain(getattr(document, name)) for name in kept}


def _plain(item: Any) -> Any:
    if item is None or isinstance(item, str):
        return item
    if isinstance(item, FigureBloc):
        return {"type": "figurebloc", "format": item.format, **_figure(item.figure, item.format)}
    if isinstance(item, Figure | Illustration):
        return _figure(item, "page")
    if isinstance(item, list | tuple):
        return [_plain(part) for part in item if _is_printed(part)]
    kept = _printed_fields(type(item))  # type: ignore[arg-type]  # a class is hashable
    if kept:
        entry = {name: _plain(getattr(item, name)) for name in kept}
        return {"type": type(item).__name__.lower(), **entry}
    if isinstance(item, date):
        return item.isoformat()
    return item


@cache
def _printed_fields(kind: type) -> tuple[str, ...]:
    if not is_dataclass(kind):
        return ()
    return tuple(f.name for f in fields(kind) if f.name != "complement")  # spreadsheet only


def _is_printed(item: Any) -> bool:
    return not isinstance(item, Tableau) or item.imprime


def _figure(figure: Figure | Illustration, format: str) -> dict[str, Any]:
    """Return the drawing alone, and the texts around it for the template to print."""
    return {
        "svg": draw_svg(figure, format),
        "alt": figure.texte_alternatif(),
        "titre": figure.titre,
        "sous_titre": figure.sous_titre,
        "pied": figure_foot(figure),
    }
