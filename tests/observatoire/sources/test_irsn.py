"""Radon: zeros given back, broken rows and the Pacific left out, a split city left missing."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.sources.irsn import read_radon
from ancrage.observatoire.sources.octets import Entree

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]
RADON = "radon_potentiel_communes.csv"
ENTETE = "nom_comm;nom_dept;insee_com;classe_potentiel;reg\n"


def test_leading_zeros_are_given_back(read_source: LireSource, cell: Cell) -> None:
    table = read_source("irsn_radon", RADON)
    assert cell(table, code="00003", mesure="classe_3") == (1.0, "valeur")
    assert cell(table, code="00001", mesure="classe_3") == (0.0, "zero")


def test_rows_without_a_commune_are_left_out(read_source: LireSource) -> None:
    table = read_source("irsn_radon", RADON)
    assert table["code"].n_unique() == 13
    assert table["code"].str.len_chars().unique().to_list() == [5]


def test_city_has_a_class_only_where_its_parts_agree(
    make_entree: Callable[..., Entree], cell: Cell
) -> None:
    rows = "LYON 1;RHONE;69381;1;FR\nLYON 9;RHONE;69389;3;FR\nPARIS 1;PARIS;75101;1;FR\n"
    table = read_radon(make_entree((ENTETE + rows).encode(), RADON))
    assert cell(table, code="69123", mesure="classe_3") == (None, "manquant")
    assert cell(table, code="69123", mesure="classe_2") == (0.0, "zero")
    assert cell(table, code="75056", mesure="classe_1") == (1.0, "valeur")


@pytest.mark.donnees_officielles
def test_37_communes_of_the_region_are_in_class_3(
    read_source: LireSource, donnees_officielles: Path
) -> None:
    table = read_source("irsn_radon", RADON, donnees_officielles)
    here = table.filter(pl.col("code").str.contains("^(18|28|36|37|41|45)"), mesure="classe_3")
    assert here.height == 1811
    assert here["value"].sum() == 37
