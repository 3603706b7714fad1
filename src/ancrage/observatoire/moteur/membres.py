"""The published values of the members of an area whose value cannot be summed.

Its quartiers prioritaires are no parts of it, but answer where nothing else does.
"""

from typing import Any

import polars as pl

from ancrage.observatoire.moteur.agregation import Aires
from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.resultats import Membre

MAX_LISTED = 400  # a région's communes are a map, not a list
_KEY = ["indicateur", "serie", "periode", "sexe"]


def find_membres(facts: pl.DataFrame, rows: pl.DataFrame, aires: Aires) -> pl.DataFrame:
    """Return `_KEY`, niveau, code, value, status of the members behind the non-additive rows.

    The whole départements or EPCI that make the area if they are published, else its communes.
    """
    wanted = rows.filter(pl.col("origine") == "non_additif").select(*_KEY, "multiplier")
    found = (
        wanted.select(_KEY)
        .clear()
        .with_columns(niveau=pl.lit(""), code=pl.lit(""), value=pl.lit(0.0), status=pl.lit(""))
    )
    if wanted.is_empty():
        return found
    for niveau, members in (
        ("departement", aires.departements),
        ("epci", aires.epci),
        ("commune", aires.communes),
        ("bassin_de_vie", aires.bassins),
        ("qpv", aires.quartiers),
    ):
        if members.is_empty() or members.height > MAX_LISTED:
            continue
        here = (
            facts.filter(
                (pl.col("niveau") == niveau) & pl.col("code").is_in(members["membre"].implode())
            )
            .join(wanted, on=_KEY)
            .join(found, on=_KEY, how="anti")
            .select(*_KEY, "niveau", "code", _published(), "status")
        )
        found = pl.concat([found, here])
    return found.sort("code")


def _published() -> pl.Expr:
    """Return the value as published, or the share that two published counts make."""
    share = pl.col("multiplier") * pl.col("numerator") / pl.col("denominator")
    return pl.coalesce("value", share).alias("value")


def to_membre(item: dict[str, Any]) -> Membre:
    """Return the record of one member."""
    code = f"{item['niveau']}:{item['code']}"
    return Membre(code, libelle_aire(code), item["value"], item["status"])
