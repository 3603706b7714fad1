"""Carry the prepared rows of communes to today's COG: merges summed, splits apportioned, flagged.

Permitted: change codes, sum additive counts. Forbidden: compute a rate, fill a missing cell.
A masked or missing origin masks the merged commune; a published rate, median or class survives
only where the commune is unchanged or where all its parts had the same.
"""

import polars as pl

from ancrage.observatoire.catalogue.modeles import Source
from ancrage.observatoire.sources.statuts import computed_status, is_shown
from ancrage.observatoire.territoires.millesimes import MILLESIME_COURANT, MILLESIMES
from ancrage.observatoire.territoires.passage import harmonise, table_passage
from ancrage.observatoire.territoires.referentiel import communes, known_codes

KEY = ["niveau", "code", "periode", "sexe", "age", "mesure"]
FIRST_COMPARABLE_EPCI = 2018
_CARRIED = [*KEY, "value", "status", "reparti"]


def harmonise_rows(prepare: pl.DataFrame, source: Source, cog: int) -> pl.DataFrame:
    """Return `KEY` + value, status, reparti on the current communes; other levels untouched."""
    flagged = prepare.select(*KEY, "value", "status").with_columns(reparti=pl.lit(value=False))
    others = _same_epci(flagged.filter(pl.col("niveau") != "commune"), cog)
    known = pl.col("code").is_in(list(known_codes(cog)))  # the others were reported by controle
    local = flagged.filter((pl.col("niveau") == "commune") & known)
    if local.is_empty():
        return others
    additive = [name for name, mesure in source.mesures.items() if mesure.additive]
    is_additive = pl.col("mesure").is_in(additive)
    same = pl.col("code").is_in(_unchanged(cog).implode())
    moved = local.filter(~same)
    return pl.concat(
        [
            others,
            local.filter(same),
            _carry_counts(moved.filter(is_additive), cog),
            _carry_published(moved.filter(~is_additive), cog),
        ]
    )


def _same_epci(rows: pl.DataFrame, cog: int) -> pl.DataFrame:
    """Drop the EPCI whose communes have changed since: one code, two territories.

    Compositions are embedded from 2021 on; an older file is checked against 2021, and before
    2018 (the mergers of the NOTRe law) nothing can be checked, so nothing is kept.
    """
    if cog < FIRST_COMPARABLE_EPCI:
        return rows.filter(pl.col("niveau") != "epci")
    then = _epci_members(max(cog, MILLESIMES[0]))
    now = _epci_members(MILLESIME_COURANT)
    same = then.join(now, on=["epci", "membres"])["epci"]
    return rows.filter((pl.col("niveau") != "epci") | pl.col("code").is_in(same.implode()))


def _epci_members(millesime: int) -> pl.DataFrame:
    """Return each EPCI with its members, told by today's communes."""
    passage = table_passage(millesime, MILLESIME_COURANT).select("de", "vers")
    return (
        communes(millesime)
        .drop_nulls("epci")
        .join(passage, left_on="code", right_on="de")
        .group_by("epci")
        .agg(membres=pl.col("vers").unique().sort().str.join("+"))
    )


def _unchanged(cog: int) -> pl.Series:
    """Return the codes that are still the same commune, alone: nothing to carry for them."""
    alone = pl.len().over("vers") == 1
    still = table_passage(cog, MILLESIME_COURANT).filter(
        alone & ~pl.col("reparti") & (pl.col("de") == pl.col("vers"))
    )
    return still["de"]


def _carry_counts(counts: pl.DataFrame, cog: int) -> pl.DataFrame:
    if counts.is_empty():
        return counts.select(_CARRIED)
    passage = table_passage(cog, MILLESIME_COURANT).select("de", "vers")
    by = [name for name in KEY if name != "code"]
    sums = harmonise(
        counts.drop("reparti").with_columns(pl.col("value").fill_null(0.0)),
        cog=cog,
        counts=["value"],
        by=by,
    )
    masks = (
        counts.join(passage, left_on="code", right_on="de")
        .group_by("vers", *by)
        .agg(
            secret=(pl.col("status") == "secret").any(),
            manquant=(pl.col("status") == "manquant").any(),
        )
        .rename({"vers": "code"})
    )
    return (
        sums.join(masks, on=["code", *by])
        .with_columns(status=computed_status(secret=pl.col("secret"), missing=pl.col("manquant")))
        .with_columns(value=pl.when(~pl.col("secret") & ~pl.col("manquant")).then("value"))
        .select(_CARRIED)
    )


def _carry_published(published: pl.DataFrame, cog: int) -> pl.DataFrame:
    """Keep a published value where all the parts of a commune have the same one; else it is lost.

    A rate, or the class of a zoning, that holds for each part holds for the whole; two different
    ones cannot be put together, and a part of a split commune has none of its own.
    """
    if published.is_empty():
        return published.select(_CARRIED)
    links = table_passage(cog, MILLESIME_COURANT).select(
        "de", "vers", parts=pl.len().over("vers"), split=pl.col("reparti").any().over("vers")
    )
    by = [name for name in KEY if name != "code"]
    shown = is_shown()
    agreed = (pl.col("n_unique") == 1) & (pl.col("known") == pl.col("parts")) & ~pl.col("split")
    alone = (pl.col("parts") == 1) & ~pl.col("split")
    return (
        published.join(links, left_on="code", right_on="de")
        .group_by("vers", *by, maintain_order=True)
        .agg(
            pl.col("value", "status", "reparti", "parts", "split").first(),
            n_unique=pl.col("value").n_unique(),
            known=shown.sum(),
        )
        .with_columns(
            code=pl.col("vers"),
            value=pl.when(alone | agreed).then("value"),
            status=pl.when(alone | agreed).then("status").otherwise(pl.lit("non_additif")),
        )
        .select(_CARRIED)
    )
