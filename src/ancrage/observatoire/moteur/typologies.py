"""The typology of the EPCI or communes of a territory: classes described, never ranked.

Components, Ward, k-means (`calculs.typology`); the number of classes is asked, or the one whose
partition is most stable under bootstrap. Classes are named by what their v-tests single out.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.typologie import MAX_CLASSES, MIN_CLASSES, Typologie, typology
from ancrage.observatoire.catalogue.modeles import Indicateur
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.moteur.variables import Matrice, build_matrice
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.referentiel import communes

SCHEMA_TYPOLOGIE = "ancrage.typologie/1"
GRAINE = 20130101  # the same classes every day
BOOTSTRAPS = {"epci": 50, "commune": 4}  # Ward on 1,700 communes takes a second
SEUIL = 2.0  # |v-test| that marks a class
MOTS = 3  # at most, in the name of a class


@dataclass(frozen=True, slots=True)
class Trait:
    """A variable of a class: its mean against that of all areas, and the v-test between them."""

    code: str
    libelle: str
    unite: str
    decimales: int
    moyenne: float
    ensemble: float
    v_test: float


@dataclass(frozen=True, slots=True)
class ClasseTerritoires:
    """A class, from the largest: its name in words, its areas by name, its traits."""

    rang: int
    nom: str
    aires: tuple[str, ...]
    population: float
    parangon: str  # the area nearest to the centre: typical, not better
    traits: tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class TypologieTerritoires:
    """The classes of the areas of a territory, with what tells how far to trust them."""

    territoire: str
    nom: str
    niveau: str
    classes: tuple[ClasseTerritoires, ...]
    variables: tuple[tuple[str, str, str], ...]  # code, label, period
    axes: int
    variance_axes: float  # share of the variance on the kept axes
    inertie_entre: float
    stabilite: float  # mean adjusted Rand index over the bootstraps
    bootstraps: int
    graine: int
    trop_petites: tuple[str, ...]
    incompletes: tuple[str, ...]
    method: str

    def class_of(self, aire: str) -> ClasseTerritoires | None:
        """Return the class of an area, None when it was left out."""
        return next((c for c in self.classes if aire in c.aires), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the published shape `ancrage.typologie/1`."""
        return {"schema": SCHEMA_TYPOLOGIE, **asdict(self)}


def build_typologie(
    magasin: Magasin,
    territoire: Territoire,
    indicateurs: Mapping[str, Indicateur],
    niveau: str = "epci",
    classes: int | None = None,
) -> TypologieTerritoires:
    """Return the typology of the EPCI or communes of a territory."""
    if niveau not in BOOTSTRAPS:
        raise Erreur(
            "niveau_inconnu",
            f"Une typologie ne se fait pas par {niveau}.",
            attendu=" ou ".join(BOOTSTRAPS),
            sortie=CodeSortie.USAGE,
        )
    table = build_matrice(magasin, niveau, _members(territoire, niveau))
    if len(table.aires) < 3 * MIN_CLASSES:
        raise Erreur(
            "trop_peu_de_territoires",
            f"Typologie impossible : {len(table.aires)} {niveau}(s) seulement ont toutes les "
            "variables.",
            attendu=f"{3 * MIN_CLASSES} territoires ou plus",
            remede="choisissez une région, ou le niveau « commune »",
        )
    found = _chosen(table, niveau, classes)
    return _describe(table, found, territoire, indicateurs)


def _chosen(table: Matrice, niveau: str, classes: int | None) -> Typologie:
    """Return the partition asked for, else the most stable one, the fewest classes on a tie."""
    numbers = [classes] if classes else range(MIN_CLASSES, MAX_CLASSES + 1)
    tried = [
        typology(table.values, number, bootstraps=BOOTSTRAPS[niveau], seed=GRAINE)
        for number in numbers
        if number < len(table.aires) / 2
    ]
    if not tried:
        raise Erreur(
            "classes_impossibles",
            f"{classes} classes pour {len(table.aires)} territoires : c'est trop.",
            remede="demandez moins de classes",
            sortie=CodeSortie.USAGE,
        )
    return max(tried, key=lambda each: round(each.stability, 6))


def _describe(
    table: Matrice, found: Typologie, territoire: Territoire, indicateurs: Mapping[str, Indicateur]
) -> TypologieTerritoires:
    kept = found.components.coordinates.shape[1]
    names = _names(table, found)
    members = [np.flatnonzero(found.classes == k) for k in range(len(found.v_tests))]
    return TypologieTerritoires(
        territoire=territoire.code,
        nom=territoire.libelle,
        niveau=table.niveau,
        classes=tuple(
            ClasseTerritoires(
                rang=rank + 1,
                nom=names[rank],
                aires=tuple(sorted((table.aires[i] for i in chosen), key=libelle_aire)),
                population=float(sum(table.populations[i] for i in chosen)),
                parangon=table.aires[int(found.parangons[rank])],
                traits=_traits(table, found, rank, indicateurs),
            )
            for rank, chosen in enumerate(members)
        ),
        variables=tuple(
            (v.code, indicateurs[v.code].libelle, period)
            for v, period in zip(table.variables, table.periodes, strict=True)
        ),
        axes=kept,
        variance_axes=float(found.components.explained[:kept].sum()),
        inertie_entre=found.between_share,
        stabilite=found.stability,
        bootstraps=found.bootstraps,
        graine=found.seed,
        trop_petites=table.trop_petites,
        incompletes=table.incompletes,
        method=found.method,
    )


def _traits(
    table: Matrice, found: Typologie, rank: int, indicateurs: Mapping[str, Indicateur]
) -> tuple[Trait, ...]:
    """Return the variables of a class, the most singular first."""
    inside = table.shown[found.classes == rank].mean(axis=0)
    overall = table.shown.mean(axis=0)
    traits = [
        Trait(
            code=variable.code,
            libelle=indicateurs[variable.code].libelle_court,
            unite=indicateurs[variable.code].unite,
            decimales=indicateurs[variable.code].decimales,
            moyenne=float(inside[column]),
            ensemble=float(overall[column]),
            v_test=float(found.v_tests[rank, column]),
        )
        for column, variable in enumerate(table.variables)
    ]
    return tuple(sorted(traits, key=lambda trait: -abs(trait.v_test)))


def _names(table: Matrice, found: Typologie) -> list[str]:
    """Return names in words; two classes never share one: the second takes one word more."""
    names: list[str] = []
    for tests in found.v_tests:
        order = np.argsort(-np.abs(tests), kind="stable")
        words = [
            table.variables[i].haut if tests[i] > 0 else table.variables[i].bas
            for i in order
            if abs(tests[i]) > SEUIL
        ]
        count = min(MOTS, len(words))
        name = _join(words[:count])
        while name in names and count < len(words):
            count += 1
            name = _join(words[:count])
        names.append(name if name not in names else f"{name} ({len(names) + 1})")
    return names


def _join(words: list[str]) -> str:
    text = ", ".join(words) if words else "proche de la moyenne de l'ensemble"
    return text[:1].upper() + text[1:]


def _members(territoire: Territoire, niveau: str) -> list[str]:
    if niveau == "commune":
        return [f"commune:{code}" for code in territoire.communes]
    held = communes().filter(pl.col("code").is_in(list(territoire.communes)))
    return [f"{niveau}:{code}" for code in held[niveau].drop_nulls().unique().sort()]
