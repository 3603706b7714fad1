"""Tables of a DOCX, written as XML in one go: cell by cell, python-docx takes ten times as long."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from docx.table import Table

from ancrage.publication.documents import blocs as b
from ancrage.publication.documents import docx_champs as champs
from ancrage.publication.documents import docx_styles as styles
from ancrage.publication.typographie import INSECABLE

MARQUES = {"superieur": "▲", "inferieur": "▼", "non_different": "●", "non_concluant": "◌"}
TEINTES = {"favorable": styles.FAVORABLE, "defavorable": styles.DEFAVORABLE}
_SPACES = ' xml:space="preserve"'
_SENS = {
    "gauche": "",
    "droite": '<w:jc w:val="right"/>',
    "centre": '<w:jc w:val="center"/>',
}


def add_tableau(word: Word, bloc: b.Tableau, style_id: str, width_mm: float) -> None:
    """Add a table with its header row, widths, title for assistive tools and whole rows.

    `style_id`: the paragraph style of its cells.
    """
    table = word.add_table(0, len(bloc.entetes))
    table.style, table.autofit = styles.TABLEAU, False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    shares = bloc.largeurs or (1.0,) * len(bloc.entetes)
    widths = [Mm(width_mm * share / sum(shares)) for share in shares]
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    _append_rows(table, bloc, style_id, [width.twips for width in widths])
    if bloc.dense:
        champs.narrow_margins(table)
    champs.mark_header(table)
    champs.describe_table(table, bloc.titre)


def _append_rows(table: Table, bloc: b.Tableau, style_id: str, widths: Sequence[int]) -> None:
    heads = tuple(b.Cellule(head) for head in bloc.entetes)
    style = f"<w:pStyle w:val={quoteattr(style_id)}/>"
    openings = [
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr>'
        f"<w:p><w:pPr>{style}{_SENS[sens]}</w:pPr>"
        for width, sens in zip(widths, bloc.alignements, strict=True)
    ]
    small = "13" if bloc.dense else "15"  # half-points
    rows = "".join(_row(openings, cells, small) for cells in (heads, *bloc.lignes))
    parsed = parse_xml(f"<w:tbl {nsdecls('w')}>{rows}</w:tbl>")
    for row in list(parsed):
        table._tbl.append(row)


def _row(openings: Sequence[str], cells: Sequence[b.Cellule], small: str) -> str:
    boxes = "".join(
        f"{opening}{''.join(_runs(cell, small))}</w:p></w:tc>"
        for opening, cell in zip(openings, cells, strict=True)
    )
    return f'<w:tr><w:trPr><w:cantSplit w:val="true"/></w:trPr>{boxes}</w:tr>'


def _runs(cell: b.Cellule, small: str) -> Iterator[str]:
    colour = _colour(TEINTES.get(cell.ton or "", styles.MUET))
    mark = MARQUES.get(cell.verdict or "")
    if mark:
        yield _run(mark + INSECABLE, colour)
    look = "<w:b/>" if cell.gras else ""
    if cell.discret:
        look += "<w:i/>" + _colour(styles.MUET)
    elif cell.verdict:
        look += colour
    yield _run(cell.texte, look, "<w:br/>" if cell.precision else "")
    if cell.precision:
        yield _run(cell.precision, f'{_colour(styles.MUET)}<w:sz w:val="{small}"/>')


def _run(text: str, look: str, after: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    if not text:
        return f"<w:r>{properties}{after}</w:r>"
    lines = "<w:br/>".join(
        f"<w:t{_SPACES if line != line.strip() else ''}>{escape(line)}</w:t>"
        for line in text.split("\n")
    )
    return f"<w:r>{properties}{lines}{after}</w:r>"


def _colour(rgb: str) -> str:
    return f'<w:color w:val="{rgb}"/>'
