"""What the documents of a meeting share: how a meeting is named, its heading, plain blocks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ancrage import __version__
from ancrage.publication.documents.blocs import (
    Alignement,
    Bloc,
    Cellule,
    Document,
    Etat,
    Liste,
    Morceau,
    Point,
    Section,
    Tableau,
    texte,
)
from ancrage.publication.documents.relecture import proofread
from ancrage.publication.typographie import INSECABLE, date_longue, ordinal

Contenu = Mapping[str, Any]


def when_of(reunion: Contenu) -> str:
    """Return the day and the hours of a meeting."""
    hour, minute = (int(part) for part in reunion["heure"].split(":"))
    end = hour * 60 + minute + reunion["duree"]
    day = date_longue(date.fromisoformat(reunion["le"]))
    return f"{day}, de {_hour(hour, minute)} à {_hour(end // 60 % 24, end % 60)}"


def _hour(hour: int, minute: int) -> str:
    return f"{hour}{INSECABLE}h{INSECABLE}{minute:02d}" if minute else f"{hour}{INSECABLE}h"


def make_document(
    titre: str,
    reunion: Contenu,
    sections: Sequence[Section],
    *,
    jour: date,
    etat: Etat,
    edition: str,
    mention: str = "",
    description: str = "",
) -> Document:
    """Return a document of a meeting, its texts in French typography."""
    rank = ordinal(reunion["generation"], feminin=True)
    return proofread(
        Document(
            titre=titre,
            sous_titre=f"{reunion['instance']}, {ordinal(reunion['numero'], feminin=True)} séance",
            territoire=f"{reunion['contrat']} ({rank} génération)",
            edition=edition,
            version=__version__,
            date=jour,
            auteur="Secrétariat du contrat local de santé",
            etat=etat,
            sections=tuple(sections),
            mention=mention,
            description=description or titre,
        )
    )


def paragraphs(text: str) -> tuple[Bloc, ...]:
    """Return a text that people wrote, a paragraph per line."""
    return tuple(texte(line.strip()) for line in text.splitlines() if line.strip())


def points(items: Sequence[str], numbered: bool = False) -> Liste:
    """Return a list of plain items."""
    return Liste(tuple(Point((Morceau(one),)) for one in items), numbered)


def table(
    cle: str,
    titre: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
) -> Tableau:
    """Return a table of texts, all on the left."""
    lines = tuple(tuple(Cellule(cell) for cell in row) for row in rows)
    left: tuple[Alignement, ...] = tuple("gauche" for _ in heads)
    return Tableau(cle, titre, tuple(heads), lines, left, tuple(widths))


def short_day(iso: str) -> str:
    """Return « 08/10/2026 », or nothing."""
    return f"{date.fromisoformat(iso):%d/%m/%Y}" if iso else ""
