"""Simplified contours of the current vintage, and which areas share a border.

Communes are simplified as one coverage, so neighbours keep the same line; the other levels are
their unions. Show `referentiel.MENTION` under every map.
"""

from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path

import numpy as np
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from ancrage.observatoire.territoires.projection import part_of, project
from ancrage.observatoire.territoires.referentiel import geographie_root, read_table

Anneau = tuple[tuple[float, float], ...]
Anneaux = tuple[Anneau, ...]
_DECIMALS_KM = 2


def contours(niveau: str, codes: Iterable[str]) -> dict[str, BaseGeometry]:
    """Return the shapes in longitude and latitude of the codes that have one.

    `niveau`: commune, epci, departement, region. Overseas collectivities have none.
    """
    wkb = _wkb(geographie_root(), niveau)
    found = [code for code in codes if code in wkb]
    return dict(zip(found, shapely.from_wkb([wkb[code] for code in found]), strict=True))


def projected(shapes: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Return the shapes in flat km, north up; overseas parts as insets beside the mainland."""
    parts = {code: part_of(*_centre(shape)) for code, shape in shapes.items()}
    inset = "metropole" in parts.values() or len(set(parts.values())) > 1
    return {
        code: shapely.transform(shape, partial(project, part=parts[code], inset=inset))
        for code, shape in shapes.items()
    }


def anneaux(niveau: str, codes: Iterable[str]) -> dict[str, Anneaux]:
    """Return the rings of each code, outer rings and holes together, in flat km, north up."""
    return {code: _rings(shape) for code, shape in projected(contours(niveau, codes)).items()}


def voisins(codes: Iterable[str], niveau: str = "commune") -> dict[str, frozenset[str]]:
    """Return, for each code with a shape, those of the codes that share a border with it.

    A border is a segment in common: touching at one point is not enough.
    """
    shapes = contours(niveau, dict.fromkeys(codes))
    names = list(shapes)
    owners, segments = _segments(list(shapes.values()))
    _, group = np.unique(segments, axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    owners, group = owners[order], group.ravel()[order]
    shared = (group[1:] == group[:-1]) & (owners[1:] != owners[:-1])
    found: dict[str, set[str]] = {name: set() for name in names}
    for left, right in zip(owners[:-1][shared], owners[1:][shared], strict=True):
        found[names[left]].add(names[right])
        found[names[right]].add(names[left])
    return {name: frozenset(others) for name, others in found.items()}


def is_contiguous(codes: Iterable[str]) -> bool:
    """Tell whether one can walk through every commune that has a shape without leaving them."""
    around = voisins(codes)
    if not around:
        return True
    seen: set[str] = set()
    waiting = [next(iter(around))]
    while waiting:
        code = waiting.pop()
        if code not in seen:
            seen.add(code)
            waiting.extend(around[code] - seen)
    return len(seen) == len(around)


def _segments(shapes: list[BaseGeometry]) -> tuple[np.ndarray, np.ndarray]:
    """Return the owner and the two ends, in a fixed order, of every segment of every ring."""
    rings, owner = shapely.get_rings(shapely.get_parts(shapes), return_index=True)
    _, part_owner = shapely.get_parts(shapes, return_index=True)
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    same = ring_of[1:] == ring_of[:-1]
    start, end = points[:-1][same], points[1:][same]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    first = np.where(swap[:, None], end, start)
    second = np.where(swap[:, None], start, end)
    return part_owner[owner[ring_of[:-1][same]]], np.hstack([first, second])


def _rings(shape: BaseGeometry) -> Anneaux:
    return tuple(
        tuple((float(x), float(y)) for x, y in np.round(shapely.get_coordinates(r), _DECIMALS_KM))
        for r in shapely.get_rings(shapely.get_parts(shape))
    )


def _centre(shape: BaseGeometry) -> tuple[float, float]:
    west, south, east, north = shapely.bounds(shape)
    return (west + east) / 2, (south + north) / 2


@cache
def _wkb(root: Path, niveau: str) -> dict[str, bytes]:
    rows = read_table("contours", root).filter(pl.col("niveau") == niveau)
    if "wkt" in rows.columns:
        return dict(
            zip(rows["code"], shapely.to_wkb(shapely.from_wkt(rows["wkt"].to_list())), strict=True)
        )
    return dict(zip(rows["code"], rows["wkb"], strict=True))
