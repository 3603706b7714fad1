"""The slides of a document as PPTX: native charts that stay editable, maps as pictures."""

import io
import struct
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from ancrage.publication.documents.blocs import (
    ChiffrePhare,
    Document,
    Illustration,
    Morceau,
    Point,
    Vue,
    figure_foot,
)
from ancrage.publication.documents.images import draw_png
from ancrage.publication.documents.octets import freeze_zip
from ancrage.publication.figures import native_chart
from ancrage.publication.figures.modeles import Figure
from ancrage.publication.figures.native import GraphiqueNatif
from ancrage.publication.typographie import date_longue

POLICE = "Calibri"  # on every office computer; Carlito has its widths on the free ones
ENCRE, MUET, ACCENT, GRIS = "16202A", "51606B", "0B5E63", "8A979F"
TEINTES = {"favorable": "0B6E69", "defavorable": "A63A0C"}
MARQUES = {"superieur": "▲", "inferieur": "▼", "non_different": "●", "non_concluant": "◌"}
LARGEUR, HAUTEUR, MARGE = Inches(13.333), Inches(7.5), Inches(0.6)
HAUT, PIED = Inches(1.5), Inches(6.85)  # where the content begins, where the foot begins
_CHARTS = {
    "barres": XL_CHART_TYPE.BAR_CLUSTERED,
    "pyramide": XL_CHART_TYPE.BAR_STACKED,
    "points": XL_CHART_TYPE.LINE_MARKERS,
    "courbes": XL_CHART_TYPE.LINE_MARKERS,
}
_REFERENCES = ("51606B", "8A979F", "8A4B00")


