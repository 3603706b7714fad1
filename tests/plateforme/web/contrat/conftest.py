"""A team, and contracts brought by the services to where a page is opened."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ancrage.plateforme.contrats import faits
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.propres import PROPRES
from tests.plateforme.contrats.factories import Equipe


@pytest.fixture(autouse=True)
def _contracts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files attest what the apps above would answer for: they have their own tests."""
    own = {provider.__name__: provider for provider in PROPRES}
    monkeypatch.setattr(faits, "_fournisseurs", own)


@pytest.fixture
def equipe() -> Equipe:
    return Equipe()


@pytest.fixture
def jour() -> date:
    """Return a day of the past month: what is done by the pages comes after."""
    return timezone.localdate() - timedelta(days=30)


@pytest.fixture
def lire(client: Any) -> Callable[..., str]:
    """Return the function that reads a page of a contract as somebody, or as a visitor."""

    def read(
        contrat: Contrat, page: str = "", qui: Any = None, status: int = 200, brut: bool = False
    ) -> str:
        if qui is not None:
            client.force_login(qui)
        answer = client.get(f"/contrats/{contrat.slug}/{page}")
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.content.decode() if brut else plain(answer)

    return read


@pytest.fixture
def envoyer(client: Any) -> Callable[..., Any]:
    """Return the function that sends a form of a contract as somebody."""

    def send(contrat: Contrat, page: str, qui: Any, **data: Any) -> Any:
        client.force_login(qui)
        sent = {name: value for name, value in data.items() if value is not None}
        return client.post(f"/contrats/{contrat.slug}/{page}", sent)

    return send


def a_pdf(nom: str = "piece.pdf") -> SimpleUploadedFile:
    """Return an upload of one blank page."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return SimpleUploadedFile(nom, out.getvalue(), "application/pdf")


def plain(answer: Any) -> str:
    """Return a page with its narrow and fixed spaces made plain."""
    html: str = answer.content.decode()
    return html.replace("\u202f", " ").replace("\xa0", " ")
