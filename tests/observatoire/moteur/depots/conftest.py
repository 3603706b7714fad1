"""A state of its own for each test, and a copy of the extract that it may spoil."""

from pathlib import Path

import pytest

from tests.observatoire.moteur.depots.extrait import DEPOT, Edit


@pytest.fixture(autouse=True)
def _state(
    store_folder: Path, tmp_path: Path, region_miniature: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give each test a state of its own, on the shared store."""
    (tmp_path / "etat").mkdir()
    (tmp_path / "etat" / "magasin").symlink_to(store_folder / "magasin")
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path / "etat"))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a copy of the extract and of its description."""
    folder = tmp_path / "depot"
    folder.mkdir()
    for path in DEPOT.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture
def edit(files: Path) -> Edit:
    """Return a function that replaces one text, found exactly once or more, in a file."""

    def replace(name: str, old: str, new: str) -> Path:
        text = (files / name).read_text("utf-8")
        assert old in text
        (files / name).write_text(text.replace(old, new, 1), "utf-8")
        return files

    return replace
