"""Clustering of territories: Ward's hierarchy, k-means consolidation, agreement of two partitions.

Ward by the nearest-neighbour chain (Lance and Williams's update on squared distances): the same
tree as the textbook algorithm in n² steps, on one n × n table (35,000 communes of France would
not fit: cluster EPCI, or the communes of one region). Classes are numbered by decreasing size,
so that two runs name them alike.

Sources: Ward 1963 (JASA 58:236); Murtagh 1983 (Computer Journal 26:354); adjusted Rand index,
Hubert & Arabie 1985 (J Classification 2:193).
"""

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.calculs.entrees import Tableau, check_numbers
from ancrage.observatoire.erreurs import Erreur

Classes = npt.NDArray[np.intp]
Fusion = tuple[int, int, float]


def ward(points: npt.ArrayLike) -> list[Fusion]:
    """Return the n − 1 merges (position, position, gain of within inertia × 2), cheapest first.

    A position stands for the cluster that holds that point.
    """
    table = check_numbers(points, "points")
    if table.ndim != 2 or len(table) < 2:
        raise Erreur(
            "trop_peu_de_territoires", "Classification impossible : il faut deux territoires."
        )
    distance = ((table[:, None, :] - table[None, :, :]) ** 2).sum(axis=-1)
    np.fill_diagonal(distance, np.inf)
    size = np.ones(len(table))
    merges: list[Fusion] = []
    chain: list[int] = []
    while len(merges) < len(table) - 1:
        if not chain:
            chain = [int(np.argmax(size > 0))]
        here = chain[-1]
        nearest = int(np.argmin(distance[here]))
        # On a tie the chain must go back, or it would never close.
        if len(chain) > 1 and distance[here, chain[-2]] <= distance[here, nearest]:
            other = chain[-2]
            del chain[-2:]
            merges.append((other, here, float(distance[here, other])))
            _merge(distance, size, other, here)
        else:
            chain.append(nearest)
    return sorted(merges, key=lambda merge: merge[2])


def _merge(distance: Tableau, size: Tableau, kept: int, gone: int) -> None:
    """Put cluster `gone` into `kept`, updating distances in place by Lance and Williams."""
    with np.errstate(invalid="ignore"):
        new = (
            (size[kept] + size) * distance[kept]
            + (size[gone] + size) * distance[gone]
            - size * distance[kept, gone]
        ) / (size[kept] + size[gone] + size)
    out = (size == 0) | (np.arange(len(size)) == kept) | (np.arange(len(size)) == gone)
    new = np.where(out, np.inf, new)
    distance[kept], distance[:, kept] = new, new
    distance[gone], distance[:, gone] = np.inf, np.inf
    size[kept] += size[gone]
    size[gone] = 0


def cut(merges: list[Fusion], classes: int) -> Classes:
    """Return the class of each point when the tree is cut into `classes`."""
    count = len(merges) + 1
    if not 1 <= classes <= count:
        raise Erreur(
            "classes_impossibles",
            f"Classification impossible : {classes} classes pour {count} territoires.",
        )
    parent = list(range(count))

    def root(point: int) -> int:
        while parent[point] != point:
            point = parent[point]
        return point

    for one, other, _ in merges[: count - classes]:
        parent[root(other)] = root(one)
    return by_size(np.array([root(point) for point in range(count)]))


def consolidate(points: npt.ArrayLike, start: npt.ArrayLike) -> Classes:
    """Return the k-means classes reached from a partition (Lloyd's moves until nothing moves)."""
    table, classes = check_numbers(points, "points"), np.asarray(start, dtype=np.intp)
    number = int(classes.max()) + 1
    while True:
        # An emptied class keeps no centre: nobody can join it again.
        filled = [k for k in range(number) if (classes == k).any()]
        centres = np.stack([table[classes == k].mean(axis=0) for k in filled])
        moved = np.array(filled)[nearest_centre(table, centres)]
        if (moved == classes).all():
            return by_size(classes)
        classes = moved


def nearest_centre(points: Tableau, centres: Tableau) -> Classes:
    """Return the position of the nearest centre of each point."""
    return ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=-1).argmin(axis=1)


def by_size(classes: npt.NDArray[np.intp]) -> Classes:
    """Return the classes renumbered 0, 1, … by decreasing size, ties in order of appearance."""
    _, first, inverse, counts = np.unique(
        classes, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -counts))
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    return rank[inverse]


def adjusted_rand(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """Return Hubert and Arabie's agreement of two partitions: 1 identical, 0 as by chance."""
    first, second = np.asarray(one), np.asarray(other)
    if first.shape != second.shape or first.ndim != 1 or first.size < 2:
        raise Erreur(
            "formes_inegales", "Accord impossible : les deux partitions n'ont pas la même taille."
        )
    rows, columns = (
        np.unique(first, return_inverse=True)[1],
        np.unique(second, return_inverse=True)[1],
    )
    crossed = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(crossed, (rows, columns), 1)

    def pairs(counts: Tableau) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, in_one, in_other = pairs(crossed), pairs(crossed.sum(axis=1)), pairs(crossed.sum(axis=0))
    chance = in_one * in_other / pairs(np.array([first.size]))
    highest = (in_one + in_other) / 2
    return 1.0 if highest == chance else (both - chance) / (highest - chance)
