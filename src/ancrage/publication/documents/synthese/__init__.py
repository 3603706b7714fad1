"""The synthesis for the élus: two pages, the same content as its page on the site."""

from ancrage.publication.documents.rendu_court import FORMATS, render_court
from ancrage.publication.documents.rendu_pdf import render_pdf
from ancrage.publication.documents.synthese.construction import build_synthese
from ancrage.publication.documents.synthese.modeles import (
    DECISIONS_MAX,
    ActionElu,
    ChiffreElu,
    CommuneElu,
    ComptesActions,
    ContactElu,
    DecisionElu,
    PrioriteElu,
    SyntheseElus,
)


def render_synthese(synthese: SyntheseElus, fmt: str) -> bytes:
    """Return the document in a format of `FORMATS`; as a PDF, exactly two pages."""
    document = build_synthese(synthese)
    if fmt == "pdf":
        return render_pdf(document, "synthese.typ", sommaire=False)
    return render_court(document, fmt)


__all__ = [
    "DECISIONS_MAX",
    "FORMATS",
    "ActionElu",
    "ChiffreElu",
    "CommuneElu",
    "ComptesActions",
    "ContactElu",
    "DecisionElu",
    "PrioriteElu",
    "SyntheseElus",
    "build_synthese",
    "render_synthese",
]
