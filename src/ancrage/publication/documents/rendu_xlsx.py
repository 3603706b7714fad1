"""The tables of a document as XLSX: one sheet a table, one of the sources, numbers as numbers."""

import io
import re
from datetime import datetime
from typing import Any

import xlsxwriter

from ancrage.publication.documents.blocs import Cellule, Document, Sources, Tableau, iter_document
from ancrage.publication.documents.octets import freeze_zip
from ancrage.publication.typographie import FINE, INSECABLE, date_longue

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_WIDEST, _NARROWEST = 60, 9
_LINES_BEFORE = 2  # title and empty line above the header


def render_xlsx(document: Document) -> bytes:
    """Return every table of the document and its sources; masked cells hold the French word."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False})
    day = datetime(document.date.year, document.date.month, document.date.day)
    book.set_properties(
        {
            "title": f"{document.titre} – {document.territoire}",
            "author": document.auteur,
            "subject": document.edition,
            "comments": document.description,
            "created": day,
        }
    )
    formats = _Formats(book)
    tables = [bloc for bloc in iter_document(document) if isinstance(bloc, Tableau)]
    names = _sheet_names([table.cle for table in tables])
    _write_index(book, formats, document, list(zip(names, tables, strict=True)))
    for name, table in zip(names, tables, strict=True):
        _write_table(book.add_worksheet(name), formats, table)
    sources = [bloc for bloc in iter_document(document) if isinstance(bloc, Sources)]
    _write_sources(book.add_worksheet("Sources"), formats, sources)
    book.close()
    return freeze_zip(buffer.getvalue(), document.date)


class _Formats:
    """The cell formats of a book, one for each number of decimals."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
        self._book, self._base = book, base
        self._numbers: dict[tuple[int, str], Any] = {}
        self.title = book.add_format({**base, "font_size": 14, "bold": True})
        self.head = book.add_format(
            {**base, "bold": True, "bg_color": "#F4F7F6", "text_wrap": True, "bottom": 1, "top": 2}
        )
        self.text = book.add_format({**base, "text_wrap": True, "num_format": "@"})
        self.word = book.add_format(
            {**base, "italic": True, "font_color": "#51606B", "align": "right"}
        )
        self.note = book.add_format({**base, "font_size": 9, "font_color": "#51606B"})
        self.link = book.add_format({**base, "font_color": "#0B5E63", "underline": 1})

    def number(self, cell: Cellule) -> Any:
        """Return the format that shows the number as the printed text does."""
        unit = "%" if cell.texte.endswith("%") else ""
        key = (cell.decimales, unit)
        if key not in self._numbers:
            pattern = "#,##0" + ("." + "0" * cell.decimales if cell.decimales else "")
            if unit:
                pattern += f'"{FINE}%"'
            self._numbers[key] = self._book.add_format({**self._base, "num_format": pattern})
        return self._numbers[key]


def _sheet_names(wanted: list[str]) -> list[str]:
    """Return names that Excel accepts: 31 characters, no forbidden one, all different."""
    names: list[str] = []
    taken = {"sources", "contenu"}
    for name in wanted:
        plain = _FORBIDDEN.sub("-", name).strip("'")[:31]
        unique, rank = plain, 2
        while unique.lower() in taken:
            unique, rank = f"{plain[:27]} {rank}", rank + 1
        taken.add(unique.lower())
        names.append(unique)
    return names


def _write_index(
    book: Any, formats: _Formats, document: Document, sheets: list[tuple[str, Tableau]]
) -> None:
    sheet = book.add_worksheet("Contenu")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, f"{document.titre} – {document.territoire}", formats.title)
    line = f"{document.auteur} · {document.edition} · {date_longue(document.date)}"
    sheet.write_string(1, 0, line, formats.note)
    sheet.write_string(2, 0, document.mention, formats.note)
    sheet.write_row(4, 0, ["Feuille", "Contenu"], formats.head)
    rows = [*((name, table.titre) for name, table in sheets), ("Sources", "Sources et fichiers")]
    for row, (name, title) in enumerate(rows, start=5):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", formats.link, name)
        sheet.write_string(row, 1, title, formats.text)


def _write_table(sheet: Any, formats: _Formats, table: Tableau) -> None:
    heads, rows = _flatten(table)
    sheet.write_string(0, 0, table.titre, formats.title)
    sheet.write_row(_LINES_BEFORE, 0, heads, formats.head)
    for line, cells in enumerate(rows, start=_LINES_BEFORE + 1):
        for column, cell in enumerate(cells):
            _write_cell(sheet, formats, line, column, cell)
    for column, head in enumerate(heads):
        longest = max([len(head) * 0.7, *(len(cells[column].texte) for cells in rows)])
        sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, longest * 0.95 + 2)))
    sheet.freeze_panes(_LINES_BEFORE + 1, 1)
    if rows:
        sheet.autofilter(_LINES_BEFORE, 0, _LINES_BEFORE + len(rows), len(heads) - 1)
    last = _LINES_BEFORE + len(rows) + 2
    for text in (table.note, table.source):
        if text:
            sheet.write_string(last, 0, text, formats.note)
            last += 1
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_LINES_BEFORE)


def _flatten(table: Tableau) -> tuple[list[str], list[list[Cellule]]]:
    """Return heads and rows; the second lines of the first column become a column."""
    heads, rows = list(table.entetes), [list(cells) for cells in table.lignes]
    if any(cells[0].precision for cells in rows):
        heads.insert(1, "Précision")
        for cells in rows:
            cells.insert(1, Cellule(cells[0].precision or ""))
    for head, column in table.complement:
        heads.append(head)
        for cells, cell in zip(rows, column, strict=True):
            cells.append(cell)
    return heads, rows


def _write_cell(sheet: Any, formats: _Formats, line: int, column: int, cell: Cellule) -> None:
    if cell.nombre is not None:
        sheet.write_number(line, column, cell.nombre, formats.number(cell))
    else:
        sheet.write_string(line, column, cell.texte, formats.word if cell.discret else formats.text)


def _write_sources(sheet: Any, formats: _Formats, blocs: list[Sources]) -> None:
    heads = ["Numéro", "Code", "Producteur", "Titre", "Millésime", "Licence", "Fichier", "SHA-256"]
    sheet.write_string(0, 0, f"Sources{INSECABLE}: fichiers et empreintes", formats.title)
    sheet.write_row(_LINES_BEFORE, 0, heads, formats.head)
    line = _LINES_BEFORE + 1
    for bloc in blocs:
        for entry in bloc.entrees:
            base = [
                f"[{entry.numero}]",
                entry.code,
                entry.producteur,
                entry.titre,
                entry.millesime,
                entry.licence,
            ]
            for item in entry.fichiers or (None,):
                ending = [item.nom, item.sha256] if item else ["", ""]
                for column, text in enumerate([*base, *ending]):
                    sheet.write_string(line, column, text, formats.text)
                line += 1
    for column, width in enumerate((9, 22, 18, 44, 12, 22, 44, 68)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(_LINES_BEFORE + 1, 0)
