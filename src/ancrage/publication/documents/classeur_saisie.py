"""A workbook to fill in or to take away: sheets of text cells, closed lists to choose from."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import xlsxwriter

from ancrage.publication.documents.octets import freeze_zip

LISTES = "Listes"
LIGNES_SAISIE = 1_000  # how far down the lists are offered


@dataclass(frozen=True, slots=True)
class FeuilleSaisie:
    """One sheet: its heads, the help shown on each, its rows, the choices of some columns."""

    nom: str
    entetes: Sequence[str]
    lignes: Sequence[Sequence[str]]
    aides: Mapping[int, str] = field(default_factory=dict)
    choix: Mapping[int, Sequence[str]] = field(default_factory=dict)


def write_saisie(titre: str, notice: Sequence[str], feuilles: Sequence[FeuilleSaisie]) -> bytes:
    """Return the workbook. Every cell is text: nothing typed becomes a formula or a date."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    head = book.add_format(
        {"bold": True, "bg_color": "#F4F7F6", "text_wrap": True, "bottom": 1, "valign": "top"}
    )
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    first = book.add_worksheet("Lisez-moi")
    first.set_column(0, 0, 100, text)
    for line, words in enumerate((titre, *notice)):
        first.write_string(line, 0, words, text)
    offered: list[Sequence[str]] = []
    for feuille in feuilles:
        sheet = book.add_worksheet(feuille.nom)
        for column, entete in enumerate(feuille.entetes):
            sheet.write_string(0, column, entete, head)
            sheet.set_column(column, column, 24, text)
            if column in feuille.aides:
                sheet.write_comment(0, column, feuille.aides[column])
            if column in feuille.choix:
                source = _offer(offered, feuille.choix[column])
                rule = {"validate": "list", "source": source, "error_type": "warning"}
                sheet.data_validation(1, column, LIGNES_SAISIE, column, rule)
        for line, cells in enumerate(feuille.lignes, start=1):
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(line, column, cell, text)
        sheet.freeze_panes(1, 1)
    lists = book.add_worksheet(LISTES)
    for column, values in enumerate(offered):
        for line, value in enumerate(values):
            lists.write_string(line, column, value)
    lists.hide()
    book.close()
    return freeze_zip(buffer.getvalue(), date(2020, 1, 1))


def _offer(offered: list[Sequence[str]], values: Sequence[str]) -> str:
    """Return the range of the hidden sheet that holds a list; equal lists share one."""
    if values not in offered:
        offered.append(values)
    column = xlsxwriter.utility.xl_col_to_name(offered.index(values), True)
    return f"={LISTES}!{column}$1:{column}${len(values)}"
