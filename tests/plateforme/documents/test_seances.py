"""The documents of meetings: in both formats, opened, and saying what the rows say."""

import io
import re
import shutil
import subprocess
from datetime import date

import docx
import pikepdf
import pytest
from pypdf import PdfReader

from ancrage.plateforme.contrats.horloge import at
from ancrage.plateforme.documents.seances import draw_of_reunion, draw_reglement
from ancrage.publication.typographie.textes import breaches
from tests.plateforme.rencontres.factories import Salle, decided, held, planned, validated

RUBRIQUES = (
    "Séance", "Présents et excusés, par collège", "Ordre du jour et échanges",
    "Décisions précédentes et suites", "État d’avancement", "Chiffres clés", "Budget",
    "Points de vigilance", "Relevé de décisions", "Prochaine séance", "Annexes",
)  # fmt: skip


@pytest.fixture
def salle(db):
    with at(date(2026, 11, 2)):
        yield Salle()


def text_of(octets: bytes, fmt: str) -> str:
    if fmt == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(octets)).pages)
    found = docx.Document(io.BytesIO(octets))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in found.paragraphs), *cells])


def flat(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


@pytest.mark.parametrize("fmt", ["docx", "pdf"])
def test_minutes_hold_the_eleven_headings_and_the_decisions(salle, fmt):
    reunion = held(salle)
    decided(salle, reunion, "Ouvrir une permanence (exemple)")
    found = validated(salle, reunion)
    text = flat(text_of(draw_of_reunion(reunion, "compte-rendu", fmt), fmt))
    positions = [text.find(f"{rank} {one}") for rank, one in enumerate(RUBRIQUES, start=1)]
    assert -1 not in positions and positions == sorted(positions)
    assert "Ouvrir une permanence (exemple)" in text and "01/12/2026" in text
    assert "maire" in text and salle.elu.nom not in text
    assert f"Empreinte {found.empreinte[:16]}" in text or fmt == "docx"


@pytest.mark.parametrize("fmt", ["docx", "pdf"])
@pytest.mark.parametrize("code", ["convocation", "emargement"])
def test_what_precedes_a_meeting_says_when_and_where(salle, code, fmt):
    reunion = planned(salle)
    text = flat(text_of(draw_of_reunion(reunion, code, fmt), fmt))
    assert "8 octobre 2026, de 14 h 30 à 16 h 30" in text
    assert "Salle du conseil (exemple)" in text
    if code == "emargement":
        assert (salle.elu.nom in text and "ne pas publier" in text) or fmt == "docx"
        assert "deleguee@demo.example" not in text


@pytest.mark.parametrize("fmt", ["docx", "pdf"])
def test_the_rules_say_quorum_composition_and_delays(salle, fmt):
    text = flat(text_of(draw_reglement(salle.copil, fmt), fmt))
    assert "50 % des voix" in text and "21 jours avant" in text
    assert "représentante des usagers" in text and "consultative" in text


@pytest.mark.parametrize("code", ["convocation", "emargement", "compte-rendu"])
def test_two_runs_give_the_same_bytes_and_french_typography(salle, code):
    reunion = held(salle)
    validated(salle, reunion)
    for fmt in ("docx", "pdf"):
        first = draw_of_reunion(reunion, code, fmt)
        assert first == draw_of_reunion(reunion, code, fmt)
    word = docx.Document(io.BytesIO(draw_of_reunion(reunion, code, "docx")))
    found = [one for par in word.paragraphs for one in breaches(par.text)]
    assert found == []


def test_the_pdf_is_tagged(salle):
    with pikepdf.open(io.BytesIO(draw_of_reunion(planned(salle), "convocation", "pdf"))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "fr"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice: make outils")
def test_libreoffice_opens_the_minutes(salle, tmp_path):
    reunion = held(salle)
    validated(salle, reunion)
    source = tmp_path / "cr.docx"
    source.write_bytes(draw_of_reunion(reunion, "compte-rendu", "docx"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    text = "\n".join(page.extract_text() for page in PdfReader(tmp_path / "cr.pdf").pages)
    assert "Relevé de décisions" in flat(text)
