"""Build the tables of areas that the aggregation joins: standard areas, or one territory."""

from collections.abc import Collection
from functools import cache

import polars as pl

from ancrage.observatoire.moteur.agregation import Aires
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.referentiel import (
    bassins_de_vie,
    communes,
    geographie_root,
    quartiers,
)

STANDARD = ("commune", "epci", "departement", "region", "france")


def aires_of(territoires: list[Territoire]) -> Aires:
    """Return the areas of some territories, their whole members and their surroundings."""
    table = pl.DataFrame(
        [(t.code, t.niveau, t.code.partition(":")[2] or t.code) for t in territoires],
        schema=["aire", "niveau", "code"],
        orient="row",
    )
    members = pl.DataFrame(
        [(t.code, commune) for t in territoires for commune in t.communes],
        schema={"aire": pl.String, "membre": pl.String},
        orient="row",
    )
    return _complete(table, members)


def standard_aires(niveau: str) -> Aires:
    """Return every area of one level, on today's communes."""
    return _standard(niveau, str(geographie_root()))


@cache
def _standard(niveau: str, _root: str) -> Aires:
    known = communes()
    column = "code" if niveau == "commune" else niveau
    if niveau == "france":
        members = known.drop_nulls("region").select(aire=pl.lit("france"), membre="code")
        table = pl.DataFrame({"aire": ["france"], "niveau": ["france"], "code": ["france"]})
        return _complete(table, members)
    members = known.filter(pl.col(column).is_not_null()).select(
        aire=pl.format(niveau + ":{}", column), membre="code"
    )
    table = (
        members.select("aire")
        .unique(maintain_order=True)
        .select("aire", niveau=pl.lit(niveau), code=pl.col("aire").str.split(":").list.last())
    )
    return _complete(table, members)


def _complete(table: pl.DataFrame, members: pl.DataFrame) -> Aires:
    known = communes().drop_nulls("region").select("code", "epci", "departement", "region")
    bassins = bassins_de_vie().select("code", bassin_de_vie="bassin")
    placed = (
        members.join(known, left_on="membre", right_on="code", how="left")
        .join(bassins, left_on="membre", right_on="code", how="left")
        .with_columns(france=pl.lit("france"))
    )
    return Aires(
        table=table,
        communes=members,
        epci=_whole(placed, known, "epci"),
        departements=_whole(placed, known, "departement"),
        parents=_parents(placed),
        quartiers=_quartiers(members),
    )


def _quartiers(members: pl.DataFrame) -> pl.DataFrame:
    """List the quartiers prioritaires of the areas but France, whose 1,400 no list would help."""
    held = members.join(quartiers(), left_on="membre", right_on="commune")
    here = held.filter(pl.col("aire") != "france").select("aire", membre="code")
    return here.unique().sort("aire", "membre")


def _whole(placed: pl.DataFrame, known: pl.DataFrame, level: str) -> pl.DataFrame:
    """List the whole members of a level, only for the areas that they cover entirely."""
    sizes = known.filter(pl.col(level).is_not_null()).group_by(level).agg(taille=pl.len())
    held = placed.group_by("aire", level).agg(tenues=pl.len()).join(sizes, on=level, how="left")
    covered = (pl.col("tenues") == pl.col("taille")).fill_null(value=False).all().over("aire")
    return held.filter(covered).select("aire", membre=level).sort("aire", "membre")


def _parents(placed: pl.DataFrame) -> pl.DataFrame:
    """List the larger areas that an area touches; `entier` when one holds all its communes."""
    sized = placed.with_columns(taille=pl.len().over("aire"))
    parts = [
        sized.filter(pl.col(level).is_not_null())
        .group_by("aire", "taille", code=level)
        .agg(communes=pl.len())
        .select("aire", "code", niveau=pl.lit(level), entier=pl.col("communes") == pl.col("taille"))
        .select("aire", "niveau", "code", "entier")
        for level in ("bassin_de_vie", "departement", "region", "france")
    ]
    return pl.concat(parts).sort("aire", "niveau", "code")


def reference_parents(aires: Aires, levels: Collection[str]) -> pl.DataFrame:
    """List the larger areas to compare with: one held whole is a part, not a reference.

    A région has values beside its départements; to judge it against each would read as if it
    stood among them. Its own row stays.
    """
    known = communes().drop_nulls("region")
    parts = []
    for level in ("departement", "region"):
        sizes = known.group_by(code=level).agg(taille=pl.len())
        held = (
            aires.communes.join(known, left_on="membre", right_on="code")
            .group_by("aire", code=level)
            .agg(tenues=pl.len())
            .join(sizes, on="code")
            .filter(pl.col("tenues") == pl.col("taille"))
            .filter(pl.col("aire") != pl.format(level + ":{}", "code"))
        )
        parts.append(held.select("aire", "code", niveau=pl.lit(level)))
    wanted = aires.parents.filter(pl.col("niveau").is_in(list(levels)))
    return wanted.join(pl.concat(parts), on=["aire", "niveau", "code"], how="anti").sort(
        "aire", "niveau", "code"
    )


def aire_codes(parents: pl.DataFrame) -> list[str]:
    """Return the canonical codes of a table of parents (« departement:45 », « france »)."""
    return [
        "france" if niveau == "france" else f"{niveau}:{code}"
        for niveau, code in parents.select("niveau", "code").unique(maintain_order=True).iter_rows()
    ]
