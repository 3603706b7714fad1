"""ANCT, Observatoire des territoires: NEET shares and crude mortality rates, long tables."""

import polars as pl

from ancrage.observatoire.sources.insee import drop_arrondissements
from ancrage.observatoire.sources.lecture import read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree


def _read(entree: Entree, column: str, mesure: str) -> pl.DataFrame:
    """Read `codgeo;libgeo;an;<column>`; `role` is the level. Rows without a code are dropped."""
    table = drop_arrondissements(read_csv(entree, ["codgeo", "an", column]), "codgeo").filter(
        pl.col("codgeo") != ""
    )
    return to_prepare(
        table.rename({"an": "periode"}),
        entree,
        {column: mesure},
        code="codgeo",
        niveau=entree.role,
        decimal=",",
    )


def read_neet(entree: Entree) -> pl.DataFrame:
    """Read « Part des jeunes non insérés (NEET) », %, by year."""
    return _read(entree, "part_non_inseres", "part_neet")


def read_mortalite(entree: Entree) -> pl.DataFrame:
    """Read « Taux de mortalité », crude, ‰ a year, by intercensal period."""
    return _read(entree, "tx_morta", "taux_brut_mortalite")
