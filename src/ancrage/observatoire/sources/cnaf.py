"""CNAF: beneficiaries of the Caf by IRIS, and by commune where every IRIS is published."""

import polars as pl

from ancrage.observatoire.sources.lecture import PREPARE, read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.sources.statuts import computed_status

_MEASURES = {
    "A": "allocataires",
    "PERCOU": "personnes_couvertes",
    "AAAH": "allocataires_aah",
    "ARSAS": "allocataires_rsa",
    "APPA": "allocataires_prime_activite",
    "AM": "allocataires_monoparents",
}


def read_allocataires_iris(entree: Entree) -> pl.DataFrame:
    """Read « data_CAF_aaaa_IRIS »; `role` is the year. Blank cells are under secrecy.

    The commune is the sum of its IRIS, and is masked as soon as one of them is: the sum of the
    others would give the masked count away to whoever knows the total.
    """
    table = read_csv(entree, ["CODGEO", *_MEASURES])
    iris = to_prepare(
        table,
        entree,
        _MEASURES,
        code="CODGEO",
        niveau="iris",
        periode=entree.role,
        secret=("", "s"),
    )
    return pl.concat([iris, sum_communes(iris)])


def sum_communes(iris: pl.DataFrame) -> pl.DataFrame:
    """Sum IRIS rows by commune (first five digits); one masked IRIS masks the commune."""
    keys = ["periode", "sexe", "age", "mesure"]
    return (
        iris.with_columns(code=pl.col("code").str.slice(0, 5))
        .group_by("code", *keys, maintain_order=True)
        .agg(
            pl.col("value").sum(),
            pl.col("ligne").first(),
            secret=(pl.col("status") == "secret").any(),
        )
        .with_columns(
            niveau=pl.lit("commune"),
            status=computed_status(secret=pl.col("secret")),
        )
        .with_columns(value=pl.when(~pl.col("secret")).then("value"))
        .select(PREPARE.names())
        .cast(PREPARE)
    )
