"""What precedes a meeting on paper: its convocation, its attendance sheet."""

from collections.abc import Sequence
from datetime import date

from ancrage.publication.documents.blocs import Document, Section, texte
from ancrage.publication.documents.seances.communs import (
    Contenu,
    make_document,
    points,
    table,
    when_of,
)
from ancrage.publication.typographie import INSECABLE

PLACE = "\n".join([INSECABLE] * 3)  # room to sign
Membres = Sequence[tuple[str, Sequence[tuple[str, str, str]]]]  # college: who, name, presence


def build_convocation(reunion: Contenu, agenda: Sequence[str], *, jour: date) -> Document:
    """Return the letter that convenes: when, where, what about, how to be represented."""
    facts = (f"Date : {when_of(reunion)}", f"Lieu : {reunion['lieu']}")
    sections = (
        Section(
            "Vous êtes convié à cette séance",
            1,
            (
                points(facts),
                texte(
                    "En cas d’empêchement, prévenez le secrétariat et dites qui vous représente : "
                    "sa fonction et son organisation."
                ),
            ),
        ),
        Section("Ordre du jour", 1, (points(agenda, numbered=True),)),
    )
    return make_document(
        "Convocation", reunion, sections, jour=jour, etat="valide",
        edition=f"séance n° {reunion['numero']}",
    )  # fmt: skip


def build_emargement(reunion: Contenu, membres: Membres, quorum: str, *, jour: date) -> Document:
    """Return the sheet to sign, by college; a presence already recorded is printed."""
    heads = ("Organisation et fonction", "Nom", "Présence", "Signature")
    sections = [
        Section(
            college[:1].upper() + college[1:],
            1,
            (
                table(
                    f"college-{rank}", f"{len(rows)} siège{'s' if len(rows) > 1 else ''}", heads,
                    [(who, name, state, PLACE) for who, name, state in rows], (3, 2, 1.4, 2),
                ),
            ),
        )
        for rank, (college, rows) in enumerate(membres, start=1)
    ]  # fmt: skip
    head = Section("Séance", 1, (points((when_of(reunion), reunion["lieu"], quorum)),))
    return make_document(
        "Feuille d’émargement", reunion, [head, *sections], jour=jour, etat="valide",
        edition=f"séance n° {reunion['numero']}",
        mention="Document interne : ne pas publier (noms de personnes)",
    )  # fmt: skip
