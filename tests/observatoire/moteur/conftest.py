"""The invented region: its store, and files that a test may spoil."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import FICHIERS_MINIATURE, GEOGRAPHIE_MINIATURE


@pytest.fixture
def magasin(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use the invented region and its store."""
    monkeypatch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(store_folder))
    return store_folder


@pytest.fixture
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a copy of the official-layout files that a test may spoil, with a state of its own."""
    copy = tmp_path / "fichiers"
    shutil.copytree(FICHIERS_MINIATURE, copy)
    monkeypatch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path / "etat"))
    yield copy
