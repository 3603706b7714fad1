"""Formats known from documentation only: APL by commune, air by commune, domiciled deaths."""

import io
from collections.abc import Callable

import polars as pl
import pytest
import xlsxwriter

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.deces import read_deces_domicilies
from ancrage.observatoire.sources.drees_apl import read_apl
from ancrage.observatoire.sources.ineris import read_air
from ancrage.observatoire.sources.octets import Entree

Cell = Callable[..., tuple[float | None, str]]
MakeEntree = Callable[..., Entree]
ENTETE = [
    "Code commune INSEE",
    "Commune",
    "APL aux médecins généralistes",
    "APL aux médecins généralistes de 65 ans et moins ",
    "Population standardisée 2023 pour la médecine générale",
    "Population totale 2023",
]


def _workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    """Return a workbook with its headings on line 9 and its data from line 11."""
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        sheet.write_row(8, 0, ENTETE)
        for line, row in enumerate(rows, start=10):
            sheet.write_row(line, 0, row)
    workbook.close()
    return content.getvalue()


def test_apl_adds_up_only_through_the_standardised_population(
    make_entree: MakeEntree, cell: Cell
) -> None:
    """2.0 × 100 + 4.0 × 300 = 1,400 consultations for 400 standardised inhabitants: 3.5."""
    rows = [["00001", "Amblaie", 2.0, 1.5, 100, 90], ["00002", "Bruyelle", 4.0, 3.0, 300, 310]]
    table = read_apl(make_entree(_workbook({"APL 2023": rows}), "apl.xlsx"))
    assert cell(table, code="00001", mesure="apl") == (2.0, "valeur")
    product = table.filter(mesure="apl_x_population")["value"].sum()
    people = table.filter(mesure="population_standardisee")["value"].sum()
    assert product / people == 3.5


def test_arrondissements_weigh_in_their_city(make_entree: MakeEntree, cell: Cell) -> None:
    rows = [["75101", "Paris 1er", 3.0, 1, 10, 9], ["75102", "Paris 2e", 5.0, 1, 30, 9]]
    table = read_apl(make_entree(_workbook({"APL_2019": rows}), "apl.xlsx"))
    assert cell(table, code="75056", mesure="apl_x_population")[0] == 3 * 10 + 5 * 30
    assert table.filter(mesure="apl").is_empty()
    assert set(table["periode"]) == {"2019"}


def test_workbook_without_a_year_is_refused(make_entree: MakeEntree) -> None:
    with pytest.raises(Erreur, match="aucune feuille « APL AAAA »"):
        read_apl(make_entree(_workbook({"Notice": []}), "apl.xlsx"))


def test_air_has_a_title_line(make_entree: MakeEntree, cell: Cell) -> None:
    mean = "Moyenne annuelle de concentration de {} ponderee par la population (ug/m3)"
    heads = ["COM Insee", "Commune", *(mean.format(p) for p in ("NO2", "PM10", "PM25"))]
    text = "Indicateurs de qualité de l'air\n" + ",".join(heads) + "\n1,Amblaie,8.1,14.2,7.9\n"
    table = read_air(make_entree(text.encode("cp1252"), "air.csv", millesime="2021"))
    assert cell(table, code="00001", mesure="moyenne_pm25") == (7.9, "valeur")


def test_only_communes_are_kept_from_the_deaths_by_area(
    make_entree: MakeEntree, cell: Cell
) -> None:
    text = (
        "GEO;GEO_OBJECT;TIME_PERIOD;OBS_VALUE\n"
        "00005;COM;2023;212\n00;DEP;2023;640\n75056;COM;2023;900\n75101;COM;2023;40\n"
    )
    table: pl.DataFrame = read_deces_domicilies(make_entree(text.encode(), "deces.csv"))
    assert set(table["code"]) == {"00005", "75056"}
    assert cell(table, code="00005", periode="2023") == (212.0, "valeur")
