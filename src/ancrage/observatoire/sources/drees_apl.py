"""DREES: localised potential accessibility (APL) to general practitioners, by commune.

One sheet a year (« APL 2022 », « APL_2019 »), headings on line 9, units on line 10, data from
line 11. An APL never adds up: the product with the standardised population does, and their
quotient is the mean of the territory weighted as the producer asks.
"""

import re

import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.classeur import open_workbook, read_cells
from ancrage.observatoire.sources.codes import city_of
from ancrage.observatoire.sources.format_long import finish_long
from ancrage.observatoire.sources.lecture import PREPARE, parse_number
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.sources.statuts import computed_status

_HEADER_LINE = 9
_FIRST_LINE = 11
_SHEET = re.compile(r"^APL[ _](\d{4})$")
_CODE = "Code commune INSEE"
_APL = "APL aux médecins généralistes"
_STANDARD = "Population standardisée"


def read_apl(entree: Entree) -> pl.DataFrame:
    """Return, by commune and year, the APL, the standardised population and their product."""
    workbook = open_workbook(entree)
    years = {name: found[1] for name in workbook.sheet_names if (found := _SHEET.match(name))}
    if not years:
        raise Erreur(
            "feuille_absente",
            "Le classeur n'a aucune feuille « APL AAAA ».",
            fichier=entree.nom,
            attendu="une feuille par année, « APL 2023 »",
            remede="vérifiez qu'il s'agit du classeur de la DREES par commune",
        )
    parts = [
        _read_year(read_cells(workbook, entree, sheet), entree, year)
        for sheet, year in years.items()
    ]
    return pl.concat(parts).cast(PREPARE)


def _read_year(cells: pl.DataFrame, entree: Entree, year: str) -> pl.DataFrame:
    names = [name for name in cells.columns if name != "ligne"]
    header = cells.filter(pl.col("ligne") == _HEADER_LINE).select(names)
    headings = [str(cell).strip() for cell in header.row(0)] if header.height else []
    found = {wanted: _find(headings, wanted, entree) for wanted in (_CODE, _APL, _STANDARD)}
    rows = cells.filter(pl.col("ligne") >= _FIRST_LINE).select(
        "ligne", **{wanted: pl.col(names[index]) for wanted, index in found.items()}
    )
    rows = rows.filter(pl.col(_CODE).str.contains(r"^\d[\dAB]\d{3}$")).with_columns(
        code=pl.col(_CODE), periode=pl.lit(year)
    )
    published = finish_long(
        rows.filter(city_of("code") == pl.col("code")).with_columns(mesure=pl.lit("apl")),
        entree,
        _APL,
    )
    return pl.concat([published, *_weighted(rows, entree)])


def _find(headings: list[str], wanted: str, entree: Entree) -> int:
    """Return the place of the first heading that is `wanted`, or starts with it."""
    for index, heading in enumerate(headings):
        if heading == wanted or (wanted == _STANDARD and heading.startswith(wanted)):
            return index
    raise Erreur(
        "entete_inattendue",
        f"L'en-tête n'est pas celui du producteur : il manque « {wanted} ».",
        fichier=entree.nom,
        ligne=_HEADER_LINE,
        colonne=wanted,
        attendu=f"{_CODE}, {_APL}, {_STANDARD} AAAA",
        remede="vérifiez l'édition du classeur",
    )


def _weighted(rows: pl.DataFrame, entree: Entree) -> list[pl.DataFrame]:
    """Return the standardised population and its product with the APL, arrondissements summed."""
    apl = parse_number(rows, _APL, entree).rename({"value": "apl"})
    both = parse_number(apl.drop("status"), _STANDARD, entree).with_columns(
        code=city_of("code"), produit=pl.col("apl") * pl.col("value")
    )
    sums = both.drop_nulls("produit").group_by("code", "periode", maintain_order=True)
    table = sums.agg(pl.col("produit").sum(), pl.col("value").sum(), pl.col("ligne").min())
    return [
        table.select(
            "code",
            niveau=pl.lit("commune"),
            periode="periode",
            sexe=pl.lit("ensemble"),
            age=pl.lit("tous"),
            mesure=pl.lit(mesure),
            value=column,
            status=computed_status(column),
            ligne="ligne",
        ).cast(PREPARE)
        for mesure, column in (
            ("apl_x_population", "produit"),
            ("population_standardisee", "value"),
        )
    ]
