"""CAF by IRIS, NEET, crude mortality and F-EDI, on the invented region."""

from collections.abc import Callable

import polars as pl

LireSource = Callable[..., pl.DataFrame]
Cell = Callable[..., tuple[float | None, str]]
CAF = "data_CAF_2020_IRIS_region24.csv"


def test_a_commune_is_the_sum_of_its_iris(read_source: LireSource, cell: Cell) -> None:
    table = read_source("cnaf_allocataires_iris", CAF)
    assert cell(table, code="00005", mesure="allocataires_aah") == (118.0 + 77 + 0, "valeur")
    assert cell(table, code="000050103", mesure="allocataires_aah") == (0.0, "zero")


def test_one_masked_iris_masks_its_commune(read_source: LireSource, cell: Cell) -> None:
    table = read_source("cnaf_allocataires_iris", CAF)
    assert cell(table, code="0A0050102", mesure="allocataires_rsa") == (None, "secret")
    assert cell(table, code="0A005", mesure="allocataires_rsa") == (None, "secret")
    assert cell(table, code="0A005", mesure="allocataires") == (1010.0 + 64, "valeur")


def test_both_layouts_of_the_caf_file_are_read(read_source: LireSource, cell: Cell) -> None:
    table = read_source("cnaf_allocataires_iris", "data_CAF_2018_IRIS_region24.csv")
    assert cell(table, code="000050101", mesure="allocataires", periode="2018")[0] == 1219.0


def test_dependence_on_benefits_is_read_in_the_years_that_publish_it(
    read_source: LireSource, cell: Cell
) -> None:
    table = read_source("cnaf_allocataires_iris", "data_CAF_2017_IRIS_region24.csv")
    assert cell(table, code="00005", mesure="allocataires_dependants") == (
        304.0 + 239 + 148,
        "valeur",
    )
    later = read_source("cnaf_allocataires_iris", "data_CAF_2018_IRIS_region24.csv")
    assert later.filter(mesure="allocataires_dependants").is_empty()


def test_neet_tells_zero_from_absence(read_source: LireSource, cell: Cell) -> None:
    table = read_source(
        "anct_neet", "obs_territoires_jeunes_non_inseres_communes_2008_2018_region24.csv"
    )
    assert cell(table, code="00004", periode="2018") == (0.0, "zero")
    assert cell(table, code="0A003", periode="2018") == (None, "manquant")
    assert cell(table, code="00005", periode="2013") == (20.7, "valeur")


def test_crude_mortality_keeps_its_intercensal_periods(read_source: LireSource, cell: Cell) -> None:
    table = read_source("anct_mortalite", "obs_territoires_taux_mortalite_1968_2018_epci.csv")
    assert cell(table, code="990000001", periode="1999-2008") == (None, "manquant")
    assert cell(table, code="990000001", periode="2013-2018") == (9.9, "valeur")


def test_fedi_may_be_negative_and_is_absent_where_not_published(
    read_source: LireSource, cell: Cell
) -> None:
    table = read_source("spf_fedi", "fedi_2021_communes_region24_derive.json")
    assert cell(table, code="00002") == (-3.45, "valeur")
    assert table.filter(code="00004").is_empty()
