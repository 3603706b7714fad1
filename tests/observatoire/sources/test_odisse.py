"""Odissé: coverage by level, lost leading zeros, years in which nothing was measured."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]
PREFIXE = "odisse_couvertures-vaccinales-des-"
DEPARTEMENTS = PREFIXE + "adolescent-et-adultes-departement.csv"
REGIONS = PREFIXE + "adolescents-et-adultes-depuis-2011-region.csv"
FRANCE = PREFIXE + "adolescents-et-adultes-depuis-2011-france.csv"


def test_lost_leading_zero_is_given_back(read_source: LireSource, cell: Cell) -> None:
    """2011 and 2018 write « 0 » and « A »; 2024 writes « 00 » and « 0A »."""
    table = read_source("spf_odisse_vaccinations", DEPARTEMENTS)
    assert set(table["code"]) == {"00", "0A"}
    found = cell(table, code="00", periode="2011", mesure="hpv_1_dose", sexe="femmes")
    assert found == (30.0, "valeur")


def test_girls_and_boys_stay_apart(read_source: LireSource, cell: Cell) -> None:
    table = read_source("spf_odisse_vaccinations", DEPARTEMENTS)
    where = {"code": "00", "periode": "2024", "mesure": "hpv_2_doses", "age": "16"}
    assert cell(table, sexe="femmes", **where)[0] == 50.0
    assert cell(table, sexe="hommes", **where)[0] == 25.0


def test_unmeasured_year_gives_no_row_and_a_gap_stays_missing(
    read_source: LireSource, cell: Cell
) -> None:
    table = read_source("spf_odisse_vaccinations", DEPARTEMENTS)
    flu = table.filter(mesure="grippe", age="65+")
    assert flu.filter(periode="2011").is_empty()
    assert cell(flu, code="0A", periode="2024") == (None, "manquant")


@pytest.mark.parametrize(
    ("nom", "niveau", "code"), [(REGIONS, "region", "99"), (FRANCE, "france", "FR")]
)
def test_each_level_has_its_file(
    nom: str, niveau: str, code: str, read_source: LireSource, cell: Cell
) -> None:
    table = read_source("spf_odisse_vaccinations", nom)
    assert set(table["niveau"]) == {niveau}
    assert cell(table, code=code, periode="2024", mesure="grippe", age="65+")[0] == 53.0


def test_weekly_rates_keep_their_week(read_source: LireSource, cell: Cell) -> None:
    nom = "odisse_grippe-passages-urgences-et-actes-sos-medecin_reg.csv"
    table = read_source("spf_odisse_grippe", nom)
    where = {"code": "99", "periode": "2023-S08", "mesure": "actes_sos_medecins_grippe"}
    assert cell(table, age="tous", **where) == (120.5, "valeur")
    assert cell(table, age="0-4", **where) == (None, "manquant")


@pytest.mark.donnees_officielles
def test_cher_2024_and_the_years_without_zeros(
    read_source: LireSource, cell: Cell, donnees_officielles: Path
) -> None:
    table = read_source("spf_odisse_vaccinations", DEPARTEMENTS, donnees_officielles)
    where = {"mesure": "hpv_2_doses", "sexe": "femmes"}
    assert cell(table, code="18", periode="2024", **where) == (50.5, "valeur")
    for year in ("2011", "2018", "2024"):
        assert "01" in set(table.filter(periode=year)["code"])
    assert table["code"].str.len_chars().min() == 2
