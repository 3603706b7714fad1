"""What the reader of workbooks accepts, and what it refuses."""

import io
import os
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.classeur import (
    _without_panic_notice,
    open_workbook,
    read_cells,
    read_sheet,
)
from ancrage.observatoire.sources.octets import Entree
from tests.conftest import FICHIERS_MINIATURE

MakeEntree = Callable[..., Entree]


def _workbook(rows: list[list[object]], sheet: str = "COM") -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet(sheet)
    for line, row in enumerate(rows):
        page.write_row(line, 0, row)
    book.close()
    return stream.getvalue()


@pytest.fixture
def entree(make_entree: MakeEntree) -> Entree:
    """Return a workbook whose first line is blank and whose header is on line 3."""
    rows: list[list[object]] = [[], ["Titre"], ["CODGEO", "NB", "LIB"], ["01004", 12.5, "Essai"]]
    return make_entree(_workbook(rows), "essai.xls")  # an xlsx under the official name .xls


def test_cells_come_as_text_with_the_line_a_screen_shows(entree: Entree) -> None:
    table = read_sheet(entree, ["NB", "CODGEO"], sheet="COM", header_line=3)
    assert table.rows(named=True) == [{"ligne": 4, "NB": "12.5", "CODGEO": "01004"}]


def test_blank_cells_are_empty_text(entree: Entree) -> None:
    cells = read_cells(open_workbook(entree), entree, "COM")
    assert cells.row(1, named=True)["c2"] == ""


@pytest.mark.parametrize(
    ("sheet", "line", "code"),
    [
        ("EPCI", 3, "feuille_absente"),
        ("COM", 4, "entete_inattendue"),
        ("COM", 99, "entete_inattendue"),
    ],
)
def test_a_wrong_sheet_or_header_line_is_refused(
    entree: Entree, sheet: str, line: int, code: str
) -> None:
    with pytest.raises(Erreur) as caught:
        read_sheet(entree, ["CODGEO"], sheet=sheet, header_line=line)
    assert caught.value.code == code
    assert caught.value.attendu


def test_a_file_that_is_no_workbook_is_refused(make_entree: MakeEntree) -> None:
    with pytest.raises(Erreur) as caught:
        open_workbook(make_entree(b"CODE;NB\n", "essai.xls"))
    assert caught.value.code == "classeur_illisible"


@pytest.mark.parametrize("part", [0.9, 0.97, 0.99])
def test_a_cut_xls_is_refused_whatever_its_reader_does(
    make_entree: MakeEntree, part: float
) -> None:
    name = "Effectif_et_densite_par_departement_en_2018.xls"
    content = (FICHIERS_MINIATURE / name).read_bytes()
    with pytest.raises(Erreur) as caught:
        open_workbook(make_entree(content[: int(len(content) * part)], name))
    assert caught.value.code == "classeur_illisible"


def test_a_damaged_sheet_is_refused(entree: Entree) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(entree.chemin) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[:200] if name.endswith("sheet1.xml") else data)
    entree.chemin.write_bytes(content.getvalue())
    with pytest.raises(Erreur) as caught:
        read_cells(open_workbook(entree), entree, "COM")
    assert caught.value.code == "classeur_illisible"


def test_a_workbook_that_makes_the_reader_panic_prints_no_english(
    make_entree: MakeEntree, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = (FICHIERS_MINIATURE / "Effectif_et_densite_par_departement_en_2018.xls").read_bytes()
    with pytest.raises(Erreur) as caught:
        open_workbook(make_entree(whole[:-600], "essai.xls"))  # such a cut makes it panic
    assert caught.value.code == "classeur_illisible"
    assert "panicked" not in capfd.readouterr().err


def test_what_others_write_while_a_workbook_opens_is_given_back(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with _without_panic_notice():
        os.write(2, b"avertissement\n")
    assert capfd.readouterr().err == "avertissement\n"
