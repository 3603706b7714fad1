"""The invented diagnosis, built and rendered once for all the tests of documents."""

from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from ancrage.publication.documents.blocs import Document, Illustration
from ancrage.publication.documents.dls import build_dls
from ancrage.publication.documents.rendu_docx import render_docx
from ancrage.publication.documents.rendu_pdf import render_pdf
from ancrage.publication.documents.rendu_pptx import render_pptx
from ancrage.publication.documents.rendu_xlsx import render_xlsx
from ancrage.publication.figures.modeles import Figure


@pytest.fixture(scope="session")
def dls(profil_essai, indicateurs_essai, cartes_essai, options_essai) -> Document:
    return build_dls(profil_essai, indicateurs_essai, cartes_essai, options_essai)


@pytest.fixture(scope="session")
def dls_pdf(dls) -> bytes:
    return render_pdf(dls)


@pytest.fixture(scope="session")
def dls_docx(dls) -> bytes:
    return render_docx(dls)


@pytest.fixture(scope="session")
def dls_xlsx(dls) -> bytes:
    return render_xlsx(dls)


@pytest.fixture(scope="session")
def dls_pptx(dls) -> bytes:
    return render_pptx(dls)


@pytest.fixture(scope="session")
def textes_dls(dls) -> list[str]:
    """Every text that a reader of the document sees, figures included."""
    return list(_texts(dls))


_HIDDEN = {
    "numero",
    "cle",
    "code",
    "svg",
    "sha256",
    "nom",
    "verdict",
    "ton",
    "alignements",
    "langue",
    "etat",
}


def _texts(item: Any):
    if isinstance(item, str):
        yield item
    elif isinstance(item, Figure):
        yield from (item.titre, item.sous_titre, item.source, item.note, item.texte_alternatif())
    elif isinstance(item, tuple):
        for part in item:
            yield from _texts(part)
    elif is_dataclass(item):
        hidden = {"svg"} if isinstance(item, Illustration) else _HIDDEN
        for field in fields(item):
            if field.name not in hidden:
                yield from _texts(getattr(item, field.name))
