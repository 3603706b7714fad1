"""Simplified contours of the current vintage, and which areas share a border.

Communes are simplified as one coverage, so neighbours keep the same line; the other levels are
their unions. Show `referentiel.MENTION` under every map.
"""

from collections.abc import Iterable
from functools import cache
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
    """Return the shapes in flat km, north up; overseas parts as insets beside the mainland.

    All points go at once: shape by shape, a région takes fifteen times as long.
    """
    forms = np.array(list(shapes.values()), dtype=object)
    points, owner = shapely.get_coordinates(forms, return_index=True)
    flat = shapely.set_coordinates(forms, _flatten(points, owner, forms))
    return dict(zip(shapes, flat, strict=True))


def anneaux(niveau: str, codes: Iterable[str]) -> dict[str, Anneaux]:
    """Return the rings of each code, outer rings and holes together, in flat km, north up."""
    shapes = projected(contours(niveau, codes))
    rings, owners = _all_rings(list(shapes.values()))
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    pairs = list(map(tuple, np.round(points, _DECIMALS_KM).tolist()))
    ends = np.cumsum(np.bincount(ring_of, minlength=len(rings))).tolist()
    found: dict[str, list[Anneau]] = {code: [] for code in shapes}
    names = list(shapes)
    for owner, start, end in zip(owners.tolist(), [0, *ends], ends, strict=False):
        found[names[owner]].append(tuple(pairs[start:end]))
    return {code: tuple(outlines) for code, outlines in found.items()}


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
    rings, owner = _all_rings(shapes)
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    same = ring_of[1:] == ring_of[:-1]
    start, end = points[:-1][same], points[1:][same]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    first = np.where(swap[:, None], end, start)
    second = np.where(swap[:, None], start, end)
    return owner[ring_of[:-1][same]], np.hstack([first, second])


def _all_rings(shapes: list[BaseGeometry]) -> tuple[np.ndarray, np.ndarray]:
    """Return every ring, and the rank of the shape it belongs to."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    return rings, owner[part_of_ring]


def _flatten(points: np.ndarray, owner: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    """Return the points in flat km, each by the plane of the part of France of its shape."""
    west, south, east, north = shapely.bounds(shapes).T
    parts = np.array(
        [part_of(*c) for c in zip((west + east) / 2, (south + north) / 2, strict=True)]
    )
    met = set(parts.tolist())
    inset = "metropole" in met or len(met) > 1
    flat = np.empty_like(points)
    for part in sorted(met):
        mine = parts[owner] == part
        flat[mine] = project(points[mine], part, inset=inset)
    return flat


@cache
def _wkb(root: Path, niveau: str) -> dict[str, bytes]:
    rows = read_table("contours", root).filter(pl.col("niveau") == niveau)
    if "wkt" in rows.columns:
        return dict(
            zip(rows["code"], shapely.to_wkb(shapely.from_wkt(rows["wkt"].to_list())), strict=True)
        )
    return dict(zip(rows["code"], rows["wkb"], strict=True))
