"""Zonings by commune turned into 0/1 measures, one per class or group of classes."""

from collections.abc import Mapping

import polars as pl

from ancrage.observatoire.sources.lecture import PREPARE
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.sources.statuts import computed_status


def zoning_to_prepare(
    table: pl.DataFrame, entree: Entree, measures: Mapping[str, tuple[str, ...]]
) -> pl.DataFrame:
    """Return PREPARE from `code` and `zone` (null: not known): 1 where `zone` is in the group.

    A commune with rows in several zones (arrondissements of a city, delegated communes, two postal
    codes) has a value only where they agree; otherwise it is missing, never a majority. With the
    inhabitants of each row (`habitants`), it has the share of them who live in the group.
    """
    if "habitants" not in table.columns:
        table = table.with_columns(habitants=pl.lit(None, pl.Float64))
    parts = [_one(table, mesure, zones, entree) for mesure, zones in measures.items()]
    return pl.concat(parts).cast(PREPARE).sort("mesure", "code")


def _one(table: pl.DataFrame, mesure: str, zones: tuple[str, ...], entree: Entree) -> pl.DataFrame:
    inside = pl.col("zone").is_in(list(zones)).cast(pl.Float64)
    agree = pl.col("inside").n_unique() == 1
    counted = pl.col("habitants").is_not_null().all()
    share = (pl.col("inside") * pl.col("habitants")).sum() / pl.col("habitants").sum()
    grouped = (
        table.with_columns(inside=pl.when(pl.col("zone").is_not_null()).then(inside))
        .group_by("code")
        .agg(
            known=pl.col("inside").is_not_null().all() & (agree | counted),
            value=pl.when(agree).then(pl.col("inside").first()).otherwise(share),
            ligne=pl.col("ligne").min(),
        )
    )
    return grouped.select(
        "code",
        niveau=pl.lit("commune"),
        periode=pl.lit(entree.millesime),
        sexe=pl.lit("ensemble"),
        age=pl.lit("tous"),
        mesure=pl.lit(mesure),
        value=pl.when("known").then("value"),
        status=computed_status(missing=~pl.col("known")),
        ligne="ligne",
    )
