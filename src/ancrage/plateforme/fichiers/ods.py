"""What a workbook of LibreOffice must be before anything opens it: no far cell, no outside link.

There a cell, or a row, is written once with the number of times it is repeated: a few bytes may
stand for billions of cells.
"""

import re
import zipfile
from io import BytesIO

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
# A value may hold « > »: attributes are read whole, quotes included.
BALISE = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)"
    rb"""((?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>"""
)
LIGNES = re.compile(rb"""number-rows-repeated=["'](\d+)["']""")
COLONNES = re.compile(rb"""number-columns-repeated=["'](\d+)["']""")
VALEUR = re.compile(rb"value-type=|table:formula=")
LIEN = re.compile(rb"<table:table-source[\s/>]|<table:dde-link[\s/>]")


def read_content(contenu: bytes) -> bytes:
    """Return the sheets as they are written; `ValueError` when the package is of another kind."""
    with zipfile.ZipFile(BytesIO(contenu)) as archive:
        names = archive.namelist()
        if "mimetype" not in names or archive.read("mimetype").strip() != MIMETYPE:
            raise ValueError("not a spreadsheet")
        return archive.read("content.xml")


def has_outside_links(content: bytes) -> bool:
    """Say whether a sheet takes its cells from another workbook."""
    return LIEN.search(content) is not None


def largest_area(content: bytes) -> int:
    """Return how many cells the largest sheet lays out, up to its last one that is filled.

    A cell without value nor content is only dressed: the thousands that LibreOffice writes after
    the last one count for nothing.
    """
    largest = row = repeated = column = 0
    for kind, attributes, closed in BALISE.findall(content):
        if kind == b"table":
            row, repeated = 0, 0
        elif kind == b"table-row":
            row, column, repeated = row + repeated, 0, _times(LIGNES, attributes)
        else:
            column += _times(COLONNES, attributes)
            if not closed or VALEUR.search(attributes):
                largest = max(largest, (row + repeated) * column)
    return largest


def _times(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1
