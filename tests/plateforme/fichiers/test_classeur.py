"""The one reader of workbooks: text, real line numbers, and a bounded grid."""

import io

import pytest
import xlsxwriter

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.classeur import read_feuilles


def book(**cells: object) -> bytes:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = made.add_worksheet("Un")
    made.add_worksheet("Vide")
    for place, value in cells.items():
        sheet.write(place, value)
    made.close()
    return buffer.getvalue()


def test_cells_come_as_text_at_the_line_of_the_screen():
    first, empty = read_feuilles("a.xlsx", book(A3="0012", B3=1.5, A5="fin"))
    assert (first.nom, empty.nom, empty.lignes) == ("Un", "Vide", [])
    assert first.lignes[2] == ["0012", "1.5"]
    assert first.lignes[4] == ["fin", ""]


def test_a_cell_far_away_is_refused_before_the_grid_is_laid_out():
    with pytest.raises(ActeRefuse, match="très loin des autres"):
        read_feuilles("a.xlsx", book(A1="x", XFD1048576="y"))


def test_what_is_no_workbook_is_refused():
    with pytest.raises(ActeRefuse, match="ne se lit pas"):
        read_feuilles("a.xlsx", b"PK rien")
