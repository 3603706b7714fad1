"""Workbooks made by hand for the tests: plain grids, and broken ones."""

import io
import zipfile
from collections.abc import Sequence

import xlsxwriter

from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.fichiers.services import keep_bytes

PAIR = (
    "Axe (x)", "Sous-axe (x.x)", "Titre de l'action", "Titre de la sous-action", "Descriptif",
    "Structure pilote", "Partenaires", "Personne pilote", "Participation Citoyenne",
    "Financeur 1", "Montant € HT", "Financeur 2", "Montant € HT", "Statut", "Date de début",
    "Date de fin", "Calendrier",
)  # fmt: skip


def grid(*rows: Sequence[str], name: str = "Plan") -> bytes:
    """Return a workbook of one sheet; a cell that starts with « = » is a formula."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet(name)
    for line, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write(line, column, cell)
    book.close()
    return buffer.getvalue()


def row(**cells: str) -> list[str]:
    """Return a row under the heads of `PAIR`, by the first word of each head."""
    names = {
        "axe": 0, "sous_axe": 1, "titre": 2, "etape": 3, "description": 4, "pilote": 5,
        "partenaires": 6, "personne": 7, "participation": 8, "financeur": 9, "montant": 10,
        "financeur2": 11, "montant2": 12, "statut": 13, "debut": 14, "fin": 15, "calendrier": 16,
    }  # fmt: skip
    found = [""] * len(PAIR)
    for name, cell in cells.items():
        found[names[name]] = cell
    return found


def deposited(contenu: bytes, nom: str = "plan.xlsx") -> Fichier:
    """Return a workbook kept as a deposit keeps it."""
    return Fichier.objects.create(
        region="24", nom=nom, type="xlsx", taille=len(contenu), sha256=keep_bytes(contenu),
        deposant_label="essai",
    )  # fmt: skip


def repacked(contenu: bytes, **parts: bytes) -> bytes:
    """Return a workbook with parts replaced or added (« xl/worksheets/sheet1.xml »)."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(contenu)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, parts.pop(name, source.read(name)))
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()
