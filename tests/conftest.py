"""Fixtures of the whole suite: the official files, and the invented region of the tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from ancrage.observatoire import api
from tests.navigateur import _flush_frozen_tables, chromium, ouvrir  # noqa: F401 (once for all)

# The same examples every day, and no deadline: the machine may be busy, a test may not flicker.
settings.register_profile("ancrage", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("ancrage")

DONNEES = Path(__file__).parent / "donnees"
GEOGRAPHIE_MINIATURE = DONNEES / "geographie"
FICHIERS_MINIATURE = DONNEES / "miniature"


@pytest.fixture(scope="session")
def donnees_officielles() -> Path:
    """Return the folder of real official files (ANCRAGE_SOURCES_DIR); skip when there is none."""
    default = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("ANCRAGE_SOURCES_DIR", default))
    if not folder.is_dir():
        pytest.skip("no official files here: set ANCRAGE_SOURCES_DIR")
    return folder


@pytest.fixture
def region_miniature(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the engine to the invented region; return the folder of its official-layout files.

    No cache to clear: those of the reference geography are keyed by its folder.
    """
    monkeypatch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
    return FICHIERS_MINIATURE


@pytest.fixture(scope="module")
def region_miniature_module() -> Iterator[Path]:
    """Same as `region_miniature` for a whole module that shares one costly result."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
        yield FICHIERS_MINIATURE


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a state folder with the store of the invented region, built once; only read it."""
    folder = tmp_path_factory.mktemp("etat")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
        patch.setenv("ANCRAGE_STATE_DIR", str(folder))
        api.load(FICHIERS_MINIATURE)
    return folder
