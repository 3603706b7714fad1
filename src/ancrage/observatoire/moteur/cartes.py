"""Values of the communes (or EPCI) of an area, indicateur by indicateur, with their contours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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


def build_cartes(
    magasin: Magasin,
    territoire: Territoire,
    indicateurs: Sequence[str],
    sources: Mapping[str, Source],
    *,
    niveau: str = "commune",
    periode: str | None = None,
    sexe: str = "ensemble",
) -> dict[str, DonneesCarte]:
    """Return the maps of indicateurs over a territory, by code; none where the level has no value.

    The period is the latest one known at that level. Counts alone are not mapped as flat colours
    by the caller (visuel.md): this function does not judge. Values, shapes and labels are read
    once for all maps.
    """
    codes = _codes(territoire, niveau)
    rows = magasin.valeurs_of((f"{niveau}:{code}" for code in codes), indicateurs).filter(sexe=sexe)
    if periode:
        rows = rows.filter(periode=periode)
    found = rows.partition_by("indicateur", as_dict=True, maintain_order=True)
    latest = {str(key): _latest(part) for (key,), part in found.items()}
    if not any(latest.values()):
        return {}
    empty, outlines = _empty_zones(niveau, codes), _outlines(territoire, niveau)
    return {
        code: DonneesCarte(
            code,
            shown.periode,
            niveau,
            tuple(_fill(zone, shown.values.get(zone.code)) for zone in empty),
            outlines,
            _cite(magasin, sources, code, shown.serie, shown.periode),
        )
        for code in indicateurs
        if (shown := latest.get(code))
    }


@dataclass(frozen=True, slots=True)
class _Periode:
    """The values of one indicateur in the period that the map shows, by area."""

    periode: str
    serie: int
    values: dict[str, tuple[float | None, str]]


def _latest(rows: pl.DataFrame) -> _Periode | None:
    shown = rows.filter(pl.col("status").is_in(SHOWN))
    if shown.is_empty():
        return None
    periode = str(shown["periode"].max())
    kept = rows.filter(periode=periode).select("aire", "value", "status")
    values = {aire: (value, status) for aire, value, status in kept.iter_rows()}
    return _Periode(periode, int(shown.filter(periode=periode)["serie"][0]), values)


def cite_map(magasin: Magasin, sources: Mapping[str, Source], rows: pl.DataFrame) -> str:
    """Return the source of the rows of one indicateur and period."""
    row = rows.row(0, named=True)
    return _cite(magasin, sources, row["indicateur"], int(row["serie"]), row["periode"])


def _cite(
    magasin: Magasin, sources: Mapping[str, Source], indicateur: str, serie: int, periode: str
) -> str:
    """Return « Insee, Comparateur de territoires (2018) »."""
    found = magasin.provenances.filter(indicateur=indicateur, serie=serie, periode=periode)
    if found.is_empty():
        return ""
    source = sources[found["source"][0]]
    return f"{source.producteur}, {source.titre} ({found['millesime'][0]})"


def _codes(territoire: Territoire, niveau: str) -> list[str]:
    if niveau == "commune":
        return sorted(territoire.communes)
    held = communes().filter(pl.col("code").is_in(list(territoire.communes)))
    return held[niveau].drop_nulls().unique().sort().to_list()


def _empty_zones(niveau: str, codes: Sequence[str]) -> list[ZoneCarte]:
    rings = anneaux(niveau, codes)
    areas = [(code, f"{niveau}:{code}") for code in codes]
    return [
        ZoneCarte(aire, libelle_aire(aire), None, "manquant", rings.get(code, ()))
        for code, aire in areas
    ]


def _fill(zone: ZoneCarte, found: tuple[float | None, str] | None) -> ZoneCarte:
    if found is None:
        return zone
    value, status = found
    return replace(zone, value=value, status=status)


def _outlines(territoire: Territoire, niveau: str) -> tuple[tuple[str, Anneaux], ...]:
    """Return the départements of a région, the EPCI of a smaller area, drawn over the communes."""
    if niveau != "commune" or territoire.niveau in {"commune", "epci"}:
        return ()
    level = "departement" if territoire.niveau in {"region", "france"} else "epci"
    codes = _codes(territoire, level)
    rings = anneaux(level, codes)
    return tuple((libelle_aire(f"{level}:{code}"), rings[code]) for code in codes if code in rings)
