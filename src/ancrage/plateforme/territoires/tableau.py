"""The communes of a spreadsheet or of a text file, as the lines that one would have typed."""

import re
from pathlib import PurePath
from typing import Any

from ancrage.observatoire import api
from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.classeur import Ligne
from ancrage.plateforme.fichiers.controle import MEGA
from ancrage.plateforme.fichiers.models import TypeFichier
from ancrage.plateforme.fichiers.tableau import rows_of_file

ADMIS = frozenset({TypeFichier.CSV, TypeFichier.TXT, TypeFichier.XLSX})
TAILLE_MAX = 2 * MEGA  # every commune of France, with its name, weighs less
LIGNES_MAX = 40_000
CODE = re.compile(r"\d{4,5}|2[AB]\d{3}", re.I)
# Headers of a column of codes, folded: they win over a column of numbers that look like codes.
ENTETE = re.compile(r"(code )?(insee|codgeo|com|depcom|commune)( commune)?|code")


def read_fichier(upload: Any) -> str:
    """Return the communes of an uploaded file, one per line: « 45234 Orléans », or a name.

    The first sheet of a workbook; of a table, the column of commune codes, else the first one.
    A spreadsheet eats the first zero of 01004: it is given back. Raises `ActeRefuse` otherwise.
    """
    nom = PurePath(upload.name or "sans nom").name[:200]
    if (upload.size or 0) > TAILLE_MAX:
        raise ActeRefuse(
            f"Le fichier « {nom} » pèse plus de {TAILLE_MAX // MEGA} Mo.",
            "Gardez la seule colonne des communes, puis joignez-le à nouveau.",
            champ="fichier",
        )
    lines = _lines(rows_of_file(nom, upload.read(), ADMIS))
    if not lines:
        raise ActeRefuse(
            f"Le fichier « {nom} » ne contient aucune commune.",
            "Attendu : un code ou un nom de commune par ligne.",
            champ="fichier",
        )
    return "\n".join(lines)


def _lines(rows: list[Ligne]) -> list[str]:
    """Return what each row says of its commune: its code with the cell beside, or its name."""
    cells = [[" ".join(cell.split()) for cell in row] for row in rows[:LIGNES_MAX]]
    cells = [row for row in cells if any(row)]
    column = _code_column(cells)
    if column is None:
        return [row[0] for row in cells if row[0]]
    return [found for row in cells if (found := _code_line(row, column))]


def _code_column(rows: list[Ligne]) -> int | None:
    """Return the column of codes: one that its header names, else the first that looks so."""
    heads = rows[0] if rows else []
    named = [rank for rank, head in enumerate(heads) if ENTETE.fullmatch(api.fold(head))]
    widest = max((len(row) for row in rows), default=0)
    return next((one for one in [*named, *range(widest)] if _looks_like_codes(rows, one)), None)


def _looks_like_codes(rows: list[Ligne], column: int) -> bool:
    """Say whether most cells of a column, but for its header, look like commune codes."""
    held = [row[column] for row in rows if len(row) > column and row[column]]
    body = held if held and CODE.fullmatch(held[0]) else held[1:]
    return bool(body) and sum(bool(CODE.fullmatch(cell)) for cell in body) * 2 > len(body)


def _code_line(row: Ligne, column: int) -> str:
    code = row[column].upper() if len(row) > column else ""
    if not CODE.fullmatch(code):
        # A header; any other text stays, and is told as not understood.
        return "" if ENTETE.fullmatch(api.fold(code)) else code
    following = row[column + 1] if len(row) > column + 1 else ""
    # A number beside it (inhabitants, a postcode) would be read as another code.
    name = (
        following if re.search(r"[^\W\d_]", following) and not re.search(r"\d", following) else ""
    )
    return f"{code.zfill(5)} {name}".strip()
