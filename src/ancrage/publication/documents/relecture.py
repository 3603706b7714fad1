"""French typography applied to every text of a document, once, before any renderer."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from ancrage.publication.figures.modeles import Figure
from ancrage.publication.typographie import texte

Objet = TypeVar("Objet")
# Codes and names that are compared, looked up or typed: never touched.
_LITERAL = {
    "alignements",
    "cle",
    "code",
    "etat",
    "langue",
    "niveau",
    "nom",
    "sens",
    "sha256",
    "status",
    "style",
    "ton",
    "verdict",
    "unite",
    "periode",
}


def proofread(item: Objet) -> Objet:
    """Return the record with every text it shows in French typography."""
    return _visit(item)


def _visit(item: Any) -> Any:
    if isinstance(item, str):
        return texte(item)
    if isinstance(item, tuple):
        return tuple(_visit(part) for part in item) if _holds_text(item) else item
    if is_dataclass(item) and not isinstance(item, type):
        literal = _LITERAL | ({"zones", "contours"} if isinstance(item, Figure) else set())
        changed = {
            f.name: _visit(getattr(item, f.name)) for f in fields(item) if f.name not in literal
        }
        return replace(item, **changed)
    return item


def _holds_text(items: tuple[Any, ...]) -> bool:
    """Tell whether a tuple may hold text: coordinates and widths are left alone."""
    return bool(items) and not isinstance(items[0], int | float)
