"""A figure from a fictitious extract says so wherever a reader meets it in a document."""

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from ancrage.observatoire import api
from ancrage.publication.documents.rendu_docx import render_docx
from ancrage.publication.production import build_document, parse
from tests.conftest import FICHIERS_MINIATURE, GEOGRAPHIE_MINIATURE

TERRITOIRE = "epci:990000002"


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return every paragraph and table row of the DLS in DOCX."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
        patch.setenv("ANCRAGE_STATE_DIR", str(tmp_path_factory.mktemp("etat")))
        api.load(FICHIERS_MINIATURE)
        folder: Path = FICHIERS_MINIATURE / "depot"
        api.add_depot(folder / "cepidc_extrait_fictif.csv", folder / "depot.toml")
        content = render_docx(build_document(parse(TERRITOIRE)))
    return list(_lines(docx.Document(io.BytesIO(content))))


def _lines(document: docx.document.Document) -> Iterator[str]:
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            yield " | ".join(cell.text for cell in row.cells)


def test_every_line_that_names_a_fictitious_figure_is_marked(lines: list[str]) -> None:
    named = [line for line in lines if "Mortalité cardiovasculaire" in line]
    assert any(" | " in line for line in named), "no table tells of it"
    assert any(" | " not in line for line in named), "no sentence tells of it"
    every = "Mortalité cardiovasculaire (extrait fictif)"
    assert [line for line in named if "Mortalité cardio" in line.replace(every, "")] == []


def test_the_list_of_sources_names_the_extract_and_its_agreement(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert "Décès domiciliés par commune, âge, sexe et cause (extrait fictif)" in text
    assert "convention FICTIVE-0000" in text
    assert "cepidc_extrait_fictif.csv" in text
