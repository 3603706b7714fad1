"""The territories most like another: nearest on population and living conditions (`variables`).

Same level, members of the territory left out; a union is matched with EPCI. Each peer is told with
what brings it near and where it differs most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.composantes import principal_components, similar
from ancrage.observatoire.calculs.entrees import Tableau
from ancrage.observatoire.catalogue.modeles import Indicateur
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.moteur.resultats import Profil
from ancrage.observatoire.moteur.variables import (
    VARIABLES,
    Matrice,
    Variable,
    build_matrice,
    transform,
)
from ancrage.observatoire.sources.statuts import is_shown
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.referentiel import communes

RAISONS = 3
TAILLE = Variable("D01", "grande population", "petite population", log=True)


@dataclass(frozen=True, slots=True)
class Rapprochement:
    """A variable on which a peer is near, or far: both values in the unit of the catalogue."""

    code: str
    libelle: str
    unite: str
    decimales: int
    territoire: float
    pair: float


@dataclass(frozen=True, slots=True)
class PairTerritoire:
    """A similar territory, why it is near, and where it differs most."""

    code: str
    libelle: str
    population: float
    distance: float  # on the axes, in standard deviations
    raisons: tuple[Rapprochement, ...]
    difference: Rapprochement


def find_candidates(magasin: Magasin, territoire: Territoire, niveau: str, scope: str) -> list[str]:
    """Return the areas of the level within the scope that share no commune with the territory."""
    column = "code" if niveau == "commune" else niveau
    known = communes().drop_nulls(["region", column])
    held = known.filter(pl.col("code").is_in(list(territoire.communes)))
    if scope == "region":
        known = known.filter(pl.col("region").is_in(held["region"].unique().implode()))
    near = sorted(set(known[column]) - set(held[column]))
    stocked = magasin.valeurs_of((f"{niveau}:{code}" for code in near), ["D03"]).filter(is_shown())
    return stocked["aire"].unique().sort().to_list()


def match_table(
    magasin: Magasin,
    niveau: str,
    candidates: Sequence[str],
    profil: Profil,
    indicateurs: Mapping[str, Indicateur],
) -> tuple[Matrice, Tableau, tuple[str, ...]]:
    """Return the candidates' table, the territory's own row, the variables it lacks."""
    table = build_matrice(magasin, niveau, candidates, indicateurs, (TAILLE, *VARIABLES))
    own: dict[str, float] = {}
    for variable, period in zip(table.variables, table.periodes, strict=True):
        found = next(
            (v for v in profil.series(variable.code) if v.periode == period and v.value is not None
             and v.status in {"valeur", "zero"}),
            None,
        )  # fmt: skip
        if found is not None and found.value is not None:
            own[variable.code] = found.value
    kept = [rank for rank, v in enumerate(table.variables) if v.code in own]
    if len(kept) < RAISONS:
        raise Erreur(
            "variables_insuffisantes",
            f"Trop peu de variables sont connues pour {profil.territoire.libelle} : ses "
            "semblables ne peuvent pas être cherchés.",
            attendu=f"{RAISONS} variables de population ou de conditions de vie",
            sortie=CodeSortie.ATTENTE,
        )
    absent = tuple(v.code for v in table.variables if v.code not in own)
    variables = tuple(table.variables[rank] for rank in kept)
    reduced = replace(
        table,
        variables=variables,
        periodes=tuple(table.periodes[rank] for rank in kept),
        values=table.values[:, kept],
        shown=table.shown[:, kept],
    )
    return reduced, np.array([own[v.code] for v in variables]), absent


def nearest(
    table: Matrice, own: Tableau, indicateurs: Mapping[str, Indicateur], count: int
) -> tuple[PairTerritoire, ...]:
    """Return the nearest areas on every axis of the components, nearest first."""
    everyone = np.vstack([transform(own[None, :], table.variables), table.values])
    # Every axis is kept: a peer must be near on each variable, not only on the main contrasts.
    components = principal_components(everyone, axes=min(everyone.shape[1], len(everyone) - 1))
    found = similar(components.coordinates, 0, count)
    gaps = np.abs(everyone - everyone[0]) / components.deviations
    distances = np.sqrt(((components.coordinates - components.coordinates[0]) ** 2).sum(axis=1))
    pairs = []
    for position in found:
        order = np.argsort(gaps[position], kind="stable")
        area = int(position) - 1

        def beside(rank: int, area: int = area) -> Rapprochement:
            item = indicateurs[table.variables[rank].code]
            return Rapprochement(
                item.code,
                item.libelle_court,
                item.unite,
                item.decimales,
                float(own[rank]),
                float(table.shown[area, rank]),
            )

        pairs.append(
            PairTerritoire(
                code=table.aires[area],
                libelle=libelle_aire(table.aires[area]),
                population=table.populations[area],
                distance=float(distances[position]),
                raisons=tuple(beside(int(rank)) for rank in order[:RAISONS]),
                difference=beside(int(order[-1])),
            )
        )
    return tuple(pairs)
