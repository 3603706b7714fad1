"""The eight pages as PDF: the template refuses to compile anything but eight pages."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import typst

from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.publication.documents.chiffres_cles.carte import CarteTerritoire, draw_map
from ancrage.publication.documents.chiffres_cles.modeles import ChiffresCles
from ancrage.publication.documents.rendu_pdf import GABARITS, fonts
from ancrage.publication.figures.chasses import text_width
from ancrage.publication.typographie import texte

GABARIT = "chiffres_cles.typ"
PAGES = 8
DEBORDEMENT = "pages en trop"
HEADER_SIZE, HEADER_WIDTH = 8.5, 350.0  # points
AGE = 5  # compilations after which Typst's cached layouts of a document are dropped


def render_pdf(document: ChiffresCles, carte: CarteTerritoire | None = None) -> bytes:
    """Return the tagged, archivable PDF; raise `Erreur` when it does not hold in eight pages."""
    donnees = asdict(document)
    del donnees["tableaux"], donnees["sources"]
    day = donnees.pop("jour")
    donnees["annee"] = day.year
    donnees["carte"] = _drawn(carte) if carte else None
    donnees["pages_exactes"] = PAGES
    donnees["entete"] = shorten(document.territoire)
    try:
        pdf = typst.compile(
            GABARITS / GABARIT,
            root=GABARITS,
            format="pdf",
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"donnees": json.dumps(donnees, ensure_ascii=False)},
            pdf_standards=["ua-1", "a-2a"],
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        if DEBORDEMENT not in str(error):
            raise
        raise Erreur(
            "pages_en_trop",
            f"Les chiffres clés de {document.territoire} ne tiennent pas en {PAGES} pages.",
            remede="réduisez « places » dans catalogue/cadres/chiffres_cles.toml",
            sortie=CodeSortie.DEFAUT,
        ) from error
    assert isinstance(pdf, bytes)  # noqa: S101 (one output file: never a list)
    return pdf


def shorten(name: str) -> str:
    """Return the name on one line of the header, cut after a whole word when it is too long."""
    if text_width(name, HEADER_SIZE) <= HEADER_WIDTH:
        return name
    words = name.split(" ")
    while words and text_width(" ".join(words) + " …", HEADER_SIZE) > HEADER_WIDTH:
        words.pop()
    return " ".join(words) + " …"


def _drawn(carte: CarteTerritoire) -> dict[str, str]:
    return {
        "svg": draw_map(carte),
        "alt": texte(carte.alternative()),
        "legende": texte(carte.legende()),
    }


def forget_layouts() -> None:
    """Make Typst drop the layouts of past documents: 50 MB each, useless to the next territory.

    It keeps what the last ten compilations used; empty ones age the rest for a millisecond each.
    """
    for _ in range(AGE):
        typst.compile(b"", format="pdf", font_paths=fonts(), ignore_system_fonts=True)
