"""Counting individual records: only declared aggregates come out, and they can be deposited.

The records are invented: they are drawn back from the fictitious extract, one line per death.
"""

import csv
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire import api
from ancrage.observatoire.api import CodeSortie, Erreur
from tests.conftest import FICHIERS_MINIATURE, GEOGRAPHIE_MINIATURE

DEPOT = FICHIERS_MINIATURE / "depot"
EXTRAIT = "cepidc_extrait_fictif.csv"
COMPTAGE = """
[comptage]
commune = "COM_DOM"
date = "DATE_DECES"
sexe = "SEXE"
age = "AGE"
cause = "CAUSE_INITIALE"
separateur = ";"
population = "population.csv"
"""
HEAD = ["ID", "COM_DOM", "DATE_DECES", "SEXE", "AGE", "CAUSE_INITIALE"]


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCRAGE_GEOGRAPHIE_DIR", str(GEOGRAPHIE_MINIATURE))
    monkeypatch.setenv("ANCRAGE_STATE_DIR", str(tmp_path / "etat"))


def cells() -> list[dict[str, str]]:
    with (DEPOT / EXTRAIT).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def records() -> list[list[str]]:
    """Return one invented record per death, with an identifier that must never come out."""
    found = []
    for cell in cells():
        for _ in range(int(cell["NB_DECES"])):
            age = cell["CLAGE"].partition("-")[0].rstrip("+")
            code = cell["CAUSE"] + "9"
            date = f"{cell['ANNEE']}-03-{len(found) % 28 + 1:02d}"
            found.append([f"NIR{len(found):07d}", cell["COM"], date, cell["SEXE"], age, code])
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the invented secure folder: records, population, description without totals."""
    bulle = tmp_path / "bulle"
    bulle.mkdir()
    write(bulle / "deces.csv", [HEAD, *records()])
    people = {(c["COM"], c["ANNEE"], c["SEXE"], c["CLAGE"], c["POP"]) for c in cells()}
    head = ["COM", "ANNEE", "SEXE", "CLAGE", "POP"]
    write(bulle / "population.csv", [head, *map(list, sorted(people))])
    text = (DEPOT / "depot.toml").read_text("utf-8").partition("[totaux]")[0]
    (bulle / "depot.toml").write_text(text + COMPTAGE, "utf-8")
    return bulle


def write(path: Path, lines: list[list[str]]) -> None:
    path.write_text("\n".join(";".join(line) for line in lines) + "\n", "utf-8")


def count(folder: Path) -> api.BilanComptage:
    return api.count_records(folder / "deces.csv", folder / "depot.toml", folder / "sortie")


def test_counting_gives_back_the_extract_and_it_can_be_deposited(folder: Path) -> None:
    bilan = count(folder)
    with bilan.extrait.open(encoding="utf-8") as lines:
        found = list(csv.DictReader(lines, delimiter=";"))
    assert sorted(map(sorted, (row.items() for row in found))) == sorted(
        map(sorted, (row.items() for row in cells()))
    )
    assert bilan.enregistrements == len(records())
    item = api.add_depot(bilan.extrait, bilan.description)
    assert item.depot.totaux is not None
    assert item.depot.totaux.effectif == len(records())
    assert item.depot.totaux.par_sexe["hommes"] == sum(r[3] == "1" for r in records())


def test_the_extract_is_the_same_on_another_engine_and_from_parquet(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = count(folder).extrait.read_bytes()
    monkeypatch.setenv("ANCRAGE_ENGINE", "duckdb")
    assert count(folder).extrait.read_bytes() == expected
    table = pl.read_csv(folder / "deces.csv", separator=";", infer_schema=False)
    table.write_parquet(folder / "deces.parquet")
    bilan = api.count_records(folder / "deces.parquet", folder / "depot.toml", folder / "autre")
    assert bilan.extrait.read_bytes() == expected


def test_only_the_declared_columns_come_out(folder: Path) -> None:
    text = count(folder).extrait.read_text("utf-8")
    assert text.splitlines()[0] == "COM;ANNEE;SEXE;CLAGE;CAUSE;NB_DECES;POP"
    assert "NIR" not in text
    assert "-03-" not in text


@pytest.mark.parametrize(
    ("key", "column", "role"),
    [
        ('commune = "COM_DOM"', 'commune = "ID"', "commune"),
        ('cause = "CAUSE_INITIALE"', 'cause = "ID"', "cause"),
        ('sexe = "SEXE"\nage', 'sexe = "ID"\nage', "sexe"),
        ('age = "AGE"', 'age = "ID"', "age"),
        ('date = "DATE_DECES"', 'date = "ID"', "periode"),
    ],
)
def test_identifier_mapped_by_mistake_is_refused_and_never_printed(
    folder: Path, key: str, column: str, role: str
) -> None:
    path = folder / "depot.toml"
    head, _, tail = path.read_text("utf-8").partition("[comptage]")
    assert key in tail
    path.write_text(f"{head}[comptage]{tail.replace(key, column)}", "utf-8")
    with pytest.raises(Erreur) as caught:
        count(folder)
    assert (caught.value.code, caught.value.colonne) == ("valeur_hors_liste", role)
    assert caught.value.sortie == CodeSortie.REFUS
    assert "NIR" not in str(caught.value)
    assert not (folder / "sortie").exists()


def test_small_cells_of_the_snds_come_out_masked(folder: Path) -> None:
    path = folder / "depot.toml"
    text = path.read_text("utf-8").replace('famille = "cepidc"\nseuil = 5', 'famille = "snds"')
    path.write_text(text, "utf-8")
    bilan = count(folder)
    with bilan.extrait.open(encoding="utf-8") as lines:
        counts = [row["NB_DECES"] for row in csv.DictReader(lines, delimiter=";")]
    assert counts.count("s") == bilan.masquees > 0
    assert all(int(value) == 0 or int(value) >= 11 for value in counts if value != "s")


def test_counting_needs_an_agreement(folder: Path) -> None:
    path = folder / "depot.toml"
    path.write_text(path.read_text("utf-8").replace("FICTIVE-0000", ""), "utf-8")
    with pytest.raises(Erreur) as caught:
        count(folder)
    assert caught.value.sortie == CodeSortie.REFUS


def test_cell_without_population_is_refused(folder: Path) -> None:
    path = folder / "population.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("00005")), "utf-8")
    with pytest.raises(Erreur) as caught:
        count(folder)
    assert caught.value.code == "population_incomplete"
