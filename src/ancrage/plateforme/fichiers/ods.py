"""What a workbook of LibreOffice must be before anything opens it: no far cell, no outside link.

There a cell, or a row, is written once with the number of times it is repeated: a few bytes may
stand for billions of cells. A true reader of XML counts them: spaces, entities and prefixes hide
nothing from it.
"""

import re
import zipfile
from io import BytesIO
from xml.parsers import expat

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
CASES = frozenset({"table-cell", "covered-table-cell"})
LIENS = frozenset({"table-source", "dde-link"})
REMPLIE = frozenset({"value-type", "formula"})
FOIS = re.compile(r"[0-9]{1,7}")


def read_content(contenu: bytes) -> bytes:
    """Return the sheets as they are written; `ValueError` when the package is of another kind."""
    with zipfile.ZipFile(BytesIO(contenu)) as archive:
        names = archive.namelist()
        if "mimetype" not in names or archive.read("mimetype").strip() != MIMETYPE:
            raise ValueError("not a spreadsheet")
        return archive.read("content.xml")


class Releve:
    """How many cells the largest sheet lays out, and whether one comes from another workbook.

    Up to the last cell that is filled: one without value nor content is only dressed, and the
    thousands that LibreOffice writes after the last one count for nothing.
    """

    def __init__(self) -> None:
        self.aire = 0
        self.liens = False
        self._ligne = self._fois = self._colonne = 0
        self._case = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        kind = name.rpartition(":")[2]
        if self._case:
            self._fill()
        if kind in LIENS:
            self.liens = True
        elif kind == "table":
            self._ligne = self._fois = 0
        elif kind == "table-row":
            self._ligne += self._fois
            self._fois, self._colonne = _times(attributes, "number-rows-repeated"), 0
        elif kind in CASES:
            self._colonne += _times(attributes, "number-columns-repeated")
            self._case = True
            if REMPLIE & {one.rpartition(":")[2] for one in attributes}:
                self._fill()

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name.rpartition(":")[2] in CASES:
            self._case = False

    def write(self, words: str) -> None:
        """Take what is written in an element."""
        if self._case and words.strip():
            self._fill()

    def _fill(self) -> None:
        self.aire = max(self.aire, (self._ligne + self._fois) * self._colonne)


def survey(content: bytes) -> Releve:
    """Read the sheets; `ValueError` when they are not plain XML, or repeat by no number."""
    found = Releve()
    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = _refuse
    reader.StartElementHandler = found.start
    reader.EndElementHandler = found.end
    reader.CharacterDataHandler = found.write
    try:
        reader.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return found


def _refuse(*_declared: object) -> None:
    raise ValueError("a document type is declared")


def _times(attributes: dict[str, str], name: str) -> int:
    """Return the largest number of times given under a name, whatever its prefix."""
    given = [text for key, text in attributes.items() if key.rpartition(":")[2] == name]
    if any(FOIS.fullmatch(one) is None for one in given):
        raise ValueError(f"{name} is no number of times")
    return max(map(int, given), default=1)
