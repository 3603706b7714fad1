"""A document as plain data for the template: dicts, lists, texts and SVG, nothing else."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from ancrage.publication.documents.blocs import Document
from ancrage.publication.figures import render_svg
from ancrage.publication.figures.modeles import Figure


def to_plain(document: Document) -> dict[str, Any]:
    """Return the document as JSON-ready data; figures become SVG with their alternative."""
    plain = {f.name: _plain(getattr(document, f.name)) for f in fields(document)}
    del plain["vues"]  # slides are never printed
    return plain


def _plain(item: Any) -> Any:
    if isinstance(item, Figure):
        return {"svg": render_svg(item), "alt": item.texte_alternatif()}
    if is_dataclass(item):
        entry = {f.name: _plain(getattr(item, f.name)) for f in fields(item)}
        # A block of a figure is flat for the template: svg and alt beside the width.
        figure = entry.pop("figure", None)
        return {"type": type(item).__name__.lower(), **entry, **(figure or {})}
    if isinstance(item, list | tuple):
        return [_plain(part) for part in item]
    if isinstance(item, date):
        return item.isoformat()
    return item
