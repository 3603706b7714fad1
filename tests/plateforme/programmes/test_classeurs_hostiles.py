"""Workbooks that are broken, trapped or absurd: refused in French, nothing kept, no crash."""

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.classeur import Feuille
from ancrage.plateforme.programmes.correspondance import guess
from ancrage.plateforme.programmes.models import FicheAction, ImportPlan
from ancrage.plateforme.programmes.plan_libre import read_libre
from ancrage.plateforme.programmes.services.imports import import_plan, try_import
from tests.plateforme.programmes.classeurs import PAIR, deposited, grid, repacked, row

SHEET = "xl/worksheets/sheet1.xml"
PLAIN = grid(PAIR, row(titre="Bus"))
SHEET_START = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
    b'2006/main"><sheetData>'
)
FAR = SHEET_START + (
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>Titre</t></is></c></row>'
    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>&d;</t></is></c></row></sheetData></worksheet>'
)


def attempt(atelier, contenu: bytes, nom: str = "plan.xlsx"):
    return try_import(
        acteur=atelier.coordonnateur, contrat=atelier.contrat, nom=nom, contenu=contenu
    )


def bomb() -> bytes:
    return repacked(PLAIN, **{"xl/bomb.xml": b"\x00" * 60_000_000})


def crossed() -> bytes:
    """Return a workbook whose parts say another length than theirs."""
    content = bytearray(PLAIN)
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(content)


CASES = {
    "no zip": (b"Axe;Titre\n", "ne correspond pas"),
    "another zip": (b"PK\x05\x06" + b"\x00" * 18, "ne correspond pas"),
    "cut": (PLAIN[: len(PLAIN) // 2], "ne correspond pas"),
    "zip bomb": (bomb(), "démesuré"),
    "external links": (repacked(PLAIN, **{"xl/externalLinks/a.xml": b"<x/>"}), "liens vers"),
    "macros": (repacked(PLAIN, **{"xl/vbaProject.bin": b"x"}), "macros"),
    "objects": (repacked(PLAIN, **{"xl/embeddings/a.bin": b"x"}), "objets incorporés"),
    "a far cell": (repacked(PLAIN, **{SHEET: FAR}), "très loin"),
    "no sheet": (repacked(PLAIN, **{SHEET: b""}), "ne se lit pas"),
    "broken sheet": (repacked(PLAIN, **{SHEET: b"<worksheet><sheetData><row r="}), ""),
    "entities": (repacked(PLAIN, **{SHEET: LAUGHS}), ""),
    "a lying part": (crossed(), ""),
    "no relations": (repacked(PLAIN, **{"xl/_rels/workbook.xml.rels": b""}), ""),
}


@pytest.mark.parametrize("case", CASES)
def test_a_trapped_workbook_is_refused_and_nothing_is_kept(atelier, case):
    contenu, words = CASES[case]
    with pytest.raises(ActeRefuse) as refusal:
        import_plan(acteur=atelier.coordonnateur, contrat=atelier.contrat,
                    fichier=deposited(contenu))  # fmt: skip
    assert words in str(refusal.value)
    assert not FicheAction.objects.exists() and not ImportPlan.objects.exists()


def test_another_kind_of_file_is_refused_with_what_is_expected(atelier):
    with pytest.raises(ActeRefuse, match=r"Types : \.ods, \.xlsx"):
        attempt(atelier, PLAIN, "plan.pdf")
    with pytest.raises(ActeRefuse, match="ne correspond pas"):
        attempt(atelier, PLAIN, "plan.ods")


def test_a_workbook_of_blank_sheets_is_refused(atelier):
    with pytest.raises(ActeRefuse, match="titre de l’action"):
        attempt(atelier, grid())


@pytest.mark.parametrize("seed", range(40))
def test_altered_bytes_never_crash(atelier, seed):
    """Bytes of the package, or of the parts inside: taken, or refused in words."""
    draw = random.Random(seed)
    if seed % 2:
        content = bytearray(PLAIN)
        for _ in range(draw.randint(1, 30)):
            content[draw.randrange(len(content))] = draw.randrange(256)
        altered = bytes(content)
    else:
        with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
            name = draw.choice([one for one in archive.namelist() if one.endswith(".xml")])
            part = bytearray(archive.read(name))
        for _ in range(draw.randint(1, 10)):
            part[draw.randrange(len(part))] = draw.randrange(256)
        altered = repacked(PLAIN, **{name: bytes(part)})
    try:
        attempt(atelier, altered)
    except ActeRefuse as refusal:
        assert refusal.message.endswith(".")


cells = st.text(max_size=30) | st.sampled_from(
    ["=cmd|' /C calc'!A0", "Axe 1", "1e999", "99999999999", "31/12/2025", "-1", "x" * 400, "NaN"]
)


@settings(max_examples=25)
@given(rows=st.lists(st.lists(cells, min_size=len(PAIR), max_size=len(PAIR)), max_size=4))
def test_whatever_the_cells_hold_each_row_is_taken_or_told(rows):
    """Pure reading: each row with a title is a sheet, a step, or a told refusal."""
    feuilles = [Feuille("Plan", [list(PAIR), *rows])]
    lecture = read_libre(feuilles, guess(feuilles), {})
    told = {one.ligne for one in lecture.ecarts}
    titles = {line for line, cells in enumerate(rows, start=2) if cells[2].strip()}
    taken = {line for _, line in lecture.lieux}
    steps = {line for line in titles if rows[line - 2][3].strip()}
    assert titles - taken - steps <= told
