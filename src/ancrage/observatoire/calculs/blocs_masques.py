"""Masked cells tied together, and the two programmes that tell how far each of them is known."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from ancrage.observatoire.calculs.tables_liees import (
    OUVERT,
    SECRET,
    TINY,
    Nombres,
    Rangs,
    Statuts,
    Tables,
    blurrable_cells,
    cheapest,
    limits,
    unknown_cells,
    usable_cells,
)

NEAR = 4000  # in a larger block, room is first searched around each cell
CORE = 250  # in a larger block, the lack of room is first searched around each cell


@dataclass(frozen=True)
class Gap:
    """A small count left too little room, knowing the marks or not."""

    cell: int
    marks: bool


@dataclass
class Block:
    """Masked cells tied together by the equations, apart from all others."""

    tables: Tables
    status: Statuts
    cells: Rangs
    rows: Rangs
    matrix: sparse.csr_array
    total: Nombres
    bounds: dict[bool, tuple[Nombres, Nombres]] = field(default_factory=dict)

    def _limits(self, marks: bool) -> tuple[Nombres, Nombres]:
        if marks not in self.bounds:
            low, high = limits(self.tables, self.status, marks)
            self.bounds[marks] = low[self.cells], high[self.cells]
        return self.bounds[marks]

    def near(self, position: int) -> "Block":
        """Return the cells around one, the first, in a larger block; others keep their count.

        What is possible there is possible in the whole block: a witness that costs little.
        """
        inside = self._around(position, NEAR)
        rows = np.unique(self.across[inside].indices)
        outside = self.tables.counts[self.cells]
        outside[inside] = 0.0
        part = self.matrix[rows]
        return self._part(inside, rows, self.total[rows] - part @ outside)

    def core(self, position: int) -> "Block":
        """Return the cells around one, the first, with the equations that hold no other cell.

        What is impossible there is impossible in the whole block: a proof that costs little.
        """
        inside = self._around(position, CORE)
        held = np.zeros(len(self.cells))
        held[inside] = 1.0
        lengths = np.diff(self.matrix.indptr)
        rows = np.flatnonzero((self.pattern @ held == lengths) & (lengths > 0))
        return self._part(inside, rows, self.total[rows])

    def _part(self, inside: Rangs, rows: Rangs, total: Nombres) -> "Block":
        own = self.matrix[rows][:, inside].tocsr()
        return Block(self.tables, self.status, self.cells[inside], self.rows[rows], own, total)

    def _around(self, position: int, size: int) -> Rangs:
        inside = np.array([position])
        while len(inside) < size:
            rows = np.unique(self.across[inside].indices)
            reached = np.unique(self.matrix[rows].indices)
            fresh = reached[~np.isin(reached, inside)]
            inside = np.append(inside, fresh[: size - len(inside)])
        return inside

    @cached_property
    def pattern(self) -> sparse.csr_array:
        """Return 1 where an equation holds a cell."""
        return abs(self.matrix).sign()

    @cached_property
    def across(self) -> sparse.csr_array:
        """Return the equations of each cell."""
        return self.matrix.T.tocsr()

    def extreme(self, positions: Any, sense: int, marks: bool) -> Nombres:
        """Return a possible table where these cells are the lowest (1) or the highest (−1)."""
        weights = np.zeros(len(self.cells))
        weights[positions] = sense
        values = self._programme(weights, marks, whole=False)
        if self.tables.whole and np.any(np.abs(values - np.round(values)) > TINY):
            values = self._programme(weights, marks, whole=True)
        return values

    def _programme(self, weights: Nombres, marks: bool, whole: bool) -> Nombres:
        from scipy.optimize import Bounds, LinearConstraint, milp

        answer = milp(
            weights,
            integrality=np.full(len(weights), int(whole)),
            bounds=Bounds(*self._limits(marks)),
            constraints=LinearConstraint(self.matrix, self.total, self.total),
        )
        # The true table satisfies everything: without an answer, it stands for the only one.
        truth = self.tables.counts[self.cells]
        return truth if answer.x is None else np.asarray(answer.x)

    def remedy(self, gap: Gap, alike: set[int]) -> int | None:
        """Return the cell to mask, or whose mark to blur, that loosens this one; None if none.

        `alike` receives the cells of the same tight equations: to be seen again after this one.
        """
        tight, bound = self._prices(gap)
        alike.update(self.tables.equations[tight].indices.tolist())
        tables, links = self.tables, self.tables.equations
        secret = bound[(self.status[bound] == SECRET) & blurrable_cells(tables)[bound]]
        if gap.marks and len(secret):
            # A blurred mark costs no figure; the widest total tells most by its mark.
            return int(secret[np.argmax(tables.cost[secret])])
        usable = usable_cells(tables)
        for rows, allowed in ((tight, usable), (self.rows, usable), (self.rows, tables.maskable)):
            near = np.unique(links[rows].indices)
            free = near[(self.status[near] == OUVERT) & allowed[near]]
            if len(free):
                return cheapest(tables, free)
        return None

    def _prices(self, gap: Gap) -> tuple[Rangs, Rangs]:
        """Return the equations and the cells whose limits hold the cell down."""
        from scipy.optimize import linprog

        weights = -(self.cells == gap.cell).astype(float)
        answer: Any = linprog(
            weights,
            A_eq=self.matrix,
            b_eq=self.total,
            bounds=np.column_stack(self._limits(gap.marks)),
            method="highs",
        )
        held = np.abs(answer.lower.marginals) + np.abs(answer.upper.marginals) > TINY
        return self.rows[np.abs(answer.eqlin.marginals) > TINY], self.cells[held]


def possible_counts(
    links: sparse.csr_array, total: Nombres, low: Nombres, high: Nombres
) -> Nombres | None:
    """Return whole counts between `low` and `high` whose sums are `total`; None if there are none.

    Where `total` has fractions (shared out communes), so may the counts.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    whole = bool(np.all(np.abs(total - np.round(total)) < TINY))
    answer = milp(
        np.zeros(len(low)),
        integrality=np.full(len(low), int(whole)),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(links, total, total),
    )
    return None if answer.x is None else np.asarray(np.round(answer.x) if whole else answer.x)


def blocks_of(tables: Tables, status: Statuts, wanted: Rangs) -> Iterator[Block]:
    """Yield the blocks of masked cells that hold at least one of the wanted cells."""
    from scipy.sparse.csgraph import connected_components

    if not len(wanted):
        return
    hidden = unknown_cells(tables, status)
    unknown = np.flatnonzero(hidden)
    total = -(tables.equations @ np.where(hidden, 0.0, tables.counts))
    matrix = tables.equations[:, unknown].tocsr()
    rows, columns = matrix.nonzero()
    height = matrix.shape[0]
    graph = sparse.coo_array(
        (np.ones(len(rows)), (rows, columns + height)), shape=(height + len(unknown),) * 2
    )
    _, labels = connected_components(graph, directed=False)
    cells, equations = _grouped(labels[height:]), _grouped(labels[:height])
    for label in np.unique(labels[height:][np.searchsorted(unknown, wanted)]):
        inside = cells[int(label)]
        own = equations.get(int(label), np.zeros(0, dtype=np.int64))
        part = matrix[own][:, inside].tocsr()
        yield Block(tables, status, unknown[inside], own, part, total[own])


def _grouped(labels: Rangs) -> dict[int, Rangs]:
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    return {int(labels[part[0]]): part for part in np.split(order, starts)[1:]}
