"""The quartiers prioritaires of a territory, named, each with its communes and its inhabitants."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.referentiel import quartiers

POPULATION = "S19"


@dataclass(frozen=True, slots=True)
class QuartierPrioritaire:
    """A quartier of 2015 that a territory holds, wholly or with communes outside it.

    `population` is that of the whole quartier: no file tells how much of it is in each commune.
    """

    code: str
    libelle: str
    communes: tuple[str, ...]  # names, those outside the territory included
    population: float | None
    periode: str | None  # edition of the population


def list_quartiers(magasin: Magasin, territoire: Territoire) -> tuple[QuartierPrioritaire, ...]:
    """Return the quartiers that lie in the communes of a territory, by code."""
    known = quartiers()
    inside = known.filter(pl.col("commune").is_in(list(territoire.communes)))["code"]
    held = known.filter(pl.col("code").is_in(inside.implode()))
    latest = _latest_population(magasin, inside)
    return tuple(
        QuartierPrioritaire(
            code=code,
            libelle=libelle,
            communes=tuple(sorted(libelle_aire(f"commune:{c}") for c in communes)),
            population=latest.get(code, {}).get("numerator"),
            periode=latest.get(code, {}).get("periode"),
        )
        for code, libelle, communes in held.group_by("code", "libelle")
        .agg("commune")
        .sort("code")
        .iter_rows()
    )


def _latest_population(magasin: Magasin, codes: pl.Series) -> dict[str, dict[str, Any]]:
    rows = magasin.comptes_of(codes.unique()).filter(indicateur=POPULATION, niveau="qpv")
    return {row["code"]: row for row in rows.sort("periode").iter_rows(named=True)}
