"""Values of areas: one vectorised pass from counts to values, limits and status."""

import polars as pl

from ancrage.observatoire.moteur.agregation import Aires, answer
from ancrage.observatoire.moteur.aires import STANDARD, standard_aires
from ancrage.observatoire.moteur.comptes import COMPTES
from ancrage.observatoire.moteur.statistiques import add_statistics

SORTED = ["code", "niveau", "indicateur", "serie", "periode", "sexe"]  # the same bytes each time
VALEURS = [
    "aire",
    "indicateur",
    "serie",
    "periode",
    "sexe",
    "method",
    "multiplier",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "status",
    "reliability",
    "reparti",
    "niveau",
    "geo",
    "origine",
    "motif",
]


def compute_valeurs(
    comptes: pl.DataFrame, plan: pl.DataFrame, aires: Aires, *, fallback: bool = True
) -> pl.DataFrame:
    """Return the `VALEURS` of the areas, sorted: the same path for one area or for all."""
    rows = add_statistics(answer(comptes, plan, aires, fallback=fallback), plan)
    return rows.select(VALEURS).sort("aire", "indicateur", "periode", "sexe")


def compute_standard(
    comptes: pl.DataFrame, plan: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the counts completed with the départements' sums, and every standard area's values.

    References and neighbours need what areas say of themselves: nothing borrowed is stored.
    France is the sum of its départements, so these come first; their sums join the counts.
    """
    departements = compute_valeurs(comptes, plan, standard_aires("departement"), fallback=False)
    completed = pl.concat([comptes, _as_comptes(departements)])
    parts = [departements] + [
        compute_valeurs(completed, plan, standard_aires(niveau), fallback=False)
        for niveau in STANDARD
        if niveau != "departement"
    ]
    return completed.sort(SORTED), pl.concat(parts).sort("aire", "indicateur", "periode", "sexe")


def _as_comptes(valeurs: pl.DataFrame) -> pl.DataFrame:
    """Turn summed areas into rows of counts of their own level."""
    return (
        valeurs.filter(pl.col("origine") == "communes")
        .with_columns(
            code=pl.col("aire").str.split(":").list.last(), value=pl.lit(None, pl.Float64)
        )
        .select(COMPTES.names())
        .cast(COMPTES)
    )
