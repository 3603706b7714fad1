"""FINESS: number of establishments by commune and category (historical geolocated stock)."""

import polars as pl

from ancrage.observatoire.sources.codes import city_of
from ancrage.observatoire.sources.format_long import count_rows
from ancrage.observatoire.sources.lecture import read_csv
from ancrage.observatoire.sources.octets import Entree

# category of FINESS → measure
CATEGORIES = {
    "620": "pharmacies",
    "603": "maisons_sante",
    "124": "centres_sante",
    "500": "ehpad",
    "354": "ssiad",
    "156": "cmp",
    "197": "csapa",
    "178": "caarud",
    "355": "centres_hospitaliers",
}


def read_etablissements(entree: Entree) -> pl.DataFrame:
    """Return the counts of the categories of `CATEGORIES`; a number listed twice counts once."""
    table = read_csv(entree, ["nofinesset", "cog", "categetab"])
    rows = (
        table.unique("nofinesset", maintain_order=True)
        .filter(pl.col("categetab").is_in(list(CATEGORIES)))
        .with_columns(
            code=city_of("cog"), mesure=pl.col("categetab").replace_strict(CATEGORIES, default=None)
        )
    )
    return count_rows(rows, entree)
