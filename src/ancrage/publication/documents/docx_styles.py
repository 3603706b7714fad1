"""The styles of the DOCX: the same hierarchy as the PDF, in a font that the file carries."""

from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from ancrage.publication.documents.docx_champs import element

POLICE = "Source Sans Pro"
ENCRE, MUET, ACCENT = "16202A", "51606B", "0B5E63"
FAVORABLE, DEFAVORABLE, ATTENTION = "0B6E69", "A63A0C", "8A4B00"
SURFACE, FILET = "F4F7F6", "C9D5D2"
TABLEAU = "Tableau Ancrage"

# name: (base, size, colour, bold, before, after, keep with next)
_PARAGRAPHS: dict[str, tuple[str, float, str, bool, float, float, bool]] = {
    "Normal": ("", 10.5, ENCRE, False, 0, 6, False),
    "Title": ("Normal", 30, ENCRE, True, 6, 6, False),
    "Subtitle": ("Normal", 14, MUET, False, 0, 4, False),
    "Heading 1": ("Normal", 20, ENCRE, True, 0, 12, True),
    "Heading 2": ("Normal", 14, ENCRE, True, 18, 6, True),
    "Heading 3": ("Normal", 11.5, ENCRE, True, 12, 4, True),
    "Caption": ("Normal", 9.5, ENCRE, True, 10, 2, True),
    "Chapeau": ("Normal", 12.5, ENCRE, False, 0, 8, True),
    "Intertitre": ("Normal", 10.5, ENCRE, True, 8, 3, True),
    "Note": ("Normal", 8.5, MUET, False, 2, 6, False),
    "Sous-titre de figure": ("Normal", 8.5, MUET, False, 0, 2, True),
    "Figure": ("Normal", 10.5, ENCRE, False, 2, 2, True),
    "Texte de tableau": ("Normal", 9, ENCRE, False, 1, 1, False),
    "Texte de tableau dense": ("Normal", 7.5, ENCRE, False, 0.5, 0.5, False),
    "Espace": ("Normal", 4, ENCRE, False, 0, 2, False),
    "Encadré": ("Normal", 9.5, ENCRE, False, 0, 3, False),
    "À compléter": ("Normal", 10, ENCRE, False, 0, 3, False),
    "Constat": ("Normal", 10.5, ENCRE, False, 0, 3, False),
    "Constat encadré": ("Encadré", 9, ENCRE, False, 0, 2, False),
    "List Bullet": ("Normal", 10.5, ENCRE, False, 0, 3, False),
    "List Number": ("Normal", 10.5, ENCRE, False, 0, 3, False),
    "Header": ("Normal", 8.5, MUET, False, 0, 0, False),
    "Footer": ("Normal", 8.5, MUET, False, 0, 0, False),
    "TOC Heading": ("Normal", 20, ENCRE, True, 0, 12, True),
    "TOC 1": ("Normal", 10.5, ENCRE, True, 7, 1, False),
    "TOC 2": ("Normal", 10, ENCRE, False, 0, 1, False),
}


def apply_styles(word: Word) -> None:
    """Set every style the renderer uses, the language and the table style."""
    for name, spec in _PARAGRAPHS.items():
        _paragraph_style(word, name, *spec)
    word.styles["TOC 2"].paragraph_format.left_indent = Pt(14)
    for name in ("TOC 1", "TOC 2"):
        stops = word.styles[name].paragraph_format.tab_stops
        stops.add_tab_stop(Mm(170), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _box(word, "Encadré", {"left": ("single", "18", ACCENT)}, SURFACE)
    dashed = ("dashed", "6", MUET)
    _box(word, "À compléter", dict.fromkeys(("top", "left", "bottom", "right"), dashed), None)
    for name, indent in (("Constat", 14.0), ("Constat encadré", 23.0)):
        _hang(word, name, indent)
    for name in ("Header", "Footer"):
        tabs = word.styles[name].element.pPr.find(qn("w:tabs"))
        word.styles[name].element.pPr.remove(tabs)
    word.styles.element.append(parse_xml(_TABLE_STYLE))
    _set_language(word)


def _paragraph_style(
    word: Word, name: str, base: str, size: float, colour: str, bold: bool,
    before: float, after: float, keep: bool,
) -> None:  # fmt: skip
    styles = word.styles
    known = {style.name for style in styles}
    style: Any = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if base:
        style.base_style = styles[base]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold or None, None
    style.font.color.rgb = RGBColor.from_string(colour)
    _set_font(style)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.keep_with_next = keep
    style.paragraph_format.widow_control = True
    style.quick_style = True
    borders = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
    if borders is not None:
        style.element.pPr.remove(borders)


def _set_font(style: Any) -> None:
    style.font.name = POLICE
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), POLICE)


def _box(word: Word, name: str, sides: dict[str, tuple[str, str, str]], fill: str | None) -> None:
    """Frame a paragraph style; neighbours of the same style share one frame."""
    properties = word.styles[name].element.get_or_add_pPr()
    borders = element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            kind, size, colour = sides[side]
            borders.append(element(f"w:{side}", val=kind, sz=size, space="6", color=colour))
    anchor = properties.find(qn("w:spacing"))
    anchor.addprevious(borders)
    if fill:
        anchor.addprevious(element("w:shd", val="clear", color="auto", fill=fill))
    word.styles[name].paragraph_format.left_indent = Pt(9)
    word.styles[name].paragraph_format.right_indent = Pt(9)


def _hang(word: Word, name: str, indent: float) -> None:
    """Hang the text of a list after its mark."""
    layout = word.styles[name].paragraph_format
    layout.left_indent, layout.first_line_indent = Pt(indent), Pt(-14)
    layout.tab_stops.add_tab_stop(Pt(indent))


def _set_language(word: Word) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-FR")
        language.set(qn("w:eastAsia"), "fr-FR")
    theme = word.settings.element.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), "fr-FR")


_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="TableauAncrage">
  <w:name w:val="{TABLEAU}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="{ENCRE}"/>
      <w:bottom w:val="single" w:sz="4" w:space="0" w:color="{MUET}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{FILET}"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="28" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
      <w:bottom w:w="28" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{MUET}"/></w:tcBorders>
      <w:shd w:val="clear" w:color="auto" w:fill="{SURFACE}"/>
    </w:tcPr>
  </w:tblStylePr>
</w:style>
"""