def render_pptx(document: Document) -> bytes:
    """Return the slides of the document; the same document gives the same bytes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = LARGEUR, HAUTEUR
    _set_properties(deck, document)
    _title_slide(deck, document)
    for rank, vue in enumerate(document.vues, start=2):
        slide = _new_slide(deck, vue.titre)
        _fill_slide(slide, vue)
        _foot(slide, document, rank, 1 + len(document.vues))
        if vue.parole:
            slide.notes_slide.notes_text_frame.text = vue.parole
    buffer = io.BytesIO()
    deck.save(buffer)
    return freeze_zip(buffer.getvalue(), document.date)


def _set_properties(deck: Any, document: Document) -> None:
    core = deck.core_properties
    day = datetime(document.date.year, document.date.month, document.date.day)
    core.title = f"{document.titre} – {document.territoire}"
    core.author = core.last_modified_by = document.auteur
    core.subject, core.keywords, core.language = document.territoire, document.edition, "fr-FR"
    core.created = core.modified = core.last_printed = day
    core.revision = 1


def _title_slide(deck: Any, document: Document) -> None:
    slide = _new_slide(deck, document.territoire)
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = (
        MARGE, Inches(2.2), LARGEUR - 2 * MARGE, Inches(2),
    )  # fmt: skip
    title.text_frame.paragraphs[0].runs[0].font.size = Pt(44)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    lines = [document.titre, f"{document.edition} · {date_longue(document.date)}", document.auteur]
    frame = _text_box(slide, MARGE, Inches(4.5), LARGEUR - 2 * MARGE, Inches(2))
    for rank, line in enumerate([*lines, document.mention]):
        _write(frame, rank, [Morceau(line)], 24 if rank == 0 else 18, MUET)
    _rule(slide, Inches(2.0))


def _new_slide(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # title only: a real title placeholder
    box = slide.shapes.title
    box.left, box.top = MARGE, Inches(0.35)
    box.width, box.height = LARGEUR - 2 * MARGE, Inches(1.0)
    frame = box.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.text = title
    paragraph = frame.paragraphs[0]
    paragraph.alignment = 1
    _font(paragraph.runs[0].font, 30 if len(title) < 70 else 26, ENCRE, bold=True)
    _language(paragraph)
    return slide


def _fill_slide(slide: Any, vue: Vue) -> None:
    if vue.chiffres:
        _key_figures(slide, vue.chiffres)
    if vue.points and vue.figure:
        half = (LARGEUR - 2 * MARGE) // 2
        _figure(slide, vue.figure, half)
        _bullets(slide, vue.points, MARGE + half + Inches(0.3), half - Inches(0.3))
    elif vue.points:
        _bullets(slide, vue.points)
    elif vue.figure:
        _figure(slide, vue.figure)


def _figure(slide: Any, figure: Figure | Illustration, room: int = LARGEUR - 2 * MARGE) -> None:
    native = None if isinstance(figure, Illustration) else native_chart(figure)
    foot = figure_foot(figure)
    if native is None:
        _picture(slide, figure, room)
    else:
        foot = [*native.notes, *foot]
        _native(slide, native, figure.sous_titre)
    if foot:
        frame = _text_box(slide, MARGE, PIED - Inches(0.45), LARGEUR - 2 * MARGE, Inches(0.45))
        _write(frame, 0, [Morceau(" · ".join(foot))], 12, MUET)


def _picture(slide: Any, figure: Figure | Illustration, room_width: int) -> None:
    png = draw_png(figure, "diapositive")
    width, height = struct.unpack(">II", png[16:24])
    room_height = PIED - HAUT - Inches(0.5)
    scale = min(room_width / width, room_height / height)
    shown_width, shown_height = int(width * scale), int(height * scale)
    left = MARGE + (room_width - shown_width) // 2
    picture = slide.shapes.add_picture(
        io.BytesIO(png), Emu(left), HAUT, Emu(shown_width), Emu(shown_height)
    )
    _describe(picture, figure.titre, figure.texte_alternatif())


def _native(slide: Any, native: GraphiqueNatif, subtitle: str) -> None:
    data = CategoryChartData(number_format=native.format_nombre)
    data.categories = native.categories
    for serie in native.series:
        data.add_series(serie.nom, serie.valeurs)
    frame = _text_box(slide, MARGE, Inches(1.3), LARGEUR - 2 * MARGE, Inches(0.4))
    _write(frame, 0, [Morceau(subtitle)], 16, MUET)
    shape = slide.shapes.add_chart(
        _CHARTS[native.genre],
        MARGE,
        Inches(1.75),
        LARGEUR - 2 * MARGE,
        PIED - Inches(1.75) - Inches(0.5),
        data,
    )
    _describe(shape, native.titre, native.alternative)
    _style_chart(shape.chart, native)


def _style_chart(chart: Any, native: GraphiqueNatif) -> None:
    chart.has_title = False
    chart.has_legend = len(native.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _font(chart.font, 16, ENCRE)
    values = chart.value_axis
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string("D9E0DE")
    values.format.line.fill.background()
    if native.genre in {"barres", "pyramide"}:
        chart.category_axis.reverse_order = True
        values.has_major_gridlines = True
    for rank, (serie, plot) in enumerate(zip(native.series, chart.series, strict=True)):
        colour = ACCENT if serie.accent else _REFERENCES[rank % len(_REFERENCES)]
        _style_series(plot, colour, native.genre, serie.accent)


def _style_series(plot: Any, colour: str, genre: str, accent: bool) -> None:
    if genre in {"barres", "pyramide"}:
        plot.format.fill.solid()
        plot.format.fill.fore_color.rgb = RGBColor.from_string(colour)
        return
    plot.smooth = False
    if genre == "points":
        plot.format.line.fill.background()
    else:
        plot.format.line.color.rgb = RGBColor.from_string(colour)
        plot.format.line.width = Pt(3.5 if accent else 2)
    plot.marker.style, plot.marker.size = XL_MARKER_STYLE.CIRCLE, 9 if accent else 6
    plot.marker.format.fill.solid()
    plot.marker.format.fill.fore_color.rgb = RGBColor.from_string(colour)
    plot.marker.format.line.color.rgb = RGBColor.from_string(colour)


def _bullets(
    slide: Any, points: Sequence[Point], left: int = MARGE, width: int = LARGEUR - 2 * MARGE
) -> None:
    frame = _text_box(slide, left, HAUT + Inches(0.1), width, PIED - HAUT)
    size = 26 if sum(len(m.texte) for p in points for m in p.morceaux) < 420 else 20
    for rank, point in enumerate(points):
        mark = MARQUES.get(point.verdict or "", "–") + " "
        colour = TEINTES.get(point.ton or "", ACCENT)
        paragraph = _write(frame, rank, [Morceau(mark, gras=True)], size, colour)
        paragraph.space_after = Pt(size * 0.7)
        _add_runs(paragraph, point.morceaux, size, ENCRE)


def _key_figures(slide: Any, figures: Sequence[ChiffrePhare]) -> None:
    width = (LARGEUR - 2 * MARGE) // 3
    height = (PIED - HAUT) // 2
    for rank, key in enumerate(figures[:6]):
        left, top = MARGE + width * (rank % 3), HAUT + height * (rank // 3)
        frame = _text_box(slide, left, top, width - Inches(0.2), height)
        number = _write(frame, 0, [Morceau(key.valeur)], 44, ACCENT)
        number.runs[0].font.bold = True
        _write(frame, 1, [Morceau(key.libelle, gras=True)], 18, ENCRE)
        mark = MARQUES.get(key.verdict or "", "")
        lines = [key.unite, f"{mark} {key.comparaison}".strip(), key.mention]
        for place, line in enumerate((line for line in lines if line), start=2):
            _write(frame, place, [Morceau(line)], 16, MUET)


def _foot(slide: Any, document: Document, rank: int, total: int) -> None:
    frame = _text_box(slide, MARGE, PIED, LARGEUR - 2 * MARGE, Inches(0.4))
    parts = [document.territoire, document.edition, document.mention, f"{rank}/{total}"]
    _write(frame, 0, [Morceau(" · ".join(part for part in parts if part))], 12, MUET)


def _text_box(slide: Any, left: int, top: int, width: int, height: int) -> Any:
    frame = slide.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = 0
    return frame


def _write(frame: Any, rank: int, pieces: Sequence[Morceau], size: float, colour: str) -> Any:
    """Write the paragraph of this rank of a text frame and return it."""
    paragraph = frame.paragraphs[0] if rank == 0 else frame.add_paragraph()
    _add_runs(paragraph, pieces, size, colour)
    return paragraph


def _add_runs(paragraph: Any, pieces: Sequence[Morceau], size: float, colour: str) -> None:
    for piece in pieces:
        run = paragraph.add_run()
        run.text = piece.texte
        _font(run.font, size, colour, bold=piece.gras)
    _language(paragraph)


def _font(font: Any, size: float, colour: str, bold: bool = False) -> None:
    font.size, font.bold, font.name = Pt(size), bold, POLICE
    font.color.rgb = RGBColor.from_string(colour)


def _language(paragraph: Any) -> None:
    for run in paragraph.runs:
        run._r.get_or_add_rPr().set("lang", "fr-FR")


def _rule(slide: Any, top: int) -> None:
    line = slide.shapes.add_connector(1, MARGE, top, MARGE + Inches(1.2), top)
    line.line.color.rgb, line.line.width = RGBColor.from_string(ACCENT), Pt(4)


def _describe(shape: Any, title: str, alternative: str) -> None:
    properties = shape._element.find(".//" + qn("p:cNvPr"))
    properties.set("descr", alternative)
    properties.set("title", title)
