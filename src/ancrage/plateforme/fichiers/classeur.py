"""Read the sheets of a workbook as text, after `check_contenu`: no formula is ever computed."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

import fastexcel

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.ods import read_content, survey

# A cell far away makes the reader lay out every cell before it: the area is bounded first.
CASES_MAX = 2_000_000
REPERE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
Ligne = list[str]


@dataclass(frozen=True, slots=True)
class Feuille:
    """One sheet: its name, its rows of cells; row 0 is line 1 of the screen."""

    nom: str
    lignes: list[Ligne]


def read_feuilles(nom: str, contenu: bytes) -> list[Feuille]:
    """Return the sheets of an XLSX or ODS, blank cells as ""; `ActeRefuse` when it is unreadable.

    A formula gives the value that the spreadsheet last computed, as text.
    """
    _check_area(nom, contenu)
    try:
        book = fastexcel.read_excel(contenu)
        return [Feuille(sheet, _rows(book, sheet)) for sheet in book.sheet_names]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        # The reader has errors of many kinds, some of them panics of its compiled code, which
        # are no `Exception`; all mean the same to the person.
        raise _unreadable(nom) from None


def read_first(nom: str, contenu: bytes) -> list[Ligne]:
    """Return the rows of the first sheet of a workbook, none when it is blank."""
    sheets = read_feuilles(nom, contenu)
    return sheets[0].lignes if sheets else []


def _rows(book: fastexcel.ExcelReader, sheet: str) -> list[Ligne]:
    loaded = book.load_sheet(
        sheet, header_row=None, skip_rows=0, dtypes="string", schema_sample_rows=1
    )
    rows = loaded.to_polars().rows()
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def _check_area(nom: str, contenu: bytes) -> None:
    """Refuse a sheet whose farthest cell would make an enormous grid of blank ones."""
    try:
        largest = _area_ods(nom, contenu) if nom.lower().endswith(".ods") else _area_xlsx(contenu)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, KeyError):
        raise _unreadable(nom) from None
    if largest > CASES_MAX:
        raise ActeRefuse(
            f"Le classeur « {nom} » a une case écrite très loin des autres.",
            "Recopiez les lignes utiles dans un nouveau classeur. Rien n’a été gardé.",
            champ="fichier",
        )


def _area_xlsx(contenu: bytes) -> int:
    with zipfile.ZipFile(BytesIO(contenu)) as archive:
        parts = [one for one in archive.namelist() if one.endswith(".xml")]
        areas = [_area(archive.read(one)) for one in parts if "sharedStrings" not in one]
    return max(areas, default=0)


def _area_ods(nom: str, contenu: bytes) -> int:
    found = survey(read_content(contenu))
    if found.liens:
        raise ActeRefuse(
            f"Le classeur « {nom} » contient des liens vers d’autres classeurs.",
            "Dans LibreOffice, menu Édition, Liens : rompez-les, puis enregistrez. "
            "Rien n’a été gardé.",
            champ="fichier",
        )
    return found.aire


def _area(part: bytes) -> int:
    columns, lines = 0, 0
    for letters, number in REPERE.findall(part):
        columns = max(columns, _column(letters))
        lines = max(lines, int(number))
    return columns * lines


def _column(letters: bytes) -> int:
    rank = 0
    for letter in letters:
        rank = rank * 26 + letter - 64
    return rank


def _unreadable(nom: str) -> ActeRefuse:
    return ActeRefuse(
        f"Le classeur « {nom} » ne se lit pas.",
        "Ouvrez-le dans un tableur, enregistrez-le en .xlsx, puis joignez-le à nouveau.",
        champ="fichier",
    )
