"""Read a table as rows of text: the first sheet of a workbook, a CSV, or what was pasted."""

import csv
import io
from collections.abc import Collection

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.classeur import Ligne, read_first
from ancrage.plateforme.fichiers.controle import check_contenu
from ancrage.plateforme.fichiers.models import TypeFichier

SEPARATEURS = (";", "\t", ",", "|")


def rows_of_file(nom: str, contenu: bytes, admis: Collection[str]) -> list[Ligne]:
    """Return the cells of an uploaded table, after the checks of every deposit."""
    kind = check_contenu(nom, contenu, frozenset(admis))
    return read_first(nom, contenu) if kind == TypeFichier.XLSX else rows_of_text(decode(contenu))


def decode(contenu: bytes) -> str:
    """Return the text of a file, which Excel for Windows does not write in UTF-8."""
    try:
        return contenu.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contenu.decode("cp1252", errors="replace")


def rows_of_text(text: str) -> list[Ligne]:
    """Return the cells of a text; its first line that holds something shows the separator."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separateur = max(SEPARATEURS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separateur))
    except csv.Error:
        raise ActeRefuse(
            "Ce texte n'est pas un tableau lisible.",
            "Mettez une ligne par objet, puis recommencez.",
            champ="fichier",
        ) from None
