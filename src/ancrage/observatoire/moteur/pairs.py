"""The territories most like another: nearest on population and living conditions (`variables`).

Same level, members of the territory left out; a union is matched with EPCI. Each peer is told with
what brings it near and where it differs most.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

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
PAIRS = 10
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


@dataclass(frozen=True, slots=True)
class Semblables:
    """The territories most like another, nearest first, and what they were chosen on."""

    territoire: str
    pairs: tuple[PairTerritoire, ...]
    candidats: int
    parmi: str  # region | france
    niveau_pairs: str
    variables: tuple[tuple[str, str, str], ...]  # code, label, period
    variables_absentes: tuple[str, ...]  # not known for the territory (medians of a union)


def find_semblables(
    magasin: Magasin,
    territoire: Territoire,
    profil: Profil,
    indicateurs: Mapping[str, Indicateur],
    parmi: str | None = None,
    count: int = PAIRS,
) -> Semblables:
    """Return the peers of a territory, among the areas that share no commune with it.

    Candidates: the areas of its level in France, in its region for a commune, whose table holds
    more variables there; never more than the store holds.
    """
    niveau = territoire.niveau if territoire.niveau in {"commune", "departement"} else "epci"
    if territoire.niveau in {"region", "france"}:
        raise Erreur(
            "sans_semblables",
            "Les territoires semblables se cherchent pour une commune, un EPCI, un Pays ou un "
            "département.",
            remede="essayez « --avec region » sur un territoire plus petit",
            sortie=CodeSortie.USAGE,
        )
    scope = parmi or ("region" if niveau == "commune" else "france")
    around, held = _neighbourhood(territoire, niveau, scope)
    wanted = tuple(v for v in (TAILLE, *VARIABLES) if v.code in indicateurs)
    everyone = _scope_table(magasin, niveau, around, wanted)
    table, own, absent = match_table(_without(everyone, held), profil)
    pairs = nearest(table, own, indicateurs, min(count, len(table.aires)))
    return Semblables(
        territoire=territoire.code,
        pairs=pairs,
        candidats=len(table.aires),
        parmi=scope,
        niveau_pairs=niveau,
        variables=tuple(
            (v.code, indicateurs[v.code].libelle, period)
            for v, period in zip(table.variables, table.periodes, strict=True)
        ),
        variables_absentes=absent,
    )


def _neighbourhood(
    territoire: Territoire, niveau: str, scope: str
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the regions to search (none: all of France), and the areas the territory touches."""
    column = "code" if niveau == "commune" else niveau
    known = communes().drop_nulls(["region", column])
    held = known.filter(pl.col("code").is_in(list(territoire.communes)))
    regions = held["region"].unique().sort().to_list() if scope == "region" else []
    return tuple(regions), frozenset(f"{niveau}:{code}" for code in held[column])


@lru_cache(maxsize=32)  # the same for every commune of a region
def _scope_table(
    magasin: Magasin, niveau: str, regions: tuple[str, ...], wanted: tuple[Variable, ...]
) -> Matrice:
    """Return the table of every area of a level that the store holds in the regions."""
    column = "code" if niveau == "commune" else niveau
    known = communes().drop_nulls(["region", column])
    if regions:
        known = known.filter(pl.col("region").is_in(regions))
    codes = known[column].unique().sort()
    stocked = magasin.valeurs_of((f"{niveau}:{code}" for code in codes), ["D03"]).filter(is_shown())
    return build_matrice(magasin, niveau, stocked["aire"].unique().sort().to_list(), wanted)


def _without(table: Matrice, areas: frozenset[str]) -> Matrice:
    kept = [rank for rank, area in enumerate(table.aires) if area not in areas]
    return replace(
        table,
        aires=tuple(table.aires[rank] for rank in kept),
        populations=tuple(table.populations[rank] for rank in kept),
        values=table.values[kept],
        shown=table.shown[kept],
    )


def match_table(table: Matrice, profil: Profil) -> tuple[Matrice, Tableau, tuple[str, ...]]:
    """Return the candidates' table, the territory's own row, the variables it lacks."""
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
