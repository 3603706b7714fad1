"""The spreadsheet holds every figure of the pages, unrounded, with its file and its checksum."""

import io

import fastexcel
import pytest

from ancrage.publication.documents.chiffres_cles.tableur import render_xlsx


@pytest.fixture(scope="module")
def classeur(document) -> bytes:
    return render_xlsx(document)


def rows(classeur: bytes, sheet: str):
    reader = fastexcel.read_excel(classeur)
    return reader.load_sheet(sheet, header_row=2).to_polars()


def test_one_sheet_per_page_the_changes_the_awaited_and_the_sources(classeur):
    names = fastexcel.read_excel(classeur).sheet_names
    expected = [f"Page {n}" for n in range(2, 9)]
    assert [name for name in names if name.startswith("Page")] == expected
    assert {"En attente", "Sources"} <= set(names)


def test_a_figure_is_there_unrounded_with_its_counts_and_checksum(classeur, profil_essai):
    [valeur] = [v for v in profil_essai.indicateurs if v.code == "D05" and v.periode == "2020"]
    found = (
        rows(classeur, "Page 2").filter(Code="D05").filter(**{"Période": "2020"}).row(0, named=True)
    )
    assert float(found["Valeur"]) == valeur.value
    assert float(found["Numérateur"]) == valeur.numerator
    assert found["Empreinte SHA-256"] == valeur.checksum


def test_each_difference_says_whether_it_stays_and_each_sheet_how_many_tests(
    document, classeur, profil_essai
):
    found = rows(classeur, "Page 3")
    apart = found.filter(found["Verdict"].is_in(["plus élevé", "plus faible"]))
    assert apart.height
    marks = apart["Compte tenu du nombre de tests"].drop_nulls().unique().to_list()
    assert set(marks) <= {"retenu", "non retenu", "–"}
    notes = [table.note or "" for table in document.tableaux if table.cle.startswith("Page")]
    assert all(f"Sur {profil_essai.tests.tests} comparaisons" in note for note in notes)


def test_the_sources_name_their_files(classeur):
    found = rows(classeur, "Sources")
    assert "base_cc_comparateur.csv" in found["Fichier"].to_list()


def test_the_same_document_gives_the_same_bytes(document, classeur):
    assert render_xlsx(document) == classeur
    assert io.BytesIO(classeur).read(2) == b"PK"
