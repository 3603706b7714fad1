"""Territoire = a set of communes + a vintage; every area of the embedded levels, and parents."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl

from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.territoires import referentiel
from ancrage.observatoire.territoires.millesimes import MILLESIME_COURANT, check_millesime

NiveauTerritoire = Literal["commune", "epci", "departement", "region", "france", "union", "liste"]
NIVEAUX_SIMPLES: tuple[NiveauTerritoire, ...] = ("commune", "epci", "departement", "region")
LIBELLES_NIVEAUX = {
    "commune": "commune",
    "epci": "intercommunalité",
    "departement": "département",
    "region": "région",
    "france": "France",
    "union": "union de territoires",
    "liste": "liste de communes",
}


@dataclass(frozen=True, slots=True)
class Territoire:
    """A set of communes at a vintage. `notes` say in French which codes were carried forward."""

    code: str
    libelle: str
    niveau: NiveauTerritoire
    millesime: int
    communes: tuple[str, ...]
    notes: tuple[str, ...] = field(default=(), compare=False)


def aire(niveau: NiveauTerritoire, code: str, millesime: int = MILLESIME_COURANT) -> Territoire:
    """Return one commune, EPCI, département, région or France; `KeyError` when it does not exist.

    France is the 101 départements; overseas collectivities are asked for by their own code.
    """
    check_millesime(millesime)
    return _aires(referentiel.geographie_root(), niveau, millesime)[code]


def aires(
    niveau: NiveauTerritoire, region: str | None = None, millesime: int = MILLESIME_COURANT
) -> list[Territoire]:
    """Return every area of one level, in the order of codes.

    With `region`, those with at least one commune in it: an EPCI astride is in both.
    """
    check_millesime(millesime)
    found = _aires(referentiel.geographie_root(), niveau, millesime).values()
    if region is None:
        return list(found)
    inside = set(referentiel.communes(millesime).filter(region=region)["code"])
    return [area for area in found if not inside.isdisjoint(area.communes)]


def exists(niveau: NiveauTerritoire, code: str, millesime: int = MILLESIME_COURANT) -> bool:
    """Tell whether a code of this level exists at this vintage."""
    return code in _aires(referentiel.geographie_root(), niveau, check_millesime(millesime))


def appartenance(territoires: Iterable[Territoire]) -> pl.DataFrame:
    """Return one row per territoire × commune: territoire (canonical code), commune."""
    rows = list(territoires)
    return pl.DataFrame(
        {
            "territoire": [t.code for t in rows for _ in t.communes],
            "commune": [commune for t in rows for commune in t.communes],
        },
        schema={"territoire": pl.String, "commune": pl.String},
    )


def departements_of(territoire: Territoire) -> tuple[str, ...]:
    """Return the départements of its communes, sorted."""
    return _parents(territoire, "departement")


def regions_of(territoire: Territoire) -> tuple[str, ...]:
    """Return the régions of its communes, sorted."""
    return _parents(territoire, "region")


def epci_of(territoire: Territoire) -> tuple[str, ...]:
    """Return the EPCI of its communes, sorted."""
    return _parents(territoire, "epci")


def region_of(territoire: Territoire) -> str | None:
    """Return the région that holds most of its communes (the smallest code when equal)."""
    held = (
        _rows(territoire)
        .drop_nulls("region")
        .group_by("region")
        .len()
        .sort(["len", "region"], descending=[True, False])
    )
    return None if held.is_empty() else str(held["region"][0])


def _parents(territoire: Territoire, column: str) -> tuple[str, ...]:
    return tuple(_rows(territoire)[column].drop_nulls().unique().sort())


def _rows(territoire: Territoire) -> pl.DataFrame:
    return referentiel.communes(territoire.millesime).filter(
        pl.col("code").is_in(territoire.communes)
    )


@cache
def _aires(root: Path, niveau: str, millesime: int) -> dict[str, Territoire]:
    communes = referentiel.communes(millesime)
    if niveau == "france":
        members = communes.drop_nulls("region")["code"].sort()
        return {"": Territoire("france", "France", "france", millesime, tuple(members))}
    if niveau == "commune":
        pairs = communes.sort("code").select("code", "libelle").iter_rows()
        return {
            code: Territoire(f"commune:{code}", libelle, "commune", millesime, (code,))
            for code, libelle in pairs
        }
    if niveau not in ("epci", "departement", "region"):
        raise Erreur(
            "niveau_inconnu",
            f"Le niveau « {niveau} » n'a pas de liste de territoires.",
            attendu=", ".join((*NIVEAUX_SIMPLES, "france")),
            sortie=CodeSortie.USAGE,
        )
    names = {
        "epci": referentiel.epci,
        "departement": referentiel.departements,
        "region": referentiel.regions,
    }[niveau](millesime)
    groups = (
        communes.drop_nulls(niveau)
        .group_by(pl.col(niveau).alias("group"))
        .agg(pl.col("code").sort().alias("members"))
        .join(names.select(group="code", libelle="libelle"), on="group")
        .sort("group")
    )
    return {
        code: Territoire(f"{niveau}:{code}", libelle, niveau, millesime, tuple(members))  # type: ignore[arg-type]  # one of three, checked
        for code, members, libelle in groups.select("group", "members", "libelle").iter_rows()
    }
