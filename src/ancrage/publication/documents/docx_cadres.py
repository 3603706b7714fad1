"""The frames of a page of signatures in a DOCX: two by two, room to sign in each."""

from docx.document import Document as Word
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Mm

from ancrage.publication.documents import blocs as b
from ancrage.publication.documents import docx_champs as champs

HAUTEUR_MM = 58


def add_cadres(word: Word, bloc: b.CadresSignature, style_id: str) -> None:
    """Add one table of frames; `style_id`: the paragraph style of its cells."""
    rows = -(-len(bloc.cadres) // 2)
    table = word.add_table(rows, 2)
    table.style = "Table Grid"
    for row in table.rows:
        row.height, row.height_rule = Mm(HAUTEUR_MM), WD_ROW_HEIGHT_RULE.AT_LEAST
    for rank, cadre in enumerate(bloc.cadres):
        cell = table.cell(rank // 2, rank % 2)
        title = cell.paragraphs[0]
        title._p.style = style_id
        title.add_run(cadre.titre).bold = True
        for line in (*cadre.lignes, cadre.pied):
            paragraph = cell.add_paragraph(line)
            paragraph._p.style = style_id
    champs.keep_rows_whole(table)
    champs.describe_table(table, "Cadres de signature, dans l’ordre des rangs")
