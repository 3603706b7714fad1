"""Codes of places as producers write them, turned into the codes of the reference geography."""

import polars as pl

FRANCE = "FR"


def city_of(column: str) -> pl.Expr:
    """Turn an arrondissement of Paris, Lyon or Marseille into its city; leave other communes."""
    code = pl.col(column)
    return (
        pl.when(code.str.contains(r"^751(0[1-9]|1\d|20)$"))
        .then(pl.lit("75056"))
        .when(code.str.contains(r"^6938[1-9]$"))
        .then(pl.lit("69123"))
        .when(code.str.contains(r"^132(0[1-9]|1[0-6])$"))
        .then(pl.lit("13055"))
        .otherwise(code)
    )


def departement_of_finess(column: str) -> pl.Expr:
    """Return the département of a FINESS number: its two first characters (97 + 1 overseas)."""
    number = pl.col(column).str.strip_chars()
    return (
        pl.when(number.str.starts_with("97"))
        .then(pl.lit("97") + number.str.slice(3, 1))
        .when(number.str.starts_with("98"))
        .then(pl.lit("976"))
        .otherwise(number.str.slice(0, 2))
    )


def departement_of_three(column: str) -> pl.Expr:
    """Turn a three-character département (« 045 », « 02A », « 974 ») into its code."""
    return pl.col(column).str.strip_chars().str.replace(r"^0", "")
