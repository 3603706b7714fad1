"""The territory table of a count: which share of each commune code of a file an area holds."""

import polars as pl

from ancrage.observatoire.moteur.aires import standard_aires
from ancrage.observatoire.territoires.passage import GRAIN, table_passage
from ancrage.observatoire.territoires.referentiel import parent_of_arrondissement


def territory_table(niveau: str, cog: int) -> pl.DataFrame:
    """Return commune, aire, poids: from the codes of the COG year `cog` to today's areas.

    Arrondissements of Paris, Lyon and Marseille count in their commune; a split commune gives
    each piece its share of population, rounded to 2⁻²⁰ so that sums are exact in any order.
    """
    passage = table_passage(cog).select(commune="de", piece="vers", poids="poids")
    parents = parent_of_arrondissement()
    arrondissements = pl.DataFrame(
        list(parents.items()),
        schema={"arrondissement": pl.String, "commune": pl.String},
        orient="row",
    ).join(passage, on="commune")
    codes = pl.concat(
        [
            passage,
            arrondissements.select("piece", "poids", commune="arrondissement").select(
                passage.columns
            ),
        ]
    )
    members = standard_aires(niveau).communes
    shares = (
        codes.join(members, left_on="piece", right_on="membre")
        .group_by("commune", "aire")
        .agg(pl.col("poids").sum())
    )
    return shares.with_columns((pl.col("poids") * GRAIN).round() / GRAIN).sort("commune", "aire")
