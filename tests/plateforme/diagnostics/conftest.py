"""Long jobs in one process: no heartbeat inside a test's transaction."""

import pytest

from ancrage.plateforme.documents.services import editions
from ancrage.plateforme.travaux import execution
from ancrage.publication.documents.blocs import Document


@pytest.fixture(autouse=True)
def _no_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test holds its transaction open: the thread of the heartbeat could not write."""
    monkeypatch.setattr(execution, "BATTEMENT_SECONDES", 3_600.0)


@pytest.fixture
def quick_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the files as plain text: what they hold is the renderers' own test."""

    def render(document: Document, suffix: str) -> bytes:
        return f"{suffix} {document.edition} {document!r}".encode()

    monkeypatch.setattr(editions, "render", render)
