"""Build the tables of areas that the aggregation joins: standard areas, or one territory."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import polars as pl

from ancrage.observatoire.moteur.agregation import Aires
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.referentiel import (
    bassins_de_vie,
    communes,
    geographie_root,
    quartiers,
)

_MEMBRES = {"aire": pl.String, "membre": pl.String}
_PARENTS = {"aire": pl.String, "niveau": pl.String, "code": pl.String, "entier": pl.Boolean}
_AUTOUR = ("bassin_de_vie", "departement", "region", "france")
STANDARD = ("commune", "epci", "departement", "region", "france")


def aires_of(territoires: list[Territoire]) -> Aires:
    """Return the areas of some territories, their whole members and their surroundings."""
    table = pl.DataFrame(
        [(t.code, t.niveau, t.code.partition(":")[2] or t.code) for t in territoires],
        schema=["aire", "niveau", "code"],
        orient="row",
    )
    members = pl.DataFrame(
        [(t.code, commune) for t in territoires for commune in t.communes],
        schema={"aire": pl.String, "membre": pl.String},
        orient="row",
    )
    return _complete(table, members)


def standard_aires(niveau: str) -> Aires:
    """Return every area of one level, on today's communes."""
    return _standard(niveau, str(geographie_root()))


@cache
def _standard(niveau: str, _root: str) -> Aires:
    known = communes()
    column = "code" if niveau == "commune" else niveau
    if niveau == "france":
        members = known.drop_nulls("region").select(aire=pl.lit("france"), membre="code")
        table = pl.DataFrame({"aire": ["france"], "niveau": ["france"], "code": ["france"]})
        return _complete(table, members)
    members = known.filter(pl.col(column).is_not_null()).select(
        aire=pl.format(niveau + ":{}", column), membre="code"
    )
    table = (
        members.select("aire")
        .unique(maintain_order=True)
        .select("aire", niveau=pl.lit(niveau), code=pl.col("aire").str.split(":").list.last())
    )
    return _complete(table, members)


class Place(NamedTuple):
    """The areas that hold a commune; an overseas collectivity has a basin and France only."""

    epci: str | None
    departement: str | None
    region: str | None
    bassin_de_vie: str | None
    france: str = "france"


_NULLE_PART = Place(None, None, None, None)


@cache
def _places(_root: str) -> Mapping[str, Place]:
    bassins = bassins_de_vie().select("code", "bassin")
    known = communes().join(bassins, on="code", how="left")
    return {
        code: Place(epci, departement, region, bassin)
        if region
        else _NULLE_PART._replace(bassin_de_vie=bassin)
        for code, epci, departement, region, bassin in known.select(
            "code", "epci", "departement", "region", "bassin"
        ).iter_rows()
    }


@cache
def _sizes(level: str, root: str) -> Counter[str | None]:
    """Count the communes of every area of a level."""
    return Counter(getattr(place, level) for place in _places(root).values())


@cache
def _quartiers(_root: str) -> Mapping[str, tuple[str, ...]]:
    """Return the quartiers prioritaires of each commune."""
    held: dict[str, list[str]] = {}
    for code, commune in quartiers().select("code", "commune").iter_rows():
        held.setdefault(commune, []).append(code)
    return {commune: tuple(codes) for commune, codes in held.items()}


def _complete(table: pl.DataFrame, members: pl.DataFrame) -> Aires:
    """Find the members and the surroundings by plain lookups: joins on all of France's communes
    took longer for one territory than the loop takes for all of them.
    """
    root = str(geographie_root())
    places, by_commune = _places(root), _quartiers(root)
    held: dict[str, list[str]] = {}
    for aire, commune in members.iter_rows():
        held.setdefault(aire, []).append(commune)
    around = {a: [places.get(c, _NULLE_PART) for c in codes] for a, codes in sorted(held.items())}
    near = [
        (aire, code)
        for aire, codes in sorted(held.items())
        if aire != "france"  # no list of its 1,400 would help
        for code in sorted({quartier for c in codes for quartier in by_commune.get(c, ())})
    ]
    return Aires(
        table=table,
        communes=members,
        epci=_table(_whole(around, "epci", root), _MEMBRES),
        departements=_table(_whole(around, "departement", root), _MEMBRES),
        parents=_table(_parents(around), _PARENTS),
        quartiers=_table(near, _MEMBRES),
    )


def _table(
    rows: Sequence[tuple[Any, ...]], schema: Mapping[str, type[pl.DataType]]
) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def _whole(around: Mapping[str, list[Place]], level: str, root: str) -> list[tuple[str, str]]:
    """List the whole members of a level, only for the areas that they cover entirely."""
    sizes = _sizes(level, root)
    found = []
    for aire, places in around.items():
        held = Counter(getattr(place, level) for place in places)
        if all(code is not None and count == sizes[code] for code, count in held.items()):
            found += [(aire, code) for code in sorted(filter(None, held))]
    return found


def _parents(around: Mapping[str, list[Place]]) -> list[tuple[str, str, str, bool]]:
    """List the larger areas that an area touches; `entier` when one holds all its communes."""
    return [
        (aire, level, code, count == len(places))
        for aire, places in around.items()
        for level in sorted(_AUTOUR)
        for code, count in sorted(
            Counter(filter(None, (getattr(p, level) for p in places))).items()
        )
    ]


def reference_parents(aires: Aires, levels: Collection[str]) -> pl.DataFrame:
    """List the larger areas to compare with: one held whole is a part, not a reference.

    A région has values beside its départements; to judge it against each would read as if it
    stood among them. Its own row stays.
    """
    root = str(geographie_root())
    held: dict[str, list[Place]] = {}
    for aire, commune in aires.communes.iter_rows():
        held.setdefault(aire, []).append(_places(root).get(commune, _NULLE_PART))
    whole = {
        (aire, level, code)
        for level in ("departement", "region")
        for aire, code in _contained(held, level, root)
    }
    wanted = aires.parents.filter(pl.col("niveau").is_in(list(levels)))
    kept = [row[:3] not in whole for row in wanted.iter_rows()]
    return wanted.filter(pl.Series(kept, dtype=pl.Boolean)).sort("aire", "niveau", "code")


def _contained(held: Mapping[str, list[Place]], level: str, root: str) -> Iterator[tuple[str, str]]:
    """Yield the areas of a level that another area holds whole, itself apart."""
    sizes = _sizes(level, root)
    for aire, places in held.items():
        for code, count in Counter(getattr(place, level) for place in places).items():
            if code is not None and count == sizes[code] and aire != f"{level}:{code}":
                yield aire, code


def aire_codes(parents: pl.DataFrame) -> list[str]:
    """Return the canonical codes of a table of parents (« departement:45 », « france »)."""
    return [
        "france" if niveau == "france" else f"{niveau}:{code}"
        for niveau, code in parents.select("niveau", "code").unique(maintain_order=True).iter_rows()
    ]
