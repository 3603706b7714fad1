"""Documents of a few pages, letters and minutes: a heading in place of a cover, no contents."""

from ancrage.publication.documents.blocs import Document
from ancrage.publication.documents.rendu_docx import render_docx
from ancrage.publication.documents.rendu_pdf import render_pdf

FORMATS = ("docx", "pdf")


def render_court(document: Document, fmt: str) -> bytes:
    """Return a document of a few pages in a format of `FORMATS`."""
    if fmt == "docx":
        return render_docx(document, court=True)
    return render_pdf(document, "court.typ", sommaire=False)
