"""The command line as a user meets it: French, exit codes, files written or refused."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from ancrage.observatoire.catalogue.modeles import Indicateur, Serie
from tests.conftest import GEOGRAPHIE_MINIATURE

COMMANDE = str(Path(sys.executable).with_name("ancrage"))


@pytest.fixture
def ancrage(store_folder: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Return a function that runs the command and gives code, output, error."""
    monkeypatch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(store_folder))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int, str, str]:
        done = subprocess.run([COMMANDE, *arguments], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    return run


def test_help_is_in_french(ancrage) -> None:  # type: ignore[no-untyped-def]
    code, output, _ = ancrage("--help")
    assert code == 0
    assert "Codes de sortie" in output
    assert "Show this message" not in output


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["profil"], 2, "Il manque"),
        (["profil", "epci:990000001", "--fromat", "json"], 2, "--format"),
        (["profils"], 2, "n'existe pas"),
        (["profil", "epci:990000009"], 2, "epci:"),
        (["catalogue", "montrer", "Z99"], 2, "Aucun indicateur"),
        (["diagnostic", "epci:990000001", "-o", "dls.odt"], 2, ".docx"),
        (["profil", "epci:990000001", "--format", "parquet"], 2, "-o profil.parquet"),
        (["carte", "A01", "--region", "99", "-o", "a.svg"], 5, "n'a pas de valeur"),
        (["carte", "D01", "--region", "99", "-o", "a.svg"], 2, "est un effectif"),
        (["chiffres-cles", "--tous", COMMANDE, "-o", COMMANDE], 3, "porte déjà ce nom"),
        (["carte", "S05", "--niveau", "rue", "-o", "a.svg"], 2, "commune ou epci"),
        (["sources", "charger", "--depuis", "nulle-part"], 3, "n'existe pas"),
        (["profil", "[/x]"], 2, "« [/x] » n'est pas un territoire"),
        (
            ["profil", "epci:990000001", "--format", "xml"],
            2,
            "--format » ne convient pas : attendu",
        ),
        (["territoire", "chercher", "a", "--limite", "b"], 2, "un nombre entier"),
        (["profil", "epci:990000001", "--format", "json", "-o", "/proc/x.json"], 3, "n'existe pas"),
        (["profil", "epci:990000001", "--format", "csv", "-o", "/tmp"], 3, "un dossier"),
    ],
)
def test_a_mistake_says_what_and_how_to_mend(ancrage, arguments, code, words) -> None:  # type: ignore[no-untyped-def]
    found, _, error = ancrage(*arguments)
    assert words in " ".join(error.split())
    assert found == code
    assert "Traceback" not in error


def test_a_name_with_square_brackets_is_printed_as_it_is(ancrage) -> None:  # type: ignore[no-untyped-def]
    code, output, error = ancrage("profil", "epci:990000001", "--nom", "[/b] [red]Pays")
    assert code == 0, error
    assert "[/b] [red]Pays" in output


def test_search_finds_communes_and_their_epci(ancrage) -> None:  # type: ignore[no-untyped-def]
    code, output, _ = ancrage("territoire", "chercher", "fontelle")
    assert code == 0
    assert "epci:990000002" in output


def test_the_json_of_a_profile_is_the_published_shape(ancrage) -> None:  # type: ignore[no-untyped-def]
    code, output, _ = ancrage("profil", "epci:990000002", "--format", "json")
    assert code == 0
    data = json.loads(output)
    assert data["schema"] == "ancrage.profil/1"
    assert data == json.loads(json.dumps(data))


