"""The public version: signatories with their function, nobody's coordinates."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from ancrage.publication.documents.contrat.modeles import (
    IndicateurDit,
    MatiereAvenant,
    MatiereContrat,
)

RETIRE = "[coordonnées retirées]"
_SPACE = "[\\s.\u00a0\u202f-]?"
_COORDONNEES = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(rf"(?<!\w)(?:\+33{_SPACE}(?:\(0\))?{_SPACE}|0)[1-9](?:{_SPACE}\d{{2}}){{4}}(?!\d)"),
)
Matiere = TypeVar("Matiere", bound=MatiereContrat | MatiereAvenant)


def make_public(matiere: Matiere) -> Matiere:
    """Return what anybody may read: no address nor number, nobody named but the signatories."""
    public: Matiere = replace(_visit(matiere), publique=True)
    return public


def hide(texte: str) -> str:
    """Return a text without the addresses nor the numbers of anybody."""
    for pattern in _COORDONNEES:
        texte = pattern.sub(RETIRE, texte)
    return texte


def _visit(item: Any) -> Any:
    if isinstance(item, str):
        return hide(item)
    if isinstance(item, tuple):
        return tuple(_visit(one) for one in item)
    if is_dataclass(item) and not isinstance(item, type):
        values = {one.name: _visit(getattr(item, one.name)) for one in fields(item)}
        if isinstance(item, IndicateurDit):
            values["responsable"] = ""  # free text: it may name a private person
        return replace(item, **values)
    return item
