"""Each value of the profile reads the same in the PDF, the DOCX and the spreadsheet."""

import io
import re

import docx
import fastexcel
import pypdf
import pytest

from ancrage.publication.documents.blocs import Tableau, iter_document
from ancrage.publication.typographie import FINE, nombre


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def toutes(dls) -> Tableau:
    return next(
        b for b in iter_document(dls) if isinstance(b, Tableau) and b.cle == "Toutes les valeurs"
    )


def test_values_and_limits_print_in_the_pdf(toutes, dls_pdf):
    reader = pypdf.PdfReader(io.BytesIO(dls_pdf))
    text = squeeze(" ".join(page.extract_text() for page in reader.pages))
    for row in toutes.lignes:
        for cell in (row[5], row[6], row[7], row[8]):
            assert squeeze(cell.texte) in text, (row[0].texte, cell.texte)


def test_the_docx_holds_the_same_table(toutes, dls_docx):
    word = docx.Document(io.BytesIO(dls_docx))
    table = next(t for t in word.tables if len(t.columns) == len(toutes.entetes))
    written = [[c.text for c in row.cells] for row in table.rows][1:]
    assert written == [[cell.texte for cell in row] for row in toutes.lignes]


def test_the_spreadsheet_holds_numbers_that_print_the_same(toutes, dls_xlsx):
    sheet = fastexcel.read_excel(dls_xlsx).load_sheet(
        "Toutes les valeurs", header_row=2, dtypes={"Valeur": "string"}
    )
    written = sheet.to_polars().head(len(toutes.lignes))["Valeur"].to_list()
    for row, found in zip(toutes.lignes, written, strict=True):
        cell = row[5]
        if cell.nombre is None:
            assert found == cell.texte  # the French word of the status
        else:
            assert float(found) == pytest.approx(cell.nombre, rel=1e-12)
            places = len(re.sub(r".*?(,|$)", "", cell.texte.rstrip(f"{FINE}%"), count=1))
            assert nombre(float(found), places) == cell.texte.removesuffix(f"{FINE}%")
