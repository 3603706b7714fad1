"""Reference tables: communes, EPCI, départements, régions, movements, read from Parquet.

Caches are keyed by the folder: pointing `ANCRAGE_GEOGRAPHIE_DIR` elsewhere needs no clearing.
"""

import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.territoires.millesimes import (
    MILLESIME_COURANT,
    MILLESIMES,
    check_cog,
    check_millesime,
)

_TYPES = pl.Schema(
    {
        "millesime": pl.Int16,
        "population_affichee": pl.Int32,
        "date": pl.Date,
        "ordre": pl.Int8,
    }
)
MENTION = "IGN Admin Express COG, INSEE COG, Licence Ouverte 2.0"


def geographie_root() -> Path:
    """Return the folder of the reference geography: `ANCRAGE_GEOGRAPHIE_DIR`, else the package."""
    chosen = os.environ.get("ANCRAGE_GEOGRAPHIE_DIR")
    if chosen:
        return Path(chosen)
    return _embedded_root()


@cache  # a page asks twenty times, and finding a package takes half a millisecond
def _embedded_root() -> Path:
    return Path(str(resources.files("ancrage.observatoire.territoires"))) / "donnees"


def communes(millesime: int = MILLESIME_COURANT) -> pl.DataFrame:
    """Return code, libelle, departement, region, epci, population_affichee of one vintage.

    `population_affichee` is a label and a key of apportionment, never a denominator. Overseas
    collectivities have no region; four islands and the overseas collectivities have no epci.
    """
    return _vintage("communes", geographie_root(), check_millesime(millesime))


def epci(millesime: int = MILLESIME_COURANT) -> pl.DataFrame:
    """Return code, libelle, nature of the EPCI à fiscalité propre of one vintage."""
    return _vintage("epci", geographie_root(), check_millesime(millesime))


def departements(millesime: int = MILLESIME_COURANT) -> pl.DataFrame:
    """Return code, libelle, region of the départements and overseas collectivities."""
    return _vintage("departements", geographie_root(), check_millesime(millesime))


def regions(millesime: int = MILLESIME_COURANT) -> pl.DataFrame:
    """Return code, libelle of the régions of one vintage."""
    return _vintage("regions", geographie_root(), check_millesime(millesime))


def bassins_de_vie() -> pl.DataFrame:
    """Return code, bassin, libelle_bassin: the bassin de vie 2022 of the communes (région 24)."""
    return read_table("bassins_de_vie", geographie_root())


def quartiers() -> pl.DataFrame:
    """Return code, libelle, commune of the quartiers prioritaires of 2015, a row per commune."""
    return read_table("quartiers", geographie_root())


def mouvements() -> pl.DataFrame:
    """Return date, ordre, nature, de, libelle_de, vers, libelle_vers, in order of effect."""
    return read_table("mouvements", geographie_root())


def parent_of_arrondissement() -> dict[str, str]:
    """Return the commune of each arrondissement of Paris, Lyon and Marseille."""
    table = read_table("arrondissements", geographie_root())
    return dict(zip(table["code"], table["commune"], strict=True))


def known_codes(cog: int) -> frozenset[str]:
    """Return the codes of the communes at 1 January of the year `cog`.

    Before the first embedded vintage the list is rebuilt by undoing the movements.
    """
    return _known_codes(geographie_root(), check_cog(cog))


@cache
def read_table(name: str, root: Path) -> pl.DataFrame:
    """Return one table of the reference geography, from Parquet or else CSV.

    CSV makes a geography that one can read and edit: the invented region of the tests is one.
    """
    if (path := root / f"{name}.parquet").is_file():
        return pl.read_parquet(path)
    if (path := root / f"{name}.csv").is_file():
        with path.open(encoding="utf-8") as lines:
            header = lines.readline().rstrip("\r\n").split(",")
        types = {column: _TYPES.get(column, pl.String) for column in header}
        return pl.read_csv(path, schema_overrides=types)
    raise Erreur(
        "geographie_absente",
        "La géographie de référence est introuvable.",
        fichier=path,
        attendu=f"le fichier {name}.parquet (ou {name}.csv)",
        remede="réinstallez Ancrage, ou corrigez ANCRAGE_GEOGRAPHIE_DIR",
    )


@cache
def _vintage(name: str, root: Path, millesime: int) -> pl.DataFrame:
    table = read_table(name, root).filter(pl.col("millesime") == millesime)
    return table.drop("millesime").rechunk()


@cache
def _known_codes(root: Path, cog: int) -> frozenset[str]:
    if cog in MILLESIMES:
        return frozenset(_vintage("communes", root, cog)["code"])
    codes = set(_known_codes(root, cog + 1))
    steps = mouvements_between(date(cog, 1, 1), date(cog + 1, 1, 1))
    for step in reversed(steps):
        codes.difference_update(*step.pieces.values())
        codes.update(step.pieces)
    return frozenset(codes)


@dataclass(frozen=True, slots=True)
class Etape:
    """What became of each commune touched on one day, and the names before and after."""

    pieces: dict[str, frozenset[str]]
    avant: dict[str, str]
    apres: dict[str, str]


def mouvements_between(after: date, until: date) -> list[Etape]:
    """Return the steps of the days in ]after, until], in order."""
    rows = mouvements().filter(pl.col("date") > after, pl.col("date") <= until)
    days = rows.partition_by("date", "ordre", maintain_order=True)
    return [_step(day) for day in days]


def _step(day: pl.DataFrame) -> Etape:
    pieces: dict[str, set[str]] = {}
    for de, vers in zip(day["de"], day["vers"], strict=True):
        pieces.setdefault(de, set()).add(vers)
    return Etape(
        pieces={de: frozenset(vers) for de, vers in pieces.items()},
        avant=dict(zip(day["de"], day["libelle_de"], strict=True)),
        apres=dict(zip(day["vers"], day["libelle_vers"], strict=True)),
    )
