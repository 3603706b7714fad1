"""FILOSOFI: levels, secrecy marks and the poverty floor, on the invented region."""

from collections.abc import Callable

import polars as pl
import pytest

from ancrage.observatoire.catalogue.chargement import sources

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]


@pytest.mark.parametrize(
    ("nom", "niveau", "code", "median"),
    [
        ("FILO2019_DISP_COM.csv", "commune", "00005", 19270.0),
        ("FILO2019_DISP_EPCI.csv", "epci", "990000002", 20200.0),
        ("FILO2019_DISP_DEP.csv", "departement", "0A", 19850.0),
        ("FILO2019_DISP_REG.csv", "region", "99", 20510.0),
        ("FILO2019_DISP_METROPOLE.csv", "france", "1", 20510.0),
    ],
)
def test_the_role_of_a_file_gives_its_level(
    read_source: LireSource, cell: Cell, nom: str, niveau: str, code: str, median: float
) -> None:
    table = read_source("insee_filosofi_disp", nom)
    assert set(table["niveau"]) == {niveau}
    assert set(table["periode"]) == {"2019"}
    assert cell(table, code=code, mesure="niveau_vie_median") == (median, "valeur")


def test_a_small_commune_has_a_median_and_secret_deciles(
    read_source: LireSource, cell: Cell
) -> None:
    table = read_source("insee_filosofi_disp", "FILO2019_DISP_COM.csv")
    assert cell(table, code="00001", mesure="niveau_vie_median") == (20310.0, "valeur")
    assert cell(table, code="00001", mesure="rapport_interdecile") == (None, "secret")


def test_disp_files_hold_no_poverty_rate(read_source: LireSource) -> None:
    table = read_source("insee_filosofi_disp", "FILO2019_DISP_COM.csv")
    assert "taux_pauvrete" not in set(table["mesure"])


def test_a_commune_merged_since_is_read_under_its_old_code(
    read_source: LireSource, cell: Cell
) -> None:
    table = read_source("insee_filosofi_disp", "FILO2016_DISP_COM_region24.csv")
    assert cell(table, code="00009", mesure="niveau_vie_median") == (20400.0, "valeur")


def test_s_is_secret_and_nd_is_missing(read_source: LireSource, cell: Cell) -> None:
    table = read_source("insee_filosofi_communes", "cc_filosofi_2021_COM.csv").filter(age="tous")
    assert cell(table, code="00005", mesure="taux_pauvrete") == (21.4, "valeur")
    assert cell(table, code="00001", mesure="taux_pauvrete") == (None, "secret")
    assert cell(table, code="0A003", mesure="taux_pauvrete") == (None, "manquant")


def test_poverty_by_age_keeps_its_age(read_source: LireSource, cell: Cell) -> None:
    table = read_source("insee_filosofi_communes", "cc_filosofi_2021_COM.csv")
    assert cell(table, code="00005", mesure="taux_pauvrete", age="75+") == (10.7, "valeur")


def test_2015_workbook_gives_every_level_of_its_sheets(read_source: LireSource, cell: Cell) -> None:
    table = read_source("insee_filosofi_2015", "filo-revenu-pauvrete-menage-2015.zip")
    assert set(table["niveau"]) == {"commune", "epci", "departement", "region", "france"}
    assert cell(table, code="990000003", mesure="taux_pauvrete", age="tous") == (14.25, "valeur")
    assert cell(table, code="00002", mesure="taux_pauvrete", age="tous") == (None, "secret")
    assert table["value"].filter(table["mesure"] == "taux_pauvrete").min() == 5.0


def test_iris_under_secrecy_keep_their_median(read_source: LireSource, cell: Cell) -> None:
    table = read_source("insee_filosofi_iris", "BASE_TD_FILO_DISP_IRIS_2019_region24.csv")
    assert cell(table, code="000050102", mesure="taux_pauvrete") == (None, "secret")
    assert cell(table, code="000050102", mesure="niveau_vie_median") == (21980.0, "valeur")


def test_no_income_measure_may_be_summed() -> None:
    for source in sources().values():
        if source.code.startswith("insee_filosofi"):
            assert not any(mesure.additive for mesure in source.mesures.values()), source.code
