"""A file of communes: whatever a spreadsheet gives is read, and what is no list is refused."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from xlsxwriter import Workbook

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.territoires.tableau import read_fichier


def read(nom: str, contenu: bytes) -> list[str]:
    return read_fichier(SimpleUploadedFile(nom, contenu)).splitlines()


def workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with Workbook(out) as book:
        sheet = book.add_worksheet()
        for rank, row in enumerate(rows):
            sheet.write_row(rank, 0, row)
    return out.getvalue()


@pytest.mark.parametrize(
    ("nom", "contenu"),
    [
        ("liste.txt", b"45234\n45008\n"),
        ("liste.csv", b"code;nom\n45234;Orl\xe9ans\n45008;Artenay\n"),
        ("l.csv", "\ufeffnom,population,insee\nOrléans,11623,45234\nArtenay,1800,45008".encode()),
        ("liste.xlsx", workbook([["Code commune", "Nom"], [45234, "Orléans"], [45008, "Artenay"]])),
    ],
)  # fmt: skip
def test_the_column_of_codes_is_found(nom, contenu):
    assert [line[:5] for line in read(nom, contenu)] == ["45234", "45008"]


def test_a_postcode_beside_the_code_is_not_a_commune():
    assert read("l.csv", b"insee;postal\n45234;45000\n45008;45410") == ["45234", "45008"]


def test_the_zero_that_a_spreadsheet_ate_is_given_back():
    assert read("l.xlsx", workbook([["code", "nom"], [1004, "Ambérieu-en-Bugey"]])) == [
        "01004 Ambérieu-en-Bugey"
    ]


def test_a_column_of_names_is_read_as_names():
    assert read("l.csv", "Orléans;oui\nOlivet;non".encode()) == ["Orléans", "Olivet"]


@pytest.mark.parametrize(
    ("nom", "contenu", "said"),
    [
        ("liste.pdf", b"%PDF-1.7", "type attendu"),
        ("liste.xlsx", b"45234", "ne correspond pas"),
        ("liste.csv", b"45234\x00", "ne correspond pas"),
        ("liste.csv", b"\n\n", "aucune commune"),
        ("liste.csv", b"4" * (2 * 1024 * 1024 + 1), "2 Mo"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(nom, contenu, said):
    with pytest.raises(ActeRefuse, match=said) as refus:
        read(nom, contenu)
    assert refus.value.champ == "fichier" and refus.value.remede


def test_a_cell_written_far_away_is_refused_before_it_fills_the_memory():
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "45234")
        sheet.write("XFD1048576", "45008")
    with pytest.raises(ActeRefuse, match="très loin des autres"):
        read("liste.xlsx", out.getvalue())
