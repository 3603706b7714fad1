"""The table behind typology and similar areas: one row per area, one column per variable.

Variables describe population and living conditions, never health: similar areas are then compared
on their health without having been chosen for it. A variable is kept where nearly every area of
the scope has a value; areas that lack one of the kept variables are left out and counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.entrees import Tableau
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.sources.statuts import is_shown

POPULATION = "D01"
COVERAGE = 0.9  # of the areas of the scope
MIN_VARIABLES = 3
MIN_POPULATION = {"commune": 200.0}  # under it, rates are those of a few households


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable with the words of a high and of a low mean; `log` where sizes differ tenfold."""

    code: str
    haut: str
    bas: str
    log: bool = False


VARIABLES = (
    Variable("D03", "densité élevée", "densité faible", log=True),
    Variable("D04", "part élevée de moins de 20 ans", "part faible de moins de 20 ans"),
    Variable("D05", "part élevée de 65 ans et plus", "part faible de 65 ans et plus"),
    Variable("D06", "part élevée de 75 ans et plus", "part faible de 75 ans et plus"),
    Variable("D02-NAT", "solde naturel élevé", "solde naturel faible"),
    Variable("D02-MIG", "solde migratoire élevé", "solde migratoire faible"),
    Variable(
        "D09-FAM",
        "part élevée de familles monoparentales",
        "part faible de familles monoparentales",
    ),
    Variable("S01", "niveau de vie élevé", "niveau de vie faible"),
    Variable("S03", "écarts de revenus larges", "écarts de revenus étroits"),
    Variable("S05", "chômage élevé", "chômage faible"),
)


@dataclass(frozen=True, slots=True)
class Matrice:
    """Areas × variables, complete; `shown` in the units of the catalogue, `values` to compute."""

    niveau: str
    aires: tuple[str, ...]
    populations: tuple[float, ...]
    variables: tuple[Variable, ...]
    periodes: tuple[str, ...]  # of each variable
    values: Tableau
    shown: Tableau
    trop_petites: tuple[str, ...]  # under the minimum population
    incompletes: tuple[str, ...]  # a kept variable is missing or masked


def build_matrice(
    magasin: Magasin,
    niveau: str,
    codes: Sequence[str],
    wanted: Sequence[Variable] = VARIABLES,
) -> Matrice:
    """Return the table of the areas « niveau:code », at the latest period of each variable."""
    names = [variable.code for variable in wanted]
    rows = magasin.valeurs_of(sorted(codes), [*names, POPULATION]).filter(
        is_shown(),
        sexe="ensemble",
    )
    periods = _periods(rows, len(codes))
    wide = _pivot(rows, periods, sorted(codes))
    people = pl.col(POPULATION).fill_null(0.0)
    small = wide.filter(people < MIN_POPULATION.get(niveau, 1.0))["aire"].to_list()
    large = wide.filter(~pl.col("aire").is_in(small))
    kept = [v for v in wanted if v.code in periods and v.code in wide.columns]
    complete = large.drop_nulls([v.code for v in kept])
    kept = [v for v in kept if complete[v.code].n_unique() > 1]
    if len(kept) < MIN_VARIABLES or complete.height < MIN_VARIABLES:
        raise Erreur(
            "variables_insuffisantes",
            f"Il manque des données par {niveau} pour décrire ces territoires : {len(kept)} "
            f"variable(s) et {complete.height} territoire(s) utilisables.",
            attendu=f"{MIN_VARIABLES} variables connues dans presque tous les territoires",
            sortie=CodeSortie.ATTENTE,
        )
    shown = complete.select([v.code for v in kept]).to_numpy()
    return Matrice(
        niveau=niveau,
        aires=tuple(complete["aire"]),
        populations=tuple(complete[POPULATION]),
        variables=tuple(kept),
        periodes=tuple(periods[v.code] for v in kept),
        values=transform(shown, kept),
        shown=shown,
        trop_petites=tuple(small),
        incompletes=tuple(sorted(set(large["aire"]) - set(complete["aire"]))),
    )


def transform(shown: Tableau, variables: Sequence[Variable]) -> Tableau:
    """Return the numbers to compute on: the logarithm where a variable asks for it."""
    columns = [
        np.log(np.maximum(shown[..., rank], 1e-6)) if variable.log else shown[..., rank]
        for rank, variable in enumerate(variables)
    ]
    return np.stack(columns, axis=-1)


def _periods(rows: pl.DataFrame, count: int) -> dict[str, str]:
    """Return the latest period of each variable that covers nearly every area."""
    held = rows.group_by("indicateur", "periode").agg(n=pl.col("aire").n_unique())
    wide = held.filter(pl.col("n") >= COVERAGE * count).sort("periode")
    return {row["indicateur"]: row["periode"] for row in wide.iter_rows(named=True)}


def _pivot(rows: pl.DataFrame, periods: Mapping[str, str], codes: list[str]) -> pl.DataFrame:
    kept = rows.filter(
        pl.struct("indicateur", "periode").is_in(
            [{"indicateur": code, "periode": period} for code, period in periods.items()]
        )
    )
    wide = kept.sort("serie").pivot(
        "indicateur", index="aire", values="value", aggregate_function="first"
    )
    if POPULATION not in wide.columns:
        wide = wide.with_columns(pl.lit(None, pl.Float64).alias(POPULATION))
    return pl.DataFrame({"aire": codes}, schema={"aire": pl.String}).join(
        wide, on="aire", how="left", maintain_order="left"
    )