def test_csv_parquet_and_xlsx_say_what_json_says(ancrage, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    _, output, _ = ancrage("profil", "epci:990000002", "--format", "json")
    truth = {
        (e["code"], e["periode"], e["sexe"]): (e["value"], e["status"])
        for e in json.loads(output)["indicateurs"]
    }
    for suffix in ("csv", "parquet", "xlsx"):
        path = tmp_path / f"profil.{suffix}"
        assert ancrage("profil", "epci:990000002", "--format", suffix, "-o", str(path))[0] == 0
    text = (tmp_path / "profil.csv").read_text("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text), delimiter=";")
    from_csv = {
        (r["code"], r["periode"] or None, r["sexe"]): (
            float(r["value"].replace(",", ".")) if r["value"] else None,
            r["status"],
        )
        for r in rows
    }
    assert from_csv == truth
    for frame in (
        pl.read_parquet(tmp_path / "profil.parquet"),
        fastexcel.read_excel(tmp_path / "profil.xlsx").load_sheet(0).to_polars(),
    ):
        values = {
            (r["code"], r["periode"], r["sexe"]): (r["value"], r["status"])
            for r in frame.iter_rows(named=True)
        }
        assert values.keys() == truth.keys()
        for key, (value, status) in truth.items():
            assert values[key][1] == status
            assert values[key][0] == (value if value is None else pytest.approx(value, rel=1e-9))


def test_a_csv_cell_never_runs_as_a_formula() -> None:
    from ancrage.publication.tableau_profil import _cell

    assert _cell("=1+1") == "'=1+1"
    assert _cell(-1.5) == "-1,5"


def test_a_map_is_written_in_three_forms(ancrage, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for suffix, start in (("svg", b"<svg"), ("png", b"\x89PNG"), ("html", b"<!doctype html>")):
        path = tmp_path / f"carte.{suffix}"
        assert ancrage("carte", "S05", "--region", "99", "-o", str(path))[0] == 0
        assert path.read_bytes().startswith(start)
    page = (tmp_path / "carte.html").read_text("utf-8")
    assert "Fontelle" in page
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_the_state_names_the_files_of_the_store(ancrage) -> None:  # type: ignore[no-untyped-def]
    code, output, _ = ancrage("sources", "etat")
    assert code == 0
    assert "base_cc_comparateur_csv.zip" in output


def test_the_sheet_of_an_indicateur_is_in_french(ancrage) -> None:  # type: ignore[no-untyped-def]
    code, output, _ = ancrage("catalogue", "montrer", "S05")
    assert code == 0
    keys = set(Indicateur.model_fields) | set(Serie.model_fields)
    headings = {line[: line.find("  ", 3)].strip() for line in output.splitlines()}
    assert not headings & {key for key in keys if "_" in key or key in {"sense", "method"}}
    for words in ("Définition", "une valeur basse est favorable", "intervalle de Wilson", "Insee"):
        assert words in output
    assert "numerator" not in output
    assert "bas_favorable" not in output


@pytest.mark.parametrize("code", ["A01", "M03-BRUT", "D01"])
def test_every_kind_of_sheet_is_printed(ancrage, code: str) -> None:  # type: ignore[no-untyped-def]
    done, output, _ = ancrage("catalogue", "montrer", code)
    assert done == 0
    assert "Relu le" in output


def test_the_changes_name_the_indicateurs_that_they_leave_out(ancrage) -> None:  # type: ignore[no-untyped-def]
    code, output, _ = ancrage("evolution", "epci:990000001")
    assert code == 0
    left_out = [line for line in output.splitlines() if line.startswith("Non comparable")]
    assert left_out
    assert all("(" in line for line in left_out)


def test_the_list_of_sources_says_how_each_file_is_had(ancrage) -> None:  # type: ignore[no-untyped-def]
    code, output, _ = ancrage("sources", "liste")
    assert code == 0
    assert "téléchargeables" in output
    assert "à déposer à la" in output


def test_the_list_of_sources_gives_whole_addresses_as_json(ancrage) -> None:  # type: ignore[no-untyped-def]
    code, output, _ = ancrage("sources", "liste", "--format", "json")
    assert code == 0
    files = json.loads(output)["fichiers"]
    assert {bool(line["url"]) for line in files} == {True, False}
    for line in files:
        assert line["url"] is None or line["url"] in line["obtention"]
        assert line["attendu"] == (line["sha256"] is None and line["millesime"] == "attendue")
