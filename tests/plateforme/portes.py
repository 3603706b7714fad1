"""One figure, every door: what each door says of (indicator, sex, period), and that they agree.

A door is read once, as its reader would, into {(code, sex, period): what it shows}. Doors that
give numbers (`BRUTES`) must give the very same float and status; doors that print (`ECRITES`)
must print it rounded, in French, or the word of the status. Add a door by adding a function to
the dict of doors: nothing else knows how many there are.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import docx
import fastexcel
import lxml.html
import polars as pl
import pypdf

from ancrage.publication.documents.phrases import SEXES
from ancrage.publication.typographie import mot_statut, nombre
from ancrage.publication.typographie import periode as periode_ecrite

Cle = tuple[str, str, str]
Brute = tuple[float | None, str]
Octets = Callable[[str], bytes]
MONTRES = {"valeur", "zero", "emprunte"}


def read_json(content: bytes) -> dict[Cle, Brute]:
    """Read `ancrage.profil/1`."""
    rows = json.loads(content)["indicateurs"]
    return {
        (r["code"], r["sexe"], r["periode"]): (r["value"], r["status"])
        for r in rows
        if r["periode"]
    }


def read_csv(content: bytes) -> dict[Cle, Brute]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    return {
        (r["code"], r["sexe"], r["periode"]): (
            float(r["value"].replace(",", ".")) if r["value"] else None,
            r["status"],
        )
        for r in rows
        if r["periode"]
    }


def _of_frame(frame: pl.DataFrame) -> dict[Cle, Brute]:
    return {
        (r["code"], r["sexe"], r["periode"]): (r["value"], r["status"])
        for r in frame.iter_rows(named=True)
        if r["periode"]
    }


def read_parquet(content: bytes) -> dict[Cle, Brute]:
    return _of_frame(pl.read_parquet(io.BytesIO(content)))


def read_xlsx(content: bytes) -> dict[Cle, Brute]:
    book = fastexcel.read_excel(content)
    sheet = book.load_sheet(0, dtypes={"periode": "string", "value": "float"})
    return _of_frame(sheet.to_polars())


def read_geojson(content: bytes) -> dict[Cle, Brute]:
    return read_json(json.dumps(json.loads(content)["territoire"]).encode())


BRUTES: dict[str, Callable[[bytes], dict[Cle, Brute]]] = {
    "json": read_json,
    "csv": read_csv,
    "xlsx": read_xlsx,
    "parquet": read_parquet,
    "geojson": read_geojson,
}
LIBELLES_SEXES = {word or "ensemble": code for code, word in SEXES.items()}


def _of_rows(rows: Iterable[list[str]]) -> dict[Cle, str]:
    """Read the rows of « Toutes les valeurs »: code, label, unit, period, sex, value."""
    found = {}
    for row in rows:
        code, period, sex = row[0].strip(), row[3].strip().replace("–", "-"), row[4].strip()
        found[code, LIBELLES_SEXES.get(sex, sex), period] = " ".join(row[5].split())
    return found


def read_page(content: bytes) -> dict[Cle, str]:
    """Read the data table of a page."""
    tables = lxml.html.fromstring(content.decode()).xpath("//table")
    for table in tables:
        heads = [cell.text_content().strip() for cell in table.xpath("./thead//th")]
        if heads[:1] == ["Code"] and "Valeur" in heads:
            rows = table.xpath("./tbody/tr")
            return _of_rows([[c.text_content() for c in row.xpath("./th|./td")] for row in rows])
    return {}


def read_docx(content: bytes) -> dict[Cle, str]:
    word = docx.Document(io.BytesIO(content))
    for table in word.tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if rows[0][0] == "Code" and "Empreinte" in rows[0]:
            return _of_rows(rows[1:])
    return {}


ECRITES: dict[str, Callable[[bytes], dict[Cle, str]]] = {"page": read_page, "docx": read_docx}


class PagePdf:
    """A PDF as its reader sees it: the text of its pages, blanks apart."""

    def __init__(self, content: bytes) -> None:
        reader = pypdf.PdfReader(io.BytesIO(content))
        self.texte = squeeze(" ".join(page.extract_text() for page in reader.pages))

    def shows(self, cle: Cle, printed: str) -> bool:
        """Say whether the line of a figure holds its printed value after its code and period."""
        code, sexe, period = cle
        marks = (code, periode_ecrite(period), SEXES.get(sexe) or "ensemble", printed)
        pattern = ".{0,240}?".join(re.escape(squeeze(mark)) for mark in marks)
        return re.search(pattern, self.texte) is not None


def squeeze(text: str) -> str:
    """Take every blank and soft hyphen out: a PDF breaks its lines where it will."""
    return re.sub(r"[\s\u00ad\u202f\u00a0]+", "", text)


def reads_as(printed: str, brute: Brute) -> bool:
    """Say whether a printed text is this value, rounded, or the word of this status."""
    value, status = brute
    if value is None or status not in MONTRES:
        return squeeze(mot_statut(status)) in squeeze(printed)
    found = re.match(r"−?-?[\d\s\u202f\u00a0]+(?:,\d+)?", printed)
    if found is None:
        return False
    digits = found.group().strip()
    places = len(digits.partition(",")[2])
    return squeeze(digits) == squeeze(nombre(value, places))


def as_kept_by(door: str, brute: Brute) -> Brute:
    """Return a value as the file format of a door can hold it: a workbook writes 16 digits."""
    value, status = brute
    if door != "xlsx" or value is None:
        return brute
    return float(f"{value:.16G}"), status


def check_equal(
    cles: Iterable[Cle], brutes: Mapping[str, Mapping[Cle, Any]], ecrites: Mapping[str, Any]
) -> int:
    """Check that every door says the same of each figure; return how many were compared."""
    reference = brutes["json"]
    count = 0
    for cle in cles:
        for door, read in brutes.items():
            expected = as_kept_by(door, reference[cle])
            assert read[cle] == expected, (door, cle, read[cle], expected)
        printed = {door: read[cle] for door, read in ecrites.items() if isinstance(read, dict)}
        for door, text in printed.items():
            assert reads_as(text, reference[cle]), (door, cle, text, reference[cle])
        assert len({squeeze(text) for text in printed.values()}) == 1, (cle, printed)
        for door, read in ecrites.items():
            if isinstance(read, PagePdf):
                assert read.shows(cle, next(iter(printed.values()))), (door, cle, printed)
        count += 1
    return count


def draw(brutes: Mapping[Cle, Brute], count: int, seed: int = 20_26) -> list[Cle]:
    """Draw figures, one at least of each status there is, the same ones each time."""
    import random

    rng = random.Random(seed)
    keys = sorted(brutes)
    by_status: dict[str, list[Cle]] = {}
    for cle in keys:
        by_status.setdefault(brutes[cle][1], []).append(cle)
    chosen = {rng.choice(group) for group in by_status.values()}
    rest = [cle for cle in keys if cle not in chosen]
    return sorted(chosen | set(rng.sample(rest, max(0, min(len(rest), count - len(chosen))))))
