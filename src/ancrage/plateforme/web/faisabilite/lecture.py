"""Between the document of a note and its page: the same blocks, named for the template."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ancrage.plateforme.faisabilite.document import build_note
from ancrage.plateforme.faisabilite.listes import Rubrique
from ancrage.publication.documents.blocs import Bloc, Cellule, Encadre, Section, Tableau


@dataclass(frozen=True, slots=True)
class BlocLu:
    """A block and what it is called; `interieur`: the blocks of a box."""

    genre: str
    bloc: Bloc
    interieur: tuple["BlocLu", ...] = ()
    lignes: tuple[tuple["CaseLue", ...], ...] = ()
    entetes: tuple[tuple[str, bool], ...] = ()  # a head, and whether its column is of numbers


@dataclass(frozen=True, slots=True)
class CaseLue:
    """A cell with the head of its column, for narrow screens."""

    titre: str
    cellule: Cellule
    droite: bool


@dataclass(frozen=True, slots=True)
class PartieLue:
    """A part of the note as the page shows it."""

    code: str
    cle: str
    section: Section
    blocs: tuple[BlocLu, ...]


def read_note(contenu: Mapping[str, Any], empreinte: str = "") -> list[PartieLue]:
    """Return the parts of a note: those of its document, word for word."""
    codes = list(Rubrique.values)
    return [
        PartieLue(
            codes[int(section.numero) - 1] if section.numero else "",
            f"partie-{rank}",
            section,
            tuple(_read(bloc) for bloc in section.blocs),
        )
        for rank, section in enumerate(build_note(contenu, empreinte).sections)
    ]


def _read(bloc: Bloc) -> BlocLu:
    inside = tuple(_read(one) for one in bloc.blocs) if isinstance(bloc, Encadre) else ()
    rows = tuple(_cells(bloc, row) for row in bloc.lignes) if isinstance(bloc, Tableau) else ()
    heads = (
        tuple(zip(bloc.entetes, (side == "droite" for side in bloc.alignements), strict=True))
        if isinstance(bloc, Tableau)
        else ()
    )
    return BlocLu(type(bloc).__name__.lower(), bloc, inside, rows, heads)


def _cells(table: Tableau, row: tuple[Cellule, ...]) -> tuple[CaseLue, ...]:
    heads = zip(table.entetes, row, table.alignements, strict=True)
    return tuple(CaseLue(head, cell, side == "droite") for head, cell, side in heads)
