"""Radon: zeros given back, broken rows and the Pacific left out, a split city left missing."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.catalogue.chargement import sources
from ancrage.observatoire.sources.irsn import read_radon
from ancrage.observatoire.sources.lecture import read_csv
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


ROWS = "LYON 1;RHONE;69381;1;FR\nLYON 9;RHONE;69389;3;FR\nPARIS 1;PARIS;75101;1;FR\n"


def test_city_has_a_class_only_where_its_parts_agree(
    make_entree: Callable[..., Entree], cell: Cell
) -> None:
    table = read_radon(make_entree((ENTETE + ROWS).encode(), RADON))
    assert cell(table, code="69123", mesure="classe_3") == (None, "manquant")
    assert cell(table, code="69123", mesure="classe_2") == (0.0, "zero")
    assert cell(table, code="75056", mesure="classe_1") == (1.0, "valeur")


def test_city_of_known_parts_has_the_share_of_its_inhabitants(
    make_entree: Callable[..., Entree], cell: Cell
) -> None:
    known = {"population_arrondissements": ["69381 300", "69389 100"]}
    table = read_radon(make_entree((ENTETE + ROWS).encode(), RADON, options=known))
    assert cell(table, code="69123", mesure="classe_3") == (100 / (300 + 100), "valeur")
    assert cell(table, code="75056", mesure="classe_3") == (0.0, "zero")


@pytest.mark.donnees_officielles
def test_inhabitants_of_the_arrondissements_are_those_of_the_census(
    donnees_officielles: Path,
) -> None:
    path = next(donnees_officielles.rglob("base_cc_comparateur_csv.zip"))
    census = Entree(path, path.name, "2018", 2021)
    table = read_csv(census, ["CODGEO", "P18_POP"], member="base_cc_comparateur.CSV")
    (edition,) = sources()["irsn_radon"].editions
    declared = edition.options["population_arrondissements"]
    parts = table.filter(pl.col("CODGEO").str.contains(r"^(6938[1-9]|132(0[1-9]|1[0-6]))$"))
    assert declared == [" ".join(row) for row in parts.drop("ligne").rows()]


@pytest.mark.donnees_officielles
def test_37_communes_of_the_region_are_in_class_3(
    read_source: LireSource, donnees_officielles: Path
) -> None:
    table = read_source("irsn_radon", RADON, donnees_officielles)
    here = table.filter(pl.col("code").str.contains("^(18|28|36|37|41|45)"), mesure="classe_3")
    assert here.height == 1811
    assert here["value"].sum() == 37
