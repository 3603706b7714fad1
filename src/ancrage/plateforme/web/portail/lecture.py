"""A frozen document as a page shows it: the same blocks as the PDF, chapter by chapter."""

from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from ancrage.plateforme.diagnostics.models import Edition
from ancrage.plateforme.documents.contenu import Retrait, document_of, withdrawals_of
from ancrage.publication.documents.blocs import (
    Bloc,
    Colonnes,
    Document,
    Encadre,
    FigureBloc,
    Illustration,
    Section,
    Tableau,
)
from ancrage.publication.figures.modeles import Figure
from ancrage.publication.figures.rendu import SCREEN, render_svg

LIGNES_MAX = 600  # beyond, the table is in the files


@dataclass(frozen=True, slots=True)
class Chapitre:
    """One chapter of an edition: its opening section and those under it."""

    numero: int
    titre: str
    sections: tuple[Section, ...]


def chapters_of(edition: Edition) -> dict[int, Chapitre]:
    """Return the chapters of an edition by number."""
    return _chapters(edition.pk, edition.empreinte, withdrawals_of(edition), _Held(edition))


class _Held:
    """An edition carried along a cache's key without being part of it."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=8)
def _chapters(
    pk: int, empreinte: str, retraits: tuple[Retrait, ...], held: _Held
) -> dict[int, Chapitre]:
    return split(document_of(held.edition))


def split(document: Document) -> dict[int, Chapitre]:
    """Return the chapters of a document by number."""
    found: dict[int, Chapitre] = {}
    current: list[Section] = []
    for section in document.sections:
        if section.niveau == 1:
            current = []
        current.append(section)
        head = current[0]
        found[int(head.numero)] = Chapitre(int(head.numero), head.titre, tuple(current))
    return found


def show_section(section: Section) -> dict[str, Any]:
    """Return a section as the template prints it."""
    return {
        "titre": section.titre,
        "numero": section.numero,
        "niveau": section.niveau + 1,
        "blocs": [show_bloc(bloc) for bloc in section.blocs],
    }


def show_bloc(bloc: Bloc) -> dict[str, Any]:
    """Return a block with the name of its kind."""
    kind = type(bloc).__name__.lower()
    match bloc:
        case Colonnes():
            return {"genre": kind, "groupes": [[show_bloc(one)] for one in bloc.blocs]}
        case Encadre():
            return {
                "genre": kind,
                "titre": bloc.titre,
                "ton": "attention" if bloc.ton in ("attention", "attente") else "info",
                "blocs": [show_bloc(one) for one in bloc.blocs],
            }
        case FigureBloc():
            return {"genre": kind, **_figure(bloc.figure)}
        case Tableau():
            return {"genre": kind, **_table(bloc)}
    return {"genre": kind, **_fields(bloc)}


def _fields(item: Any) -> dict[str, Any]:
    return {one.name: getattr(item, one.name) for one in fields(item)} if is_dataclass(item) else {}


def _figure(figure: Figure | Illustration) -> dict[str, Any]:
    common = {
        "titre": figure.titre,
        "detail": figure.sous_titre,
        "source": figure.source,
        "alternative": figure.texte_alternatif(),
        "note": figure.note,
    }
    if isinstance(figure, Illustration):
        return common | {"svg": _safe(figure.svg), "entetes": (), "lignes": ()}
    entetes, lignes = figure.table()
    wide, narrow = (_safe(render_svg(figure, format=f, cadre=False)) for f in SCREEN)
    return common | {"svg": wide, "etroit": narrow, "entetes": entetes, "lignes": lignes}


def _safe(svg: str) -> SafeString:
    # Drawn by us from frozen numbers and catalogue texts that the drawing itself escapes.
    return mark_safe(svg)  # noqa: S308


def _table(table: Tableau) -> dict[str, Any]:
    return {
        "titre": table.titre,
        "entetes": list(zip(table.entetes, table.alignements, strict=True)),
        "lignes": [
            list(zip(row, table.alignements, table.entetes, strict=True))
            for row in table.lignes[:LIGNES_MAX]
        ],
        "coupees": max(0, len(table.lignes) - LIGNES_MAX),
        "note": table.note or "",
        "source": table.source or "",
    }
