"""SAE: a bed counts once, whatever sub-totals the table holds."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.sources.sae import read_table

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]


def _read(read_source: LireSource, table: str) -> pl.DataFrame:
    return read_source("drees_sae", f"{table}_2020_region24.csv")


def test_ssr_beds_come_from_the_total_row_only(read_source: LireSource, cell: Cell) -> None:
    table = _read(read_source, "SSR")
    assert cell(table, code="00", periode="2020", mesure="lits_ssr") == (30.0, "valeur")


def test_psychiatric_beds_come_from_the_total_row_only(read_source: LireSource, cell: Cell) -> None:
    table = _read(read_source, "PSY")
    assert cell(table, code="00", periode="2020", mesure="lits_psychiatrie") == (60.0, "valeur")


def test_two_emergency_services_of_one_hospital_both_count(
    read_source: LireSource, cell: Cell
) -> None:
    table = _read(read_source, "URGENCES2")
    assert cell(table, code="00", periode="2020")[0] == 21700 + 4000


def test_establishments_are_summed_in_the_departement_of_their_number(
    read_source: LireSource, cell: Cell
) -> None:
    table = _read(read_source, "MCO")
    assert cell(table, code="00", periode="2020", mesure="lits_mco")[0] == 140 + 10
    assert cell(table, code="0A", periode="2020", mesure="lits_mco")[0] == 40


def test_blank_is_none_where_others_answer_and_missing_where_nobody_was_asked(
    read_source: LireSource, cell: Cell
) -> None:
    table = _read(read_source, "PERINAT")
    assert cell(table, code="0A", periode="2020", mesure="enfants_nes") == (0.0, "zero")
    assert cell(table, code="00", periode="2013", mesure="enfants_nes") == (None, "manquant")


def test_two_total_rows_for_one_hospital_are_refused(make_entree: Callable[..., Entree]) -> None:
    row = "SSR;2020;000000010;000000099;SSR_TOT;30;4\n"
    text = "BOR;AN;nofinesset;nofinessej;GDE;LIT;PLA\n" + row + row
    with pytest.raises(Erreur, match="deux lignes de total en 2020"):
        read_table(make_entree(text.encode(), "SSR.csv", role="SSR"))


def test_table_without_a_reader_is_refused(make_entree: Callable[..., Entree]) -> None:
    with pytest.raises(Erreur, match="BLOCS"):
        read_table(make_entree(b"AN\n", "BLOCS.csv", role="BLOCS"))


@pytest.mark.donnees_officielles
@pytest.mark.parametrize(
    ("table", "mesure", "attendu"),
    [
        ("MCO", "lits_mco", 7367),
        ("SSR", "lits_ssr", 4337),
        ("PSY", "lits_psychiatrie", 2220),
        ("URGENCES2", "passages_urgences", 666464 + 51776),
    ],
)
def test_region_totals_of_2020(
    table: str,
    mesure: str,
    attendu: int,
    read_source: LireSource,
    donnees_officielles: Path,
) -> None:
    """Totals taken from the files with a spreadsheet; SSR_A + SSR_E = 4,307 + 30 beds."""
    prepared = read_source("drees_sae", f"{table}_2020_region24.csv", donnees_officielles)
    rows = prepared.filter(mesure=mesure, periode="2020")
    assert set(rows["code"]) == {"18", "28", "36", "37", "41", "45"}
    assert rows["value"].sum() == attendu
