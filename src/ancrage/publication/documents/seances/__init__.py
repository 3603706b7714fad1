"""The documents of a meeting: convocation, attendance sheet, minutes, rules of a committee."""

from ancrage.publication.documents.blocs import Document
from ancrage.publication.documents.rendu_docx import render_docx
from ancrage.publication.documents.rendu_pdf import render_pdf
from ancrage.publication.documents.seances.compte_rendu import build_compte_rendu
from ancrage.publication.documents.seances.reglement import build_reglement
from ancrage.publication.documents.seances.reunion import build_convocation, build_emargement

FORMATS = ("docx", "pdf")


def render_seance(document: Document, fmt: str) -> bytes:
    """Return a document of a few pages in a format of `FORMATS`."""
    if fmt == "docx":
        return render_docx(document, sommaire=False)
    return render_pdf(document, "seance.typ", sommaire=False)


__all__ = [
    "FORMATS",
    "build_compte_rendu",
    "build_convocation",
    "build_emargement",
    "build_reglement",
    "render_seance",
]
