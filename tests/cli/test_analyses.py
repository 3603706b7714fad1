"""The analyses as typed: tables, JSON, files, and messages that mend."""

import json
import shutil
from pathlib import Path

import pytest

from ancrage.publication.typographie import breaches
from tests.cli.saisie import run
from tests.conftest import GEOGRAPHIE_MINIATURE


@pytest.fixture(autouse=True)
def _state(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(store_folder))
    monkeypatch.setenv("COLUMNS", "300")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("evolution", "departement:00"), "par le seul hasard"),
        (("evolution", "epci:990000002"), "Non comparable"),
        (("comparer", "commune:00005"), "Territoires semblables à Fontelle"),
        (("comparer", "commune:00005", "--avec", "region"), "Taux de chômage"),
        (("demographie-medicale", "epci:990000002"), "toutes spécialités"),
    ],
)
def test_tables_speak_french(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    told: str,
) -> None:
    assert run(monkeypatch, *words) == 0
    out = capsys.readouterr().out
    assert told in out
    assert "None" not in out
    assert "nan" not in out.split()


def test_a_narrow_terminal_loses_no_column(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run(monkeypatch, "evolution", "departement:00") == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.split()[-1:] == ["Lecture"] for line in lines)
    assert any("dénombrement" in line for line in lines)  # the first word of the last column


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        (("evolution", "departement:00"), "ancrage.evolution/1"),
        (("comparer", "commune:00005"), "ancrage.comparatif/1"),
        (("demographie-medicale", "epci:990000002"), "ancrage.demographie-medicale/1"),
    ],
)
def test_json_bears_its_schema(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    schema: str,
) -> None:
    assert run(monkeypatch, *words, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["schema"] == schema


def test_figures_are_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    series, funnel = tmp_path / "medecins.svg", tmp_path / "entonnoir.html"
    assert run(monkeypatch, "demographie-medicale", "epci:990000002", "-o", str(series)) == 0
    words = ("entonnoir", "S05", "--region", "99", "--niveau", "commune", "-o", str(funnel))
    assert run(monkeypatch, *words) == 0
    assert series.read_text().startswith("<svg")
    assert "<table>" in funnel.read_text()
    capsys.readouterr()


def test_a_refusal_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, "gradient", "S01", "--region", "99") == 3
    assert "Que faire" in capsys.readouterr().err
    assert run(monkeypatch, "evolution", "departement:00", "--de", "2020", "--a", "2013") == 2
    assert "échangez-les" in capsys.readouterr().err
    assert run(monkeypatch, "typologie", "-o", str(tmp_path / "x.doc")) == 2
    assert ".svg" in capsys.readouterr().err


def test_the_embedded_region_has_its_typology_and_gradient(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("ANCRAGE_GEOGRAPHIE_DIR")
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path / "vide"))
    classes, drawn = tmp_path / "classes.csv", tmp_path / "carte.svg"
    assert run(monkeypatch, "typologie", "--classes", "5", "-o", str(classes)) == 0
    lines = classes.read_text().splitlines()
    assert lines[0] == "code;libelle;classe;description;motif"
    assert {line.split(";")[2] for line in lines[1:]} <= set("ABCDE") | {""}
    assert run(monkeypatch, "typologie", "--classes", "5", "-o", str(drawn)) == 0
    assert "Orléans" in drawn.read_text() or "classes" in drawn.read_text()
    capsys.readouterr()
    assert run(monkeypatch, "gradient", "S05") == 0
    out = capsys.readouterr().out
    assert "écologique" in out
    assert not breaches(out.splitlines()[-1])
    shutil.rmtree(tmp_path, ignore_errors=True)
