"""Fixtures of the platform: its own state folder, and a strict client."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plateforme.client_strict import ClientStrict


@pytest.fixture(autouse=True)
def _state_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings) -> None:
    """Keep every test's uploads and stores apart."""
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path / "etat"))
    settings.MEDIA_ROOT = str(tmp_path / "fichiers")


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Start without the rate limits of another test."""
    from django.core.cache import cache

    cache.clear()
    yield


@pytest.fixture
def client() -> ClientStrict:
    """Replace Django's client by one that refuses inline code and template residue."""
    return ClientStrict()
