"""French typography applied to every text of a document, once, before any renderer."""

from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
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
    """Return the item proofread; itself where nothing changed, as in nearly all table cells."""
    if isinstance(item, str):
        return texte(item)
    if isinstance(item, tuple):
        if not _holds_text(item):
            return item
        parts = tuple(map(_visit, item))
        return item if all(map(is_, parts, item)) else parts
    changed = {}
    for name in _shown_fields(type(item)):  # type: ignore[arg-type]  # a class is hashable
        before = getattr(item, name)
        after = _visit(before)
        if after is not before:
            changed[name] = after
    return replace(item, **changed) if changed else item


@cache
def _shown_fields(kind: type) -> tuple[str, ...]:
    """Return the fields that may hold text, none for what is not a record."""
    if not is_dataclass(kind):
        return ()
    literal = _LITERAL | ({"zones", "contours"} if issubclass(kind, Figure) else set())
    return tuple(f.name for f in fields(kind) if f.name not in literal)


def _holds_text(items: tuple[Any, ...]) -> bool:
    """Tell whether a tuple may hold text: coordinates and widths are left alone."""
    return bool(items) and not isinstance(items[0], int | float)
