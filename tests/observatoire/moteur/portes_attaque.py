"""The doors that an attacker reads: JSON, CSV, XLSX and PDF, each one written then read back."""

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import fastexcel

from ancrage.observatoire.api import Profil
from ancrage.publication.documents.blocs import Document, Section
from ancrage.publication.documents.dls.contexte import Contexte, OptionsDls
from ancrage.publication.documents.dls.valeurs import build_all_values
from ancrage.publication.documents.relecture import proofread
from ancrage.publication.documents.rendu_pdf import render_pdf
from ancrage.publication.production import read_catalogue
from ancrage.publication.tableau_profil import write_csv, write_xlsx
from tests.preuve import portes

MASQUE = "masque"  # print does not tell one mark from the other
JOUR = date(2026, 1, 1)


@dataclass(frozen=True)
class Reponse:
    """What one door says of one figure: a mark, or numbers with the width of their rounding."""

    code: str
    sexe: str
    status: str
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    rounding: float = 0.0
    periode: str = ""


def read_json(profil: Profil, _folder: Path) -> list[Reponse]:
    """Return the answers of the JSON."""
    return [
        Reponse(
            e["code"], e["sexe"], e["status"], e["numerator"], e["denominator"], e["value"],
            periode=e["periode"] or "",
        )
        for e in json.loads(json.dumps(profil.to_dict()))["indicateurs"]
    ]  # fmt: skip


def read_csv(profil: Profil, _folder: Path) -> list[Reponse]:
    """Return the answers of the CSV, read as a spreadsheet would."""
    rows = csv.DictReader(io.StringIO(write_csv(profil).lstrip("\ufeff")), delimiter=";")
    return [_from_row(row, lambda text: text.replace(",", ".")) for row in rows]


def read_xlsx(profil: Profil, folder: Path) -> list[Reponse]:
    """Return the answers of the workbook."""
    write_xlsx(profil, folder / "profil.xlsx")
    sheet = fastexcel.read_excel(folder / "profil.xlsx").load_sheet(0, dtypes="string")
    return [_from_row(row, str) for row in sheet.to_polars().iter_rows(named=True)]


def _from_row(row: dict[str, str | None], plain: Callable[[str], str]) -> Reponse:
    number = {
        name: float(plain(row[name] or "")) if row[name] else None
        for name in ("numerator", "denominator", "value")
    }
    told = (row["code"] or "", row["sexe"] or "", row["status"] or "")
    return Reponse(*told, **number, periode=row["periode"] or "")


def read_pdf(profil: Profil, folder: Path) -> list[Reponse]:
    """Return the answers of the table « Toutes les valeurs », alone in a document."""
    path = folder / "valeurs.pdf"
    contexte = Contexte(profil, read_catalogue(profil), OptionsDls(date=JOUR))
    section = Section("Valeurs", 1, (build_all_values(contexte),), "1", paysage=True)
    words = {"territoire": profil.territoire.libelle, "edition": "essai", "version": "1"}
    words |= {"titre": "Valeurs", "sous_titre": "", "auteur": "Essai"}
    document = Document(**words, date=JOUR, etat="brouillon", sections=(section,))
    path.write_bytes(render_pdf(proofread(document), sommaire=False))
    return _read_text(path)


_LINE = re.compile(
    r"^\s*([A-Z]\d\d(?:-[A-Z0-9]+)*)\s.*?\s(\d{4}(?:[-–‑]\d{4})?)\s+(ensemble|femmes|hommes)\s+(\S.*)$"
)


def _read_text(path: Path) -> list[Reponse]:
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
    ).stdout
    return [_printed(*match.groups()) for match in map(_LINE.match, text.splitlines()) if match]


def _printed(code: str, periode: str, sexe: str, rest: str) -> Reponse:
    """Return what a printed row tells: value, interval, count, denominator, then the source."""
    years = re.sub("[–‑]", "-", periode)
    cells = re.split(r"\s{2,}", rest.strip())
    if cells[0].startswith("secret"):
        assert not any(portes.number(cell) for cell in cells[1:4]), rest
        return Reponse(code, sexe, MASQUE, periode=years)
    count = portes.number(cells[2]) if len(cells) > 2 else None
    return Reponse(code, sexe, "valeur", count[0] if count else None, periode=years)
