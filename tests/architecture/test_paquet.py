"""The wheel holds all that the command needs, and nothing of the workshop."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the names of the files of the wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("paquet")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(built).namelist())


@pytest.mark.parametrize(
    ("source", "target", "suffix"),
    [
        ("catalogue", "ancrage/catalogue_donnees", "*.toml"),
        ("catalogue", "ancrage/catalogue_donnees", "*.csv"),
        ("src/ancrage", "ancrage", "*.py"),
        ("src/ancrage", "ancrage", "*.parquet"),
        ("src/ancrage", "ancrage", "*.json"),
        ("src/ancrage", "ancrage", "*.typ"),
        ("src/ancrage", "ancrage", "*.html"),
        ("src/ancrage", "ancrage", "*.woff2"),
    ],
)
def test_the_wheel_holds_each_file_that_the_command_reads(
    wheel: set[str], source: str, target: str, suffix: str
) -> None:
    folder = ROOT / source
    wanted = {f"{target}/{p.relative_to(folder).as_posix()}" for p in folder.rglob(suffix)}
    assert wanted
    assert wanted - wheel == set()


def test_the_wheel_holds_nothing_else(wheel: set[str]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    assert tops == {"ancrage", next(top for top in tops if top.endswith(".dist-info"))}
    suffixes = {Path(name).suffix for name in wheel if name.startswith("ancrage/")}
    assert suffixes == {".py", ".toml", ".csv", ".parquet", ".json", ".typ"} | {
        ".html",
        ".css",
        ".txt",  # e-mails
        ".js",
        ".svg",
        ".woff2",
    }
