"""A reader never sees half a file, and nothing is left beside it."""

from pathlib import Path

import pytest

from ancrage.observatoire.api import Erreur
from ancrage.publication.fichiers import check_suffix, write_whole


def test_a_write_that_fails_leaves_the_earlier_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "diagnostic.pdf"
    write_whole(path, b"entier")

    def run_out_of_space(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", run_out_of_space)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"coup")
    assert path.read_bytes() == b"entier"
    assert list(tmp_path.iterdir()) == [path]


def test_a_format_that_is_not_offered_is_refused_with_those_that_are() -> None:
    check_suffix(Path("carte.SVG"), (".svg", ".png"))
    with pytest.raises(Erreur, match=r"\.odt") as refusal:
        check_suffix(Path("carte.odt"), (".svg", ".png"))
    assert refusal.value.attendu == ".svg, .png"
