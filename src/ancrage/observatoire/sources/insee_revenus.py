"""INSEE FILOSOFI: incomes and poverty of communes, EPCI, départements, régions, France and IRIS.

A blank cell or « s » is what the producer's secrecy rule hides: status secret. « nd » is missing.
Published medians and rates are taken as they are: nothing here is ever summed.
"""

import polars as pl

from ancrage.observatoire.sources.classeur import open_workbook, read_sheet
from ancrage.observatoire.sources.insee import ARRONDISSEMENTS, drop_arrondissements
from ancrage.observatoire.sources.lecture import read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree

_BLANK_IS_SECRET = ("", "s")

# Heading with {yy} for the vintage -> measure.
_DISP = {
    "NBMEN{yy}": "menages_fiscaux",
    "NBPERS{yy}": "personnes_menages_fiscaux",
    "Q2{yy}": "niveau_vie_median",
    "D1{yy}": "premier_decile",
    "D9{yy}": "neuvieme_decile",
    "RD": "rapport_interdecile",
    "PPSOC{yy}": "part_prestations_sociales",
    "PPMINI{yy}": "part_minima_sociaux",
}
_BASE = {
    "NBMENFISC{yy}": "menages_fiscaux",
    "NBPERSMENFISC{yy}": "personnes_menages_fiscaux",
    "MED{yy}": "niveau_vie_median",
    "PIMP{yy}": "part_menages_imposes",
    "TP60{yy}": "taux_pauvrete",
    "D1{yy}": "premier_decile",
    "D9{yy}": "neuvieme_decile",
    "RD{yy}": "rapport_interdecile",
    "PPSOC{yy}": "part_prestations_sociales",
    "PPMINI{yy}": "part_minima_sociaux",
}
# Poverty by age of the household's reference person, in the producer's order of columns.
_POVERTY_AGES = ("0-29", "30-39", "40-49", "50-59", "60-74", "75+")
_SHEETS_2015 = {
    "COM": ("commune", 6),
    "EPCI": ("epci", 6),
    "DEP": ("departement", 6),
    "REG": ("region", 6),
    "METRO": ("france", 6),
}
_IRIS = {
    "DISP_MED{yy}": "niveau_vie_median",
    "DISP_TP60{yy}": "taux_pauvrete",
    "DISP_D1{yy}": "premier_decile",
    "DISP_D9{yy}": "neuvieme_decile",
    "DISP_RD{yy}": "rapport_interdecile",
}


def _headings(columns: dict[str, str], millesime: str) -> dict[str, str]:
    return {name.format(yy=millesime[-2:]): mesure for name, mesure in columns.items()}


def read_filosofi_disp(entree: Entree) -> pl.DataFrame:
    """Read one file « FILOaaaa_DISP_<niveau> »; `role` is the level. No poverty rate in it."""
    columns = _headings(_DISP, entree.millesime)
    table = drop_arrondissements(read_csv(entree, ["CODGEO", *columns]))
    return to_prepare(
        table,
        entree,
        columns,
        code="CODGEO",
        niveau=entree.role,
        decimal=",",
        secret=_BLANK_IS_SECRET,
    )


def read_filosofi_communes(entree: Entree) -> pl.DataFrame:
    """Read « cc_filosofi_aaaa_COM », poverty by age included."""
    columns = _headings(_BASE, entree.millesime)
    ages = {f"TP60AGE{rank}{entree.millesime[-2:]}": age for rank, age in _ages()}
    table = drop_arrondissements(read_csv(entree, ["CODGEO", *columns, *ages]))
    return pl.concat(
        [
            to_prepare(table, entree, columns, code="CODGEO", decimal=",", secret=_BLANK_IS_SECRET),
            *_poverty_by_age(table, entree, "commune", ages, ","),
        ]
    )


def read_filosofi_2015(entree: Entree) -> pl.DataFrame:
    """Read the workbook of FILOSOFI 2015, in its zip: one sheet a level, codes on line 6."""
    columns = _headings(_BASE, entree.millesime)
    ages = {f"TP60AGE{rank}{entree.millesime[-2:]}": age for rank, age in _ages()}
    member = ".xls"
    workbook = open_workbook(entree, member)
    parts: list[pl.DataFrame] = []
    for sheet, (niveau, line) in _SHEETS_2015.items():
        if sheet not in workbook.sheet_names:
            continue
        names = ["CODGEO", *columns, *ages]
        table = read_sheet(entree, names, sheet=sheet, header_line=line, workbook=workbook)
        table = table.filter(pl.col("CODGEO") != "")
        if niveau == "commune":
            table = drop_arrondissements(table)
        parts.append(
            to_prepare(
                table, entree, columns, code="CODGEO", niveau=niveau, secret=_BLANK_IS_SECRET
            )
        )
        parts += _poverty_by_age(table, entree, niveau, ages, ".")
    return pl.concat(parts)


def read_filosofi_iris(entree: Entree) -> pl.DataFrame:
    """Read « BASE_TD_FILO_DISP_IRIS_aaaa », disposable income by IRIS."""
    columns = _headings(_IRIS, entree.millesime)
    return to_prepare(
        read_csv(entree, ["IRIS", *columns]),
        entree,
        columns,
        code="IRIS",
        niveau="iris",
        decimal=",",
        secret=_BLANK_IS_SECRET,
    )


def read_comparateur_revenus(entree: Entree) -> pl.DataFrame:
    """Read the income columns of « Comparateur de territoires », blank where secrecy hides them."""
    columns = {
        "NBMENFISC19": "menages_fiscaux",
        "MED19": "niveau_vie_median",
        "PIMP19": "part_menages_imposes",
        "TP6019": "taux_pauvrete",
    }
    member = "base_cc_comparateur.CSV" if entree.nom.endswith(".zip") else None
    table = read_csv(entree, ["CODGEO", *columns], member=member)
    table = table.filter(~pl.col("CODGEO").str.contains(ARRONDISSEMENTS))
    return to_prepare(
        table, entree, columns, code="CODGEO", periode="2019", secret=_BLANK_IS_SECRET
    )


def _ages() -> list[tuple[int, str]]:
    return list(enumerate(_POVERTY_AGES, start=1))


def _poverty_by_age(
    table: pl.DataFrame, entree: Entree, niveau: str, ages: dict[str, str], decimal: str
) -> list[pl.DataFrame]:
    return [
        to_prepare(
            table,
            entree,
            {column: "taux_pauvrete"},
            code="CODGEO",
            niveau=niveau,
            age=age,
            decimal=decimal,
            secret=_BLANK_IS_SECRET,
        )
        for column, age in ages.items()
    ]
