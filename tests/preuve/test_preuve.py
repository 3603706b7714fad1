"""The proof: a plain script recomputes drawn figures, and every product says the same.

Then one count is altered and one secrecy mark planted in a copy of the files: exactly the figures
that depend on them change, identically in JSON, PDF, DOCX and XLSX.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import FICHIERS_MINIATURE, GEOGRAPHIE_MINIATURE
from tests.preuve import portes

SCRIPT = Path(__file__).with_name("recompute.py")
SEED = 20261122
Lectures = dict[str, dict[portes.Cle, str | float]]


def run(arguments: list[str], etat: Path, miniature: bool) -> None:
    """Run the command line as a user does."""
    env = os.environ | {"ANCRAGE_STATE_DIR": str(etat), "LANG": "C.UTF-8"}
    env.pop("ANCRAGE_GEOGRAPHIE_DIR", None)
    if miniature:
        env["ANCRAGE_GEOGRAPHIE_DIR"] = str(GEOGRAPHIE_MINIATURE)
    command = Path(sys.executable).with_name("ancrage")
    subprocess.run([str(command), *arguments], env=env, check=True, capture_output=True)


def recompute(folder: Path) -> dict[str, dict[str, float | str]]:
    """Return what the plain script finds."""
    output = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(folder), str(SEED)], capture_output=True, check=True
    ).stdout
    found: dict[str, dict[str, float | str]] = json.loads(output)
    return found


def read_doors(territoire: str, etat: Path, sortie: Path, miniature: bool) -> Lectures:
    """Produce JSON, PDF, DOCX and XLSX of a territory and read them back."""
    name = territoire.replace(":", "-")
    paths = {suffix: sortie / f"{name}.{suffix}" for suffix in ("pdf", "docx", "xlsx", "json")}
    outputs = [part for suffix in ("pdf", "docx", "xlsx") for part in ("-o", str(paths[suffix]))]
    run(["diagnostic", territoire, *outputs], etat, miniature)
    run(["profil", territoire, "--format", "json", "-o", str(paths["json"])], etat, miniature)
    return {
        "json": portes.read_json(paths["json"]),
        "pdf": dict(portes.read_pdf(paths["pdf"])),
        "docx": dict(portes.read_docx(paths["docx"])),
        "xlsx": portes.read_xlsx(paths["xlsx"]),
    }


def check_equal(doors: Lectures) -> None:
    """Check that every door has every entry and says the same number, or a word."""
    truth = doors["json"]
    assert set(doors["docx"]) == set(truth) == set(doors["xlsx"])
    assert set(doors["pdf"]) == set(truth)
    for key, value in truth.items():
        for door in ("pdf", "docx"):
            shown = portes.number(str(doors[door][key]))
            if isinstance(value, str):
                assert shown is None, (door, key, doors[door][key])
            else:
                assert shown is not None, (door, key, doors[door][key])
                assert abs(shown[0] - value) <= 0.5 * 10 ** -shown[1] + 1e-9, (door, key)
        cell = doors["xlsx"][key]
        assert isinstance(cell, str) == isinstance(value, str), (key, cell)
        if isinstance(value, float | int):
            assert cell == pytest.approx(value, rel=1e-6), key


def check_recomputed(doors: Lectures, expected: dict[str, float | str]) -> None:
    """Check the figures of the plain script."""
    for name, value in expected.items():
        code, periode = name.split(" ")
        found = doors["json"][code, periode, "ensemble"]
        if isinstance(value, str):
            assert found == value, name
        else:
            assert found == pytest.approx(value, rel=1e-9), name


def alter(folder: Path, commune: str) -> None:
    """Add seven unemployed to a commune, and hide its median income of 2021."""
    path = next(folder.rglob("base_cc_comparateur_csv.zip"))
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            if "meta" not in name:
                content = _edit_line(
                    content, commune, "P18_CHOM1564", lambda text: str(float(text) + 7)
                )
            archive.writestr(name, content)
    path = next(folder.rglob("cc_filosofi_2021_COM.csv"))
    path.write_bytes(_edit_line(path.read_bytes(), commune, "MED21", lambda _: "s"))


def _edit_line(content: bytes, code: str, column: str, edit) -> bytes:  # type: ignore[no-untyped-def]
    lines = content.decode().split("\n")
    place = lines[0].strip("\ufeff\r").split(";").index(column)
    for number, line in enumerate(lines):
        cells = line.split(";")
        if cells[0] == code:
            cells[place] = edit(cells[place])
            lines[number] = ";".join(cells)
    return "\n".join(lines).encode()


def changed(before: Lectures, after: Lectures, door: str) -> set[tuple[str, str, str]]:
    """Return the entries whose value differs."""
    keys = set(before[door]) | set(after[door])
    return {key for key in keys if before[door].get(key) != after[door].get(key)}


def prove(source: Path, tmp_path: Path, miniature: bool) -> None:
    """Load, recompute, alter, load again, compare."""
    folder = tmp_path / "fichiers"
    shutil.copytree(source, folder)
    etat = tmp_path / "etat"
    run(["sources", "charger", "--depuis", str(folder)], etat, miniature)
    expected = recompute(folder)
    before = {t: read_doors(t, etat, tmp_path, miniature) for t in expected}
    for territoire, doors in before.items():
        check_equal(doors)
        check_recomputed(doors, expected[territoire])

    commune = next(t.partition(":")[2] for t in expected if t.startswith("commune:"))
    alter(folder, commune)
    run(["sources", "charger", "--depuis", str(folder)], etat, miniature)
    expected_after = recompute(folder)
    for territoire in expected:
        after = read_doors(territoire, etat, tmp_path, miniature)
        check_equal(after)
        check_recomputed(after, expected_after[territoire])
        depends = {("S05", "2018", "ensemble")}
        if territoire.startswith("commune:"):
            depends |= {("S01", "2021", "ensemble")}
        assert changed(before[territoire], after, "json") == depends
        assert changed(before[territoire], after, "xlsx") == depends
        # A printed figure may round to the same digits; nothing else may move.
        for door in ("pdf", "docx"):
            moved = changed(before[territoire], after, door)
            assert moved <= depends
        if territoire.startswith("commune:"):
            assert ("S01", "2021", "ensemble") in changed(before[territoire], after, "pdf")
            assert after["json"]["S01", "2021", "ensemble"] == "secret"


def test_a_plain_script_agrees_with_every_product(tmp_path: Path) -> None:
    prove(FICHIERS_MINIATURE, tmp_path, miniature=True)


@pytest.mark.donnees_officielles
def test_a_plain_script_agrees_with_every_product_on_official_files(
    donnees_officielles: Path, tmp_path: Path
) -> None:
    prove(donnees_officielles, tmp_path, miniature=False)


def test_the_script_is_short_and_imports_nothing_of_ancrage() -> None:
    text = SCRIPT.read_text("utf-8")
    assert len(text.splitlines()) <= 80
    assert "ancrage" not in text
