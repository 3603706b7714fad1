"""Documents as PDF, compiled by Typst under PDF/UA-1 and PDF/A-2a.

The data goes in as JSON, never as Typst code, so no text can be read as markup. The date of the
file is the document's own: two runs give the same bytes.
"""

import json
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final, Literal

import typst

from ancrage.publication.documents.blocs import Document
from ancrage.publication.documents.donnees_gabarit import to_plain
from ancrage.publication.typographie import date_longue

GABARITS = Path(str(resources.files("ancrage.publication.documents"))) / "gabarits"
STANDARDS: Final[list[Literal["ua-1", "a-2a"]]] = ["ua-1", "a-2a"]
ETATS = {"brouillon": "brouillon", "valide": "validé", "publie": "publié"}
_FONT_PACKAGES = ("fontpkg_source_sans_3", "fontpkg_source_serif_4", "font_source_sans_pro")


@cache
def fonts() -> typst.Fonts:
    """Return the fonts of the documents, read once: those of the packages and no other."""
    paths = [Path(str(resources.files(package))) / "files" for package in _FONT_PACKAGES]
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(paths)
    )


def render_pdf(document: Document, gabarit: str = "document.typ", sommaire: bool = True) -> bytes:
    """Return the document as a tagged, archivable PDF."""
    day = document.date
    donnees = to_plain(document) | {
        "annee": day.year,
        "mois": day.month,
        "jour": day.day,
        "date_longue": date_longue(day),
        "etat_mot": ETATS[document.etat],
        "sommaire": sommaire,
        "titre_sommaire": "Sommaire",
    }
    pdf = typst.compile(
        GABARITS / gabarit,
        root=GABARITS,
        format="pdf",
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"donnees": json.dumps(donnees, ensure_ascii=False)},
        pdf_standards=[*STANDARDS],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    assert isinstance(pdf, bytes)  # noqa: S101 (one output file: never a list)
    return pdf
