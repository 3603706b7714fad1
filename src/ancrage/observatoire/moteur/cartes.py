"""Values of the communes (or EPCI) of an area for one indicateur, with their contours."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ancrage.observatoire.catalogue.modeles import Source
from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.contours import anneaux
from ancrage.observatoire.territoires.referentiel import communes

Anneaux = tuple[tuple[tuple[float, float], ...], ...]
SHOWN = ["valeur", "zero"]


@dataclass(frozen=True, slots=True)
class ZoneCarte:
    """An area of a map: value and status as the engine gives them, rings in projected km."""

    code: str
    libelle: str
    value: float | None
    status: str
    anneaux: Anneaux


@dataclass(frozen=True, slots=True)
class DonneesCarte:
    """What a map needs: its zones for one period, and the outlines drawn over them."""

    indicateur: str
    periode: str
    niveau: str
    zones: tuple[ZoneCarte, ...]
    contours: tuple[tuple[str, Anneaux], ...]  # name, rings
    source: str = ""  # producer, title, data vintage


def build_carte(
    magasin: Magasin,
    territoire: Territoire,
    indicateur: str,
    sources: Mapping[str, Source],
    *,
    niveau: str = "commune",
    periode: str | None = None,
    sexe: str = "ensemble",
) -> DonneesCarte | None:
    """Return the map of an indicateur over a territory; None when the level has no value.

    The period is the latest one known at that level. Counts alone are not mapped as flat colours
    by the caller (visuel.md): this function does not judge.
    """
    codes = _codes(territoire, niveau)
    rows = magasin.valeurs_of(f"{niveau}:{code}" for code in codes).filter(
        indicateur=indicateur, sexe=sexe
    )
    if periode:
        rows = rows.filter(periode=periode)
    shown = rows.filter(pl.col("status").is_in(SHOWN))
    if shown.is_empty():
        return None
    latest = str(shown["periode"].max())
    values = {row["aire"]: row for row in rows.filter(periode=latest).iter_rows(named=True)}
    rings = anneaux(niveau, codes)
    zones = tuple(
        _zone(f"{niveau}:{code}", rings.get(code, ()), values.get(f"{niveau}:{code}"))
        for code in codes
    )
    source = _cite(magasin, sources, indicateur, int(shown["serie"][0]), latest)
    return DonneesCarte(indicateur, latest, niveau, zones, _outlines(territoire, niveau), source)


def _cite(
    magasin: Magasin, sources: Mapping[str, Source], indicateur: str, serie: int, periode: str
) -> str:
    """Return « Insee, Comparateur de territoires, 2018 »."""
    found = magasin.provenances.filter(indicateur=indicateur, serie=serie, periode=periode)
    if found.is_empty():
        return ""
    source = sources[found["source"][0]]
    return f"{source.producteur}, {source.titre}, {found['millesime'][0]}"


def _codes(territoire: Territoire, niveau: str) -> list[str]:
    if niveau == "commune":
        return sorted(territoire.communes)
    held = communes().filter(pl.col("code").is_in(list(territoire.communes)))
    return held[niveau].drop_nulls().unique().sort().to_list()


def _zone(aire: str, rings: Anneaux, row: dict[str, object] | None) -> ZoneCarte:
    value = row["value"] if row else None
    return ZoneCarte(
        code=aire,
        libelle=libelle_aire(aire),
        value=float(value) if isinstance(value, float) else None,
        status=str(row["status"]) if row else "manquant",
        anneaux=rings,
    )


def _outlines(territoire: Territoire, niveau: str) -> tuple[tuple[str, Anneaux], ...]:
    """Return the départements of a région, the EPCI of a smaller area, drawn over the communes."""
    if niveau != "commune" or territoire.niveau in {"commune", "epci"}:
        return ()
    level = "departement" if territoire.niveau in {"region", "france"} else "epci"
    codes = _codes(territoire, level)
    rings = anneaux(level, codes)
    return tuple((libelle_aire(f"{level}:{code}"), rings[code]) for code in codes if code in rings)
