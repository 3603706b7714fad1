"""SAE: every table and column is read or set aside for a reason; a bed counts once."""

import csv
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.catalogue.chargement import sources
from ancrage.observatoire.catalogue.modeles import Table
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.sources.sae import read_table

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]
SAE = sources()["drees_sae"]
FILES = {file.role or "": file.nom for edition in SAE.editions for file in edition.fichiers}
KEYS = {"BOR", "AN", "nofinesset", "nofinessej"}


def _read(read_source: LireSource, table: str) -> pl.DataFrame:
    return read_source("drees_sae", f"{table}_2020_region24.csv")


def _header(path: Path) -> list[str]:
    with path.open(encoding="cp1252", newline="") as lines:
        return next(csv.reader(lines, delimiter=";"))


def _accounted(table: Table) -> list[str]:
    """Return the columns that the catalogue speaks of, as often as it does."""
    aside = [column for columns in table.a_part.values() for column in columns]
    return [*KEYS, *filter(None, [table.lignes]), *table.mesures, *aside]


def test_each_of_the_39_tables_has_its_file_and_each_file_its_table() -> None:
    assert len(FILES) == 39
    assert set(SAE.tables) == set(FILES)


@pytest.mark.donnees_officielles
@pytest.mark.parametrize("table", FILES)
def test_every_published_column_is_read_or_set_aside(
    table: str, read_source: LireSource, donnees_officielles: Path
) -> None:
    path = next(donnees_officielles.rglob(FILES[table]))
    assert sorted(_header(path)) == sorted(_accounted(SAE.tables[table]))
    prepared = read_source("drees_sae", FILES[table], donnees_officielles)
    assert set(prepared["mesure"]) == set(SAE.tables[table].declare(table))


@pytest.mark.donnees_officielles
def test_no_table_of_the_folder_is_forgotten(donnees_officielles: Path) -> None:
    folder = next(donnees_officielles.rglob(FILES["MCO"])).parent
    assert {path.name for path in folder.glob("*.csv")} == set(FILES.values())


@pytest.mark.parametrize("table", ["HAD", "MCO", "PERINAT", "PSY", "SSR", "URGENCES2", "USLD"])
def test_the_invented_tables_have_the_official_columns(table: str, miniature: Path) -> None:
    assert sorted(_header(miniature / FILES[table])) == sorted(_accounted(SAE.tables[table]))


def test_a_sub_total_is_a_measure_of_its_own(read_source: LireSource, cell: Cell) -> None:
    ssr, psy = _read(read_source, "SSR"), _read(read_source, "PSY")
    where = {"code": "00", "periode": "2020"}
    assert cell(ssr, **where, mesure="SSR.LIT.SSR_TOT") == (30.0, "valeur")
    assert cell(ssr, **where, mesure="SSR.LIT.SSR_A") == (30.0, "valeur")
    assert cell(psy, **where, mesure="PSY.CAP_HTP.TOT") == (60.0, "valeur")
    assert cell(psy, **where, mesure="PSY.CAP_HTP.GEN") == (50.0, "valeur")


def test_a_departement_without_a_kind_has_none_of_it(read_source: LireSource, cell: Cell) -> None:
    table = _read(read_source, "URGENCES2")
    assert cell(table, code="00", periode="2020", mesure="URGENCES2.PASSU.PED")[0] == 4000
    assert cell(table, code="0A", periode="2020", mesure="URGENCES2.PASSU.PED") == (0, "zero")


def test_establishments_are_summed_in_the_departement_of_their_number(
    read_source: LireSource, cell: Cell
) -> None:
    table = _read(read_source, "MCO")
    assert cell(table, code="00", periode="2020", mesure="MCO.LIT_MCO")[0] == 140 + 10
    assert cell(table, code="0A", periode="2020", mesure="MCO.LIT_MCO")[0] == 40


def test_blank_is_none_where_others_answer_and_missing_where_nobody_was_asked(
    read_source: LireSource, cell: Cell
) -> None:
    table = _read(read_source, "PERINAT")
    assert cell(table, code="0A", periode="2020", mesure="PERINAT.ENFANTS") == (0.0, "zero")
    assert cell(table, code="00", periode="2013", mesure="PERINAT.ENFANTS") == (None, "manquant")


HEADER = "BOR;AN;nofinesset;PERSO;ETP\n"
STAFF = "HAD_P;2013;000000010;M9999;1.5\n"
HAD_P = Table(libelle="Personnel", mesures=("ETP",), lignes="PERSO", modalites=("M9999",))


def test_a_row_that_the_producer_repeats_counts_once(
    make_entree: Callable[..., Entree], cell: Cell
) -> None:
    content = (HEADER + STAFF + STAFF).encode()
    repeated = HAD_P.model_copy(update={"repetees": True})
    table = read_table(make_entree(content, role="HAD_P", table=repeated))
    assert cell(table, mesure="HAD_P.ETP.M9999") == (1.5, "valeur")
    with pytest.raises(Erreur, match="deux lignes « M9999 » en 2013"):
        read_table(make_entree(content, role="HAD_P", table=HAD_P))


def test_a_repeated_row_that_differs_is_refused(make_entree: Callable[..., Entree]) -> None:
    content = (HEADER + STAFF + STAFF.replace("1.5", "2")).encode()
    repeated = HAD_P.model_copy(update={"repetees": True})
    with pytest.raises(Erreur, match="deux lignes"):
        read_table(make_entree(content, role="HAD_P", table=repeated))


def test_an_unknown_kind_is_refused(make_entree: Callable[..., Entree]) -> None:
    content = (HEADER + STAFF.replace("M9999", "N0000")).encode()
    with pytest.raises(Erreur, match="« N0000 »") as refused:
        read_table(make_entree(content, role="HAD_P", table=HAD_P))
    assert (refused.value.ligne, refused.value.colonne) == (2, "PERSO")


def test_a_table_that_nobody_described_is_refused(make_entree: Callable[..., Entree]) -> None:
    with pytest.raises(Erreur, match="SYGEN"):
        read_table(make_entree(b"AN\n", "SYGEN.csv", role="SYGEN"))


@pytest.mark.donnees_officielles
@pytest.mark.parametrize(
    ("table", "mesures", "attendu"),
    [
        ("MCO", ["MCO.LIT_MCO"], 7367),
        ("SSR", ["SSR.LIT.SSR_TOT"], 4337),
        ("PSY", ["PSY.CAP_HTP.TOT"], 2220),
        ("URGENCES2", ["URGENCES2.PASSU.GEN", "URGENCES2.PASSU.PED"], 666464 + 51776),
    ],
)
def test_region_totals_of_2020(
    table: str,
    mesures: list[str],
    attendu: int,
    read_source: LireSource,
    donnees_officielles: Path,
) -> None:
    """Totals taken from the files with a spreadsheet; SSR_A + SSR_E = 4,307 + 30 beds."""
    prepared = read_source("drees_sae", f"{table}_2020_region24.csv", donnees_officielles)
    rows = prepared.filter(pl.col("mesure").is_in(mesures), periode="2020")
    assert set(rows["code"]) == {"18", "28", "36", "37", "41", "45"}
    assert rows["value"].sum() == attendu
