"""The one error of the engine: what is wrong, where, and how to mend it, in French.

Exit codes (also the `code` of API errors): 0 done, 1 bug, 2 usage, 3 bad input,
4 refused (secrecy or right), 5 source awaited. See docs/reference/codes-de-sortie.md.
"""

from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path


class CodeSortie(IntEnum):
    """Exit codes of the command line."""

    OK = 0
    DEFAUT = 1
    USAGE = 2
    ENTREE = 3
    REFUS = 4
    ATTENTE = 5


@dataclass(slots=True)
class Erreur(Exception):
    """A clear error for the user: `message` says what, the other fields where and how to mend.

    `code` is a stable identifier in snake_case (`entete_inattendue`); `ligne` counts from 1 as
    an editor shows it; `sortie` is the exit code of the command that raised it.
    """

    code: str
    message: str
    fichier: str | Path | None = None
    ligne: int | None = None
    colonne: str | None = None
    attendu: str | None = None
    remede: str | None = None
    sortie: CodeSortie = CodeSortie.ENTREE

    def __str__(self) -> str:
        """Return the whole error on several lines, in French."""
        lieu = [
            f"fichier {self.fichier}" if self.fichier else "",
            f"ligne {self.ligne}" if self.ligne is not None else "",
            f"colonne « {self.colonne} »" if self.colonne else "",
        ]
        lines = [self.message]
        if any(lieu):
            lines.append("Où : " + ", ".join(part for part in lieu if part))
        if self.attendu:
            lines.append(f"Attendu : {self.attendu}")
        if self.remede:
            lines.append(f"Que faire : {self.remede}")
        return "\n".join(lines)
