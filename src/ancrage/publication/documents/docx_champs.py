"""What python-docx does not offer: fields, table of contents, alternative texts, borders."""

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run


def element(tag: str, **attributes: str) -> Any:
    """Return an XML element of the main namespace with its `w:` attributes."""
    item = OxmlElement(tag)
    for name, value in attributes.items():
        item.set(qn(f"w:{name}"), value)
    return item


def add_field(paragraph: Paragraph, instruction: str, shown: str = "1") -> None:
    """Add a field (PAGE, NUMPAGES…) with the result shown until it is updated."""
    for kind in ("begin", "separate", "end"):
        if kind == "separate":
            run = paragraph.add_run()
            text = element("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {instruction} "
            run._r.append(text)
        run = paragraph.add_run()
        run._r.append(element("w:fldChar", fldCharType=kind))
        if kind == "separate" and shown:
            paragraph.add_run(shown)


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Bookmark a heading, so that the table of contents can lead to it."""
    paragraph._p.insert(1, element("w:bookmarkStart", id=str(number), name=name))
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def add_contents(paragraphs: Sequence[Paragraph], entries: Sequence[tuple[str, str]]) -> None:
    """Fill the paragraphs with a contents field whose entries already lead to their headings.

    `entries`: (text, bookmark). Pages are only known once laid out: the last paragraph, which
    updating the field replaces too, says how to get them. Asking Word to update by itself
    (`w:updateFields`) would open the document on a warning.
    """
    opening = paragraphs[0]
    for kind, text in (("begin", None), (None, ' TOC \\o "1-2" \\h \\z \\u '), ("separate", None)):
        run = opening.add_run()
        if kind:
            run._r.append(element("w:fldChar", fldCharType=kind))
        else:
            instruction = element("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            run._r.append(instruction)
    for paragraph, (text, bookmark) in zip(paragraphs, entries, strict=False):
        link = element("w:hyperlink", anchor=bookmark, history="1")
        run = paragraph.add_run(text)
        link.append(run._r)
        paragraph._p.append(link)
    closing = paragraphs[-1].add_run()
    closing._r.append(element("w:fldChar", fldCharType="end"))


def describe_picture(run: Run, title: str, alternative: str) -> None:
    """Give the picture of a run its title and its text alternative."""
    properties = run._r.find(".//" + qn("wp:docPr"))
    properties.set("descr", alternative)
    properties.set("title", title)


def number_pictures(body: Any) -> None:
    """Number the drawings in reading order: Word wants distinct identifiers."""
    for rank, properties in enumerate(body.iter(qn("wp:docPr")), start=1):
        properties.set("id", str(rank))
        properties.set("name", f"Figure {rank}")


def mark_header(table: Table) -> None:
    """Repeat the first row on each page and tell assistive tools that it is a header."""
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.insert(0, element("w:tblHeader", val="true"))
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        table._tbl.tblPr.remove(look)
    table._tbl.tblPr.append(
        element("w:tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0",
                lastColumn="0", noHBand="1", noVBand="1")
    )  # fmt: skip


def narrow_margins(table: Table) -> None:
    """Leave the width of a table of many columns to its texts."""
    margins = element("w:tblCellMar")
    margins.extend(element(f"w:{side}", w="28", type="dxa") for side in ("left", "right"))
    table._tbl.tblPr.append(margins)


def describe_table(table: Table, title: str) -> None:
    """Give a table its title for assistive tools."""
    properties = table._tbl.tblPr
    properties.append(element("w:tblCaption", val=title))


def keep_rows_whole(table: Table) -> None:
    """Forbid a row to break over two pages."""
    for row in table._tbl.tr_lst:
        row.get_or_add_trPr().append(element("w:cantSplit", val="true"))
