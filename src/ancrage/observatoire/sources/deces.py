"""INSEE, file of deceased persons: deaths counted by commune where they OCCURRED.

The file gives the place of death, not of residence: a commune with a hospital has many. These
counts never feed a rate of residents.
"""

import polars as pl

from ancrage.observatoire.sources.codes import city_of
from ancrage.observatoire.sources.format_long import count_rows, finish_long, map_labels
from ancrage.observatoire.sources.insee import drop_arrondissements
from ancrage.observatoire.sources.lecture import read_csv, restore_zeros
from ancrage.observatoire.sources.octets import Entree

_SEXES = {"1": "hommes", "2": "femmes"}


def read_deces(entree: Entree) -> pl.DataFrame:
    """Return the deaths by year, sex and commune of death; deaths abroad are left out.

    The option `separateur` tells the separator of a re-saved copy (the official file has « ; »).
    """
    separator = str(entree.options.get("separateur", ";"))
    columns = ["sexe", "datedeces", "lieudeces"]
    table = read_csv(entree, columns, separator=separator).rename({"sexe": "sexe_lu"})
    table = map_labels(table, "sexe_lu", _SEXES, entree, into="sexe")
    deaths = (
        table.with_columns(lieu=restore_zeros("lieudeces"))
        .filter(
            pl.col("lieu").str.contains(r"^\d[\dAB]\d{3}$") & ~pl.col("lieu").str.starts_with("99")
        )
        .with_columns(
            code=city_of("lieu"),
            periode=pl.col("datedeces").str.slice(0, 4),
            mesure=pl.lit("deces_survenus"),
        )
    )
    both = deaths.with_columns(sexe=pl.lit("ensemble"))
    return count_rows(pl.concat([deaths, both]), entree)


def read_deces_domicilies(entree: Entree) -> pl.DataFrame:
    """Return the deaths by commune of residence and year (DS_ETAT_CIVIL_DECES_COMMUNES).

    The layout was read in documentation, not on a file: GEO_OBJECT tells communes from the rest.
    """
    table = read_csv(entree, ["GEO", "GEO_OBJECT", "TIME_PERIOD", "OBS_VALUE"])
    communes = drop_arrondissements(table.filter(pl.col("GEO_OBJECT") == "COM"), "GEO")
    rows = communes.rename({"GEO": "code", "TIME_PERIOD": "periode"}).with_columns(
        mesure=pl.lit("deces_domicilies")
    )
    return finish_long(rows, entree, "OBS_VALUE")
