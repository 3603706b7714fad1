"""CartoSanté: title lines, secret and missing marks, bassins apart from cantons; never shipped."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ancrage.observatoire.catalogue.chargement import sources

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]
BASSINS = "cartosante_indicateurs_bassins_de_vie_2023_2024.csv"
APL = "cartosante_apl_generalistes_2023_bassins_de_vie.csv"
INFIRMIERS = "cartosante_zonage_infirmiers_communes.csv"


def test_secret_and_missing_marks_are_not_mixed_up(read_source: LireSource, cell: Cell) -> None:
    table = read_source("cartosante_indicateurs_bassins_de_vie", BASSINS)
    assert cell(table, code="00001", mesure="part_ald") == (None, "secret")
    assert cell(table, code="0A003", mesure="apl_generalistes") == (None, "manquant")
    assert cell(table, code="0A003", mesure="densite_sages_femmes") == (0.0, "zero")
    assert cell(table, code="00005", mesure="apl_generalistes") == (3.4, "valeur")


def test_each_heading_keeps_its_own_year(read_source: LireSource) -> None:
    table = read_source("cartosante_indicateurs_bassins_de_vie", BASSINS)
    assert set(table.filter(mesure="apl_generalistes")["periode"]) == {"2023"}
    assert set(table.filter(mesure="densite_generalistes")["periode"]) == {"2024"}


def test_mixed_export_keeps_only_its_bassins(read_source: LireSource) -> None:
    table = read_source("cartosante_apl_generalistes", APL)
    assert table["code"].sort().to_list() == ["00001", "00005", "0A003"]


def test_nurse_zoning_groups_the_two_short_zones(read_source: LireSource, cell: Cell) -> None:
    table = read_source("cartosante_zonage_infirmiers", INFIRMIERS)
    assert cell(table, code="00002", mesure="zone_sous_dotee_ou_tres") == (1.0, "valeur")
    assert cell(table, code="00002", mesure="zone_tres_sous_dotee") == (0.0, "zero")
    assert cell(table, code="00003", mesure="zone_sous_dotee_ou_tres") == (0.0, "zero")


@pytest.mark.parametrize("code", [c for c in sources() if c.startswith(("cartosante", "ars_"))])
def test_files_without_a_stated_licence_are_never_shipped(code: str) -> None:
    assert not sources()[code].diffusable


@pytest.mark.donnees_officielles
def test_ald_share_of_bourges_is_secret(
    read_source: LireSource, cell: Cell, donnees_officielles: Path
) -> None:
    table = read_source("cartosante_indicateurs_bassins_de_vie", BASSINS, donnees_officielles)
    assert cell(table, code="18033", mesure="part_ald") == (None, "secret")
    assert cell(table, code="18033", mesure="apl_generalistes") == (2.7, "valeur")
    assert table.filter(mesure="part_ald", status="secret").height == 157


@pytest.mark.donnees_officielles
def test_city_split_into_zones_has_no_value(
    read_source: LireSource, donnees_officielles: Path
) -> None:
    table = read_source("cartosante_zonage_infirmiers", INFIRMIERS, donnees_officielles)
    assert {"75056", "69123", "13055"} <= set(table["code"])
    assert not table["code"].str.contains("^(751|6938|132)").any()
