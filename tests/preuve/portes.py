"""Read the values of a profile back from each product: JSON, PDF text, DOCX, XLSX."""

import json
import re
import subprocess
from pathlib import Path

import docx
import fastexcel

Cle = tuple[str, str, str]  # code, period, sex
Lecture = dict[Cle, str]  # what is printed: a number in French, or a word
_PERIODE = r"\d{4}(?:[-–‑]\d{4})?"
_SEXE = "ensemble|femmes|hommes"


def read_json(path: Path) -> dict[Cle, float | str]:
    """Return the unrounded value of each entry, or its status."""
    entries = json.loads(path.read_text("utf-8"))["indicateurs"]
    return {
        (entry["code"], entry["periode"], entry["sexe"]): entry["status"]
        if entry["value"] is None
        else entry["value"]
        for entry in entries
        if entry["periode"]
    }


def read_docx(path: Path) -> Lecture:
    """Return the printed values of the annex table."""
    for table in docx.Document(str(path)).tables:
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        if cells and cells[0][0] == "Code" and "Valeur" in cells[0]:
            return _from_rows(cells)
    raise AssertionError("no table of all values in the DOCX")


def read_xlsx(path: Path) -> dict[Cle, float | str]:
    """Return the values of the sheet « Toutes les valeurs »: numbers, or words."""
    book = fastexcel.read_excel(path)
    sheet = next(name for name in book.sheet_names if name.startswith("Toutes les valeurs"))
    rows = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars().rows()
    start = next(index for index, row in enumerate(rows) if row[0] == "Code")
    head = list(rows[start])
    found: dict[Cle, float | str] = {}
    for row in rows[start + 1 :]:
        if row[0] is None or row[head.index("Période")] is None:
            continue
        value = str(row[head.index("Valeur")])
        try:
            found[_key(row, head)] = float(value)
        except ValueError:
            found[_key(row, head)] = value
    return found


def _from_rows(cells: list[list[str]]) -> Lecture:
    head = cells[0]
    return {_key(row, head): row[head.index("Valeur")] for row in cells[1:]}


def _key(row: object, head: list[str]) -> Cle:
    cells = list(row)  # type: ignore[call-overload]
    return (
        cells[head.index("Code")],
        re.sub("[–‑]", "-", cells[head.index("Période")]),
        cells[head.index("Sexe")],
    )


def read_pdf(path: Path) -> Lecture:
    """Return the printed values of the annex table, from the text of its pages."""
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
    ).stdout.replace("\u00ad", "-")
    line = re.compile(
        rf"^\s*([A-Z]\d\d(?:-[A-Z0-9]+)*)\s.*?\s({_PERIODE})\s+({_SEXE})\s+(\S.*?)(?:\s{{2,}}|$)"
    )
    found: Lecture = {}
    for match in map(line.match, text.splitlines()):
        if match:
            code, periode, sexe, value = match.groups()
            found.setdefault((code, re.sub("[–‑]", "-", periode), sexe), value)
    return found


def number(printed: str) -> tuple[float, int] | None:
    """Return the value printed in French and its decimals, or None for a word."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", printed).replace("−", "-")
    match = re.match(r"^(-?\d+)(?:,(\d+))?", plain)
    if not match:
        return None
    decimals = match.group(2) or ""
    return float(f"{match.group(1)}.{decimals or '0'}"), len(decimals)
