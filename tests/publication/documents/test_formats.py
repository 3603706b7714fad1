"""Each format on its own: tags, alternatives, headings, sheets, slides, identical bytes."""

import io
import zipfile
from dataclasses import replace

import docx
import fastexcel
import pdfua
import pikepdf
import pptx
import pypdf
import pytest
from docx.oxml.ns import qn

from ancrage.publication.documents.blocs import FigureBloc, Tableau, iter_document
from ancrage.publication.documents.rendu_docx import render_docx
from ancrage.publication.documents.rendu_pdf import render_pdf
from ancrage.publication.documents.rendu_pptx import render_pptx
from ancrage.publication.documents.rendu_xlsx import render_xlsx

RENDER = {"pdf": render_pdf, "docx": render_docx, "pptx": render_pptx, "xlsx": render_xlsx}
HOSTILE = "Pays #let x = 1 *gras* _it_ $a$ @ref <b> \\ [c] & d"


def squeeze(text: str) -> str:
    return "".join(text.split())


def pdf_text(content: bytes) -> str:
    return squeeze(" ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages))


def structure(pdf: pikepdf.Pdf):
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary):
            yield node
            kids = node.get("/K")
            if isinstance(kids, pikepdf.Array):
                waiting += list(kids)
            elif isinstance(kids, pikepdf.Dictionary):
                waiting.append(kids)


@pytest.mark.parametrize("format", RENDER)
def test_two_runs_give_the_same_bytes(format, dls, request):
    assert RENDER[format](dls) == request.getfixturevalue(f"dls_{format}")


def test_pdf_declares_ua_and_a2a_language_and_title(dls, dls_pdf):
    with pikepdf.open(io.BytesIO(dls_pdf)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        metadata = bytes(pdf.Root.Metadata.read_bytes()).decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert dls.territoire in metadata


def test_pdf_checker_at_hand_finds_nothing(dls_pdf, tmp_path):
    path = tmp_path / "dls.pdf"
    path.write_bytes(dls_pdf)
    findings = [f for outcome in pdfua.validate(path).outcomes for f in outcome.findings]
    assert findings == []


def test_pdf_figures_have_their_alternative_and_tables_their_heads(dls, dls_pdf):
    with pikepdf.open(io.BytesIO(dls_pdf)) as pdf:
        nodes = list(structure(pdf))
        kinds = [str(node.get("/S", "")) for node in nodes]
        alternatives = [str(n.Alt) for n in nodes if str(n.get("/S", "")) == "/Figure"]
        outline = pdf.open_outline()
        with outline:
            titles = [item.title for item in outline.root]
    figures = [b for b in iter_document(dls) if isinstance(b, FigureBloc)]
    assert len(alternatives) == len(figures) + 1  # the map of the cover
    assert all(len(text) > 20 for text in alternatives)
    printed = [b for b in iter_document(dls) if isinstance(b, Tableau) and b.imprime]
    assert kinds.count("/Table") == len(printed)
    assert kinds.count("/TH") > kinds.count("/Table")
    assert any("Population et conditions sociales" in str(title) for title in titles)


@pytest.mark.parametrize("format", ["pdf", "docx", "pptx"])
def test_a_name_prints_as_typed(format, dls):
    content = RENDER[format](replace(dls, territoire=HOSTILE, sections=dls.sections[:2]))
    if format == "pdf":
        text = pdf_text(content)
    else:
        part = {"docx": "word/document.xml", "pptx": "ppt/slides/slide1.xml"}[format]
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            raw = package.read(part).decode()
        text = squeeze(raw.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
    assert squeeze(HOSTILE) in text


def test_docx_has_headings_contents_header_rows_and_alternatives(dls, dls_docx):
    word = docx.Document(io.BytesIO(dls_docx))
    styles = [p.style.name for p in word.paragraphs]
    assert styles.count("Heading 1") == 15
    body = word.element.body
    fields = [e.text or "" for e in body.iter(qn("w:instrText"))]
    assert any("TOC" in text for text in fields)
    entries = [p.text for p in word.paragraphs if p.style.name.lower() == "toc 1"]
    assert len(entries) == 15 and all(entries)
    pages = next(p for p in word.paragraphs if "Mettre à jour les champs" in p.text)
    assert pages._p.xpath("w:r/w:fldChar/@w:fldCharType") == ["end"]  # updating replaces it
    alternatives = [p.get("descr") for p in body.iter(qn("wp:docPr"))]
    figures = [b for b in iter_document(dls) if isinstance(b, FigureBloc)]
    assert len(alternatives) == len(figures) + 1
    assert all(alternatives)
    titled = [t for t in word.tables if t._tbl.tblPr.find(qn("w:tblCaption")) is not None]
    assert all(t.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for t in titled)
    assert len(titled) == sum(isinstance(b, Tableau) and b.imprime for b in iter_document(dls))
    assert word.core_properties.language == "fr-FR"


def test_xlsx_has_one_sheet_a_table_and_the_sources(dls, dls_xlsx):
    names = fastexcel.read_excel(dls_xlsx).sheet_names
    tables = [b for b in iter_document(dls) if isinstance(b, Tableau)]
    assert len(names) == len(tables) + 2  # contents and sources
    assert names[0] == "Contenu" and names[-1] == "Sources"
    sheet = fastexcel.read_excel(dls_xlsx).load_sheet("Sources", header_row=2)
    hashes = sheet.to_polars()["SHA-256"].to_list()
    assert all(len(item) == 64 for item in hashes)


def test_pptx_slides_have_titles_native_charts_and_alternatives(dls, dls_pptx):
    deck = pptx.Presentation(io.BytesIO(dls_pptx))
    assert len(deck.slides) == 1 + len(dls.vues) <= 20
    assert all(slide.shapes.title.text_frame.text for slide in deck.slides)
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    assert any(shape.has_chart for shape in shapes)
    drawn = [s for s in shapes if s.has_chart or s.shape_type == 13]
    assert all(s._element.find(".//" + qn2("p:cNvPr")).get("descr") for s in drawn)


def qn2(tag: str) -> str:
    from pptx.oxml.ns import qn as pptx_qn

    return pptx_qn(tag)
