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
_DEPENDENT = {"APRES50": "allocataires_dependants"}  # no longer published from 2018 on


def read_allocataires_iris(entree: Entree) -> pl.DataFrame:
    """Read « data_CAF_aaaa_IRIS »; `role` is the year. Blank cells are under secrecy.

    The commune is the sum of its IRIS, and is masked as soon as one of them is: the sum of the
    others would give the masked count away to whoever knows the total.
    """
    measures = _MEASURES | (_DEPENDENT if entree.role in {"2016", "2017"} else {})
    iris = to_prepare(
        read_csv(entree, ["CODGEO", *measures]),
        entree,
        measures,
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
