"""CNSA: prices of the nursing homes (EHPAD); only their number is used, by département."""

import polars as pl

from ancrage.observatoire.sources.codes import departement_of_finess
from ancrage.observatoire.sources.format_long import count_rows
from ancrage.observatoire.sources.lecture import read_csv
from ancrage.observatoire.sources.octets import Entree


def read_ehpad(entree: Entree) -> pl.DataFrame:
    """Return the number of EHPAD that declare a price, counted once by FINESS number."""
    table = read_csv(entree, ["finessEt"]).unique("finessEt")
    rows = table.with_columns(
        code=departement_of_finess("finessEt"),
        niveau=pl.lit("departement"),
        mesure=pl.lit("ehpad"),
    )
    return count_rows(rows, entree)
