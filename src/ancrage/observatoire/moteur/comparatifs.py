"""A territory beside its peers, its départements or its region: a place, never a ranking.

Peers are the nearest territories of the same level on the axes of population and living conditions
(`variables`), members of the territory left out. Their counts summed make the reference of the
verdict; the spread of their values gives the place. A union is matched with EPCI.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.composantes import principal_components, similar
from ancrage.observatoire.calculs.entrees import Tableau
from ancrage.observatoire.catalogue.modeles import Indicateur, Methode
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.comparaisons import compare, positions
from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.moteur.resultats import Comparaison, Position, Profil, Valeur
from ancrage.observatoire.moteur.variables import (
    VARIABLES,
    Matrice,
    Variable,
    build_matrice,
    transform,
)
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.referentiel import communes

SCHEMA_COMPARATIF = "ancrage.comparatif/1"
SEMBLABLES, AVEC = "semblables", ("semblables", "departement", "region")
PAIRS = 10
RAISONS = 3
TAILLE = Variable("D01", "grande population", "petite population", log=True)
PARMI = ("region", "france")
_COUNTS = {Methode.EFFECTIF, Methode.EFFECTIF_EVENEMENTS}
_KEY = ["indicateur", "serie", "periode", "sexe"]


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
class Dispersion:
    """The values of the peers, unnamed: median, middle three fifths, lowest and highest."""

    effectif: int
    mediane: float
    bas: float
    haut: float


@dataclass(frozen=True, slots=True)
class LigneComparatif:
    """An indicateur of the territory against one reference."""

    valeur: Valeur
    libelle: str
    unite: str
    decimales: int
    sens_favorable: str
    comparaison: Comparaison
    dispersion: Dispersion | None = None
    position: Position | None = None
    choisie: bool = False  # the peers were chosen on it: they are near by construction


@dataclass(frozen=True, slots=True)
class Comparatif:
    """The comparison asked for; `pairs` and `variables` are empty for an area that holds it."""

    territoire: str
    nom: str
    avec: str
    lignes: tuple[LigneComparatif, ...]
    pairs: tuple[PairTerritoire, ...] = ()
    candidats: int = 0
    parmi: str = ""  # region | france
    niveau_pairs: str = ""
    variables: tuple[tuple[str, str, str], ...] = ()  # code, label, period
    variables_absentes: tuple[str, ...] = ()  # not known for the territory (medians of a union)

    def to_dict(self) -> dict[str, Any]:
        """Return the published shape `ancrage.comparatif/1`."""
        return {"schema": SCHEMA_COMPARATIF, **asdict(self)}


def compare_with_area(
    profil: Profil, indicateurs: Mapping[str, Indicateur], avec: str
) -> Comparatif:
    """Return the latest values of a profile against its département(s) or its region."""
    larger = {"departement": ("region", "france"), "region": ("france",)}
    held = profil.territoire.niveau in {avec, *larger.get(avec, ())}
    lines = [
        _line(valeur, indicateurs[valeur.code], comparaison)
        for valeur in ([] if held else latest_values(profil))
        for comparaison in valeur.comparaisons
        if comparaison.reference == avec and comparaison.value is not None
    ]
    area = profil.territoire
    if not lines:
        raise Erreur(
            "reference_absente",
            f"{area.libelle} n'a pas de valeur à comparer avec « {avec} ».",
            attendu="un territoire plus petit que sa référence",
            remede="essayez « --avec semblables »",
        )
    return Comparatif(area.code, area.libelle, avec, tuple(lines))


def compare_with_peers(
    magasin: Magasin,
    territoire: Territoire,
    profil: Profil,
    rows: pl.DataFrame,
    indicateurs: Mapping[str, Indicateur],
    parmi: str | None = None,
    count: int = PAIRS,
) -> Comparatif:
    """Return the values of a territory against its peers; `rows` are its computed values.

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
    candidates = _candidates(magasin, territoire, niveau, scope)
    table, own, absent = _matched(magasin, niveau, candidates, profil, indicateurs)
    pairs = _nearest(table, own, indicateurs, min(count, len(table.aires)))
    return Comparatif(
        territoire=territoire.code,
        nom=territoire.libelle,
        avec=SEMBLABLES,
        lignes=_peer_lines(magasin, profil, rows, pairs, table, indicateurs),
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


def _peer_lines(
    magasin: Magasin,
    profil: Profil,
    rows: pl.DataFrame,
    pairs: Sequence[PairTerritoire],
    table: Matrice,
    indicateurs: Mapping[str, Indicateur],
) -> tuple[LigneComparatif, ...]:
    """Return the latest values beside those of the peers taken together, as far as both exist."""
    area = profil.territoire.code
    links = pl.DataFrame({"aire": area, "autre": [p.code for p in pairs], "ensemble": "semblables"})
    standard = magasin.valeurs_of(sorted(p.code for p in pairs))
    silent = {i.code: i.sans_verdict for i in indicateurs.values() if i.sans_verdict}
    verdicts = _verdicts(rows, standard, area, len(pairs), silent)
    placed = {_key(r): r for r in positions(rows, standard, links).iter_rows(named=True)}
    spread = {_key(r): r for r in _spread(standard).iter_rows(named=True)}
    by_code = {(v.code, v.periode, v.sexe): v for v in latest_values(profil)}
    chosen = {variable.code for variable in table.variables}
    lines = []
    for row in verdicts.sort(_KEY).iter_rows(named=True):
        valeur = by_code.get((row["indicateur"], row["periode"], row["sexe"]))
        if valeur is None:
            continue
        comparaison = Comparaison(
            SEMBLABLES, SEMBLABLES, "territoires semblables", row["ref_value"], row["verdict"],
            row["motif_verdict"],
        )  # fmt: skip
        place, around = placed.get(_key(row)), spread.get(_key(row))
        lines.append(
            replace(
                _line(valeur, indicateurs[valeur.code], comparaison),
                dispersion=Dispersion(around["n"], around["mediane"], around["bas"], around["haut"])
                if around
                else None,
                position=Position("territoires semblables", place["effectif"], place["quintile"])
                if place
                else None,
                choisie=valeur.code in chosen,
            )
        )
    return tuple(lines)


def latest_values(profil: Profil) -> list[Valeur]:
    """Return the latest shown entry of each indicateur and sex."""
    newest: dict[tuple[str, str], Valeur] = {}
    for valeur in profil.indicateurs:
        if valeur.periode is not None and valeur.status in {"valeur", "zero"}:
            key = (valeur.code, valeur.sexe)
            if key not in newest or str(newest[key].periode) < valeur.periode:
                newest[key] = valeur
    return list(newest.values())


def _line(valeur: Valeur, item: Indicateur, comparaison: Comparaison) -> LigneComparatif:
    return LigneComparatif(
        valeur, item.libelle, item.unite, item.decimales, item.sense, comparaison
    )


def _candidates(magasin: Magasin, territoire: Territoire, niveau: str, scope: str) -> list[str]:
    """Return the areas of the level within the scope that share no commune with the territory."""
    column = "code" if niveau == "commune" else niveau
    known = communes().drop_nulls(["region", column])
    held = known.filter(pl.col("code").is_in(list(territoire.communes)))
    if scope == "region":
        known = known.filter(pl.col("region").is_in(held["region"].unique().implode()))
    near = sorted(set(known[column]) - set(held[column]))
    stocked = magasin.valeurs_of((f"{niveau}:{code}" for code in near), ["D03"]).filter(
        pl.col("status").is_in(["valeur", "zero"])
    )
    return stocked["aire"].unique().sort().to_list()


def _matched(
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


def _nearest(
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


def _verdicts(
    rows: pl.DataFrame, standard: pl.DataFrame, code: str, count: int, silent: Mapping[str, str]
) -> pl.DataFrame:
    """Compare with the peers taken together: their counts summed where every peer has them."""
    counted = standard.filter(
        pl.col("status").is_in(["valeur", "zero"])
        & pl.col("denominator").is_not_null()
        & pl.col("numerator").is_not_null()
    )
    pooled = (
        counted.group_by(*_KEY, "method", "multiplier")
        .agg(pl.col("numerator").sum(), pl.col("denominator").sum(), pairs=pl.len())
        .filter((pl.col("pairs") == count) & (pl.col("denominator") > 0))
        .filter(pl.col("method") != Methode.EVOLUTION_ANNUELLE)
        .with_columns(
            aire=pl.lit(f"{SEMBLABLES}:{SEMBLABLES}"),
            value=pl.col("numerator") / pl.col("denominator") * pl.col("multiplier"),
            status=pl.lit("valeur"),
        )
    )
    parents = pl.DataFrame(
        {"aire": [code], "niveau": [SEMBLABLES], "code": [SEMBLABLES], "entier": [False]}
    )
    return compare(rows, parents, pooled, silent)


def _spread(standard: pl.DataFrame) -> pl.DataFrame:
    value = pl.col("value")
    return (
        standard.filter(pl.col("status").is_in(["valeur", "zero"]) & value.is_not_null())
        .group_by(_KEY)
        .agg(
            n=pl.len(),
            mediane=value.median(),
            bas=value.quantile(0.2, "linear"),
            haut=value.quantile(0.8, "linear"),
        )
        .filter(pl.col("n") >= 3)
    )


def _key(row: Mapping[str, Any]) -> tuple[str, int, str, str]:
    return row["indicateur"], row["serie"], row["periode"], row["sexe"]
