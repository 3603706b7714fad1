"""INSEE, code officiel géographique: the list of communes, to check the embedded geography."""

import polars as pl

from ancrage.observatoire.sources.lecture import read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree


def read_communes(entree: Entree) -> pl.DataFrame:
    """Read « v_commune »: one row a commune; arrondissements and delegated communes are left out.

    The measure is 1 for each commune, so that a sum counts the communes of an area.
    """
    table = read_csv(entree, ["TYPECOM", "COM"], separator=",").filter(pl.col("TYPECOM") == "COM")
    return to_prepare(
        table.with_columns(communes=pl.lit("1")), entree, {"communes": "communes"}, code="COM"
    )
