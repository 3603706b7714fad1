"""BPE: counts of health services by commune, in the layouts of 2017 (CSV) and 2020 (workbook)."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.catalogue.chargement import indicateurs

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]
BPE_2017 = "equip-serv-sante-com-2017.csv"
BPE_2020 = "equip-serv-sante-com-2020.xlsx"


def test_pharmacies_come_from_the_code_of_each_edition(read_source: LireSource, cell: Cell) -> None:
    ancien = read_source("insee_bpe_sante", BPE_2017)
    recent = read_source("insee_bpe_sante", BPE_2020)
    assert cell(ancien, code="00002", mesure="pharmacies") == (2.0, "valeur")
    assert cell(recent, code="00002", mesure="pharmacies") == (2.0, "valeur")
    assert set(ancien["periode"]) == {"2017"}
    assert set(recent["periode"]) == {"2020"}


def test_break_of_the_pharmacies_is_declared() -> None:
    assert [rupture.annee for rupture in indicateurs()["O13"].ruptures] == [2020]


def test_commune_without_a_service_is_zero_not_missing(read_source: LireSource, cell: Cell) -> None:
    table = read_source("insee_bpe_sante", BPE_2020)
    assert cell(table, code="00002", mesure="maternites") == (0.0, "zero")
    assert "manquant" not in set(table["status"])


@pytest.mark.donnees_officielles
def test_cities_count_once(read_source: LireSource, cell: Cell, donnees_officielles: Path) -> None:
    """Paris has 1,151 pharmacies in its own row of 2017, and its arrondissements as many."""
    table = read_source("insee_bpe_sante", BPE_2017, donnees_officielles)
    assert cell(table, code="75056", mesure="pharmacies")[0] == 1151
    assert not table["code"].str.contains("^751").any()


@pytest.mark.donnees_officielles
def test_2020_workbook_has_every_commune_of_its_cog(
    read_source: LireSource, donnees_officielles: Path
) -> None:
    table = read_source("insee_bpe_sante", BPE_2020, donnees_officielles)
    assert table["code"].n_unique() == 34965
