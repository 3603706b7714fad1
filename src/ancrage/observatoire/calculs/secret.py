"""Disclosure control of linked tables: which cells must be masked so that no small count leaks.

Every cell, shown or not, is a variable of one sparse system A x = 0 (a total minus its parts);
a shown cell is a constant. What a reader may deduce is the set of tables of whole numbers that
satisfy the equations. The rule, checked for each small count by two linear programmes:

- from the figures alone, its lowest and highest possible values are at least a threshold apart;
- knowing the marks too (`secret`: from 1 to threshold − 1, from 0 where zeros are masked;
  `secret_secondaire`: any count), at least two values stay possible;
- and no equation leaves a sum of masked cells under the threshold.

Where the figures fail, the dual prices of the programme name the equations that betray the cell:
their cheapest shown cell is masked. Where the marks alone fail (six marks « at least 1 » under a
shown total of 6), one of them is blurred into `secret_secondaire`: no figure is lost. Then the
audit starts again. A table found possible once stays possible: masks only widen the choice, so
that each cell is examined until two witnesses are found. Deterministic: same input, same masks.

References: Hundepool et al., Statistical Disclosure Control (Wiley, 2012), ch. 4, for the
attacker's programme and the linked tables; τ-Argus and Insee's rtauargus for the practice
(primary rule, then modular treatment of linked hierarchical tables). Not optimal: it masks
enough, not the least possible.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ancrage.observatoire.calculs.entrees import check_counts
from ancrage.observatoire.erreurs import Erreur

Nombres = npt.NDArray[np.float64]
Drapeaux = npt.NDArray[np.bool_]
Rangs = npt.NDArray[np.int64]
Statuts = npt.NDArray[np.str_]
OUVERT, SECRET, SECONDAIRE, INTERNE = "", "secret", "secret_secondaire", "interne"
NEAR = 2000  # a larger block is searched around each cell first
_TINY = 1e-6


@dataclass(frozen=True)
class Tables:
    """Linked tables: n cells, and equations (m × n) whose every row gives zero.

    `shown`: cells that a reader sees when open (the others are rests, or pieces of areas).
    `cost`: the lowest is masked first. `public`: cells already in public hands, that can be
    masked no more; `masked`: cells that an earlier publication hid, that can be shown no more.
    `zero_secret`: zeros are masked like small counts.
    """

    counts: Nombres
    equations: sparse.csr_array
    seuil: int
    shown: Drapeaux
    cost: Nombres
    public: Drapeaux | None = None
    masked: Drapeaux | None = None
    zero_secret: bool = False

    def __post_init__(self) -> None:
        check_counts(self.counts, "counts")
        if self.seuil < 2:
            raise Erreur(
                "seuil_invalide",
                f"Seuil de secret inutilisable : {self.seuil}.",
                attendu="un nombre d'au moins 2 (plus petit effectif publiable)",
            )
        gap = np.abs(self.equations @ self.counts).max(initial=0.0)
        if gap > _TINY * max(1.0, self.counts.max(initial=0.0)):
            raise Erreur(
                "totaux_incoherents",
                f"Les tableaux liés ne s'additionnent pas (écart de {gap:g}).",
                attendu="chaque total égal à la somme de ses parties",
                remede="vérifiez que toutes les cases viennent du même extrait",
            )

    @cached_property
    def signs(self) -> sparse.csr_array:
        """Return the signs of the equations: +1 or −1 for each cell of a row."""
        signs = self.equations.copy()  # never share arrays: scipy sorts them in place
        signs.data = np.sign(signs.data)
        return signs

    @cached_property
    def small(self) -> Drapeaux:
        """Tell which counts are under the threshold."""
        low = self.counts < self.seuil - _TINY
        return low if self.zero_secret else low & (self.counts > _TINY)

    @property
    def floor(self) -> float:
        """Return the smallest count that the mark `secret` may hide."""
        return 0.0 if self.zero_secret or not self.whole else 1.0

    @cached_property
    def whole(self) -> bool:
        """Tell whether every count is whole; shared out communes give fractions."""
        return bool(np.all(np.abs(self.counts - np.round(self.counts)) < _TINY))


@dataclass(frozen=True)
class Solution:
    """Status of each cell, and the cells that nothing could protect (already published)."""

    status: Statuts
    exposed: tuple[int, ...]


def protect(tables: Tables) -> Solution:
    """Mask the small counts, then what would reveal them."""
    status = primary(tables)
    _close_rests(tables, status)
    audit = _Audit(tables)
    exposed: set[int] = set()
    while True:
        changes: dict[int, str] = {}
        for block in _blocks(tables, status, audit.tight(exposed)):
            for gap in audit.examine(block, exposed):
                chosen = block.remedy(gap)
                if chosen is None:
                    exposed.add(gap.cell)
                else:
                    changes[chosen] = SECONDAIRE
        if not changes:
            return Solution(status, tuple(sorted(exposed)))
        for cell, mark in changes.items():
            status[cell] = mark
        _close_rests(tables, status)


def primary(tables: Tables) -> Statuts:
    """Return the marks before any subtraction is looked at."""
    small = tables.small if tables.public is None else tables.small & ~tables.public
    marks = np.where(small, SECRET, OUVERT).astype("<U20")
    if tables.masked is not None:
        marks[tables.masked & ~small] = SECONDAIRE
    return np.where(tables.shown, marks, INTERNE)


def intervals(tables: Tables, status: Statuts, marks: bool = True) -> tuple[Nombres, Nombres]:
    """Return the lowest and highest count that each cell may have, with or without the marks."""
    low, high = tables.counts.copy(), tables.counts.copy()
    for block in _blocks(tables, status, np.flatnonzero(status != OUVERT)):
        for position, cell in enumerate(block.cells):
            low[cell] = block.extreme(position, 1, marks)[position]
            high[cell] = block.extreme(position, -1, marks)[position]
    return low, high


def find_exposed(tables: Tables, status: Statuts) -> list[int]:
    """Return the cells that break the rule under these marks."""
    audit = _Audit(tables)
    small = audit.tight(set())
    small = small[status[small] != OUVERT]
    blocks = _blocks(tables, status, small)
    return sorted({gap.cell for block in blocks for gap in audit.examine(block, set())})


def _close_rests(tables: Tables, status: Statuts) -> None:
    """Mask one more cell in each equation that leaves one masked cell, or a small sum of them."""
    links, usable = tables.equations, _usable(tables)
    while True:
        hidden = _unknown(tables, status)
        masked = 0
        for row in _betraying(tables, hidden, np.arange(links.shape[0])):
            cells = links.indices[links.indptr[row] : links.indptr[row + 1]]
            free = cells[(status[cells] == OUVERT) & usable[cells]]
            # A cell masked for an earlier equation may already have closed this one.
            if len(free) and _betraying(tables, hidden, np.array([row])).size:
                chosen = _cheapest(tables, free)
                status[chosen], hidden[chosen] = SECONDAIRE, True
                masked += 1
        if not masked:
            return


def _betraying(tables: Tables, hidden: Drapeaux, rows: Rangs) -> Rangs:
    """Return the equations that give away a masked cell, or a small sum of masked cells."""
    signs = tables.signs[rows]
    number = abs(signs) @ hidden.astype(float)
    one_sided = np.abs(signs @ hidden.astype(float)) == number
    rest = np.abs(tables.equations[rows] @ np.where(hidden, tables.counts, 0.0))
    small = one_sided & (rest > _TINY) & (rest < tables.seuil - _TINY)
    return rows[(number == 1) | small]


def _unknown(tables: Tables, status: Statuts) -> Drapeaux:
    """Tell which cells a reader cannot write down; a rest is known once all the others are."""
    hidden = status != OUVERT
    harmless = (status == INTERNE) & ~tables.small
    terms = abs(tables.signs)
    while True:
        alone = np.flatnonzero(terms @ hidden.astype(float) == 1)
        cells = np.unique(tables.signs[alone].indices)
        known = cells[hidden[cells] & harmless[cells]]
        if not len(known):
            return hidden
        hidden[known] = False


def _usable(tables: Tables) -> Drapeaux:
    """Tell which cells may be masked for another: a zero would protect nothing."""
    free = tables.shown & (tables.counts > _TINY)
    return free if tables.public is None else free & ~tables.public


def _cheapest(tables: Tables, cells: Rangs) -> int:
    order = np.lexsort((cells, tables.counts[cells], tables.cost[cells]))
    return int(cells[order[0]])


@dataclass(frozen=True)
class _Gap:
    """A small count left too little room, knowing the marks or not."""

    cell: int
    marks: bool


class _Audit:
    """The lowest and highest value already found possible for each cell, in both readings."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.low = {marks: tables.counts.copy() for marks in (True, False)}
        self.high = {marks: tables.counts.copy() for marks in (True, False)}
        self.need = {True: 1.0, False: float(tables.seuil)}
        # A zero that is never shown is nobody's count; a public one is known.
        watched = tables.small & (tables.shown | (tables.counts > _TINY))
        self.watched = watched if tables.public is None else watched & ~tables.public

    def _narrow(self, cells: Rangs, marks: bool) -> Drapeaux:
        room = self.high[marks][cells] - self.low[marks][cells]
        return self.watched[cells] & (room < self.need[marks] - _TINY)

    def tight(self, exposed: set[int]) -> Rangs:
        """Return the small cells whose room is not proven yet."""
        every = np.arange(len(self.tables.counts))
        found = np.flatnonzero(self._narrow(every, True) | self._narrow(every, False))
        return found[~np.isin(found, list(exposed))]

    def examine(self, block: "_Block", exposed: set[int]) -> Iterator[_Gap]:
        """Search for witnesses, near each cell then everywhere; yield what fails."""
        gaps: dict[int, _Gap] = {}
        for marks in (True, False):
            if len(block.cells) > NEAR:
                for position in self._narrow_in(block, marks):
                    if self._narrow(block.cells[[position]], marks)[0]:
                        self._search(block.near(position), marks)
            for cell in self._search(block, marks, exposed):
                gaps.setdefault(cell, _Gap(cell, marks))
        yield from gaps.values()

    def _narrow_in(self, block: "_Block", marks: bool) -> Rangs:
        return np.flatnonzero(self._narrow(block.cells, marks))

    def _search(self, block: "_Block", marks: bool, exposed: set[int] | None = None) -> list[int]:
        """Push all tight cells together, then each one where `exposed` says what to leave."""
        for sense in (-1, 1):
            before = -1
            # One table serves many cells at once: go on as long as it serves some.
            while (positions := self._narrow_in(block, marks)).size not in (0, before):
                before = positions.size
                self._push(block, positions, sense, marks)
        # Around one cell, that cell is the first: only it is worth two more programmes.
        alone = [0] if exposed is None else self._narrow_in(block, marks)
        left = []
        for position in alone:
            cell = block.cells[[position]]
            for sense in (-1, 1):
                if int(cell[0]) not in (exposed or ()) and self._narrow(cell, marks)[0]:
                    self._push(block, position, sense, marks)
            if int(cell[0]) not in (exposed or ()) and self._narrow(cell, marks)[0]:
                left.append(int(cell[0]))
        return left

    def _push(self, block: "_Block", positions: Any, sense: int, marks: bool) -> None:
        witness = block.extreme(positions, sense, marks)
        # What is possible knowing the marks is possible without them.
        for reading in {marks, False}:
            low, high = self.low[reading], self.high[reading]
            low[block.cells] = np.minimum(low[block.cells], witness)
            high[block.cells] = np.maximum(high[block.cells], witness)


@dataclass
class _Block:
    """Masked cells tied together by the equations, apart from all others."""

    tables: Tables
    status: Statuts
    cells: Rangs
    rows: Rangs
    matrix: sparse.csr_array
    total: Nombres

    def _limits(self, marks: bool) -> tuple[Nombres, Nombres]:
        tables = self.tables
        secret = marks & (self.status[self.cells] == SECRET)
        most = tables.seuil - 1.0 if tables.whole else float(tables.seuil)
        cap = 10.0 * (tables.counts.max(initial=0.0) + tables.seuil)
        return np.where(secret, tables.floor, 0.0), np.where(secret, most, cap)

    def near(self, position: int) -> "_Block":
        """Return the cells around one, the first, in a larger block; others keep their count.

        What is possible there is possible in the whole block: a witness that costs little.
        """
        inside = np.array([position])
        while len(inside) < NEAR:
            rows = np.unique(self.across[inside].indices)
            reached = np.unique(self.matrix[rows].indices)
            fresh = reached[~np.isin(reached, inside)]
            inside = np.append(inside, fresh[: NEAR - len(inside)])
        rows = np.unique(self.across[inside].indices)
        outside = self.tables.counts[self.cells]
        outside[inside] = 0.0
        part = self.matrix[rows]
        total = self.total[rows] - part @ outside
        own = part[:, inside].tocsr()
        return _Block(self.tables, self.status, self.cells[inside], self.rows[rows], own, total)

    @cached_property
    def across(self) -> sparse.csr_array:
        """Return the equations of each cell."""
        return self.matrix.T.tocsr()

    def extreme(self, positions: Any, sense: int, marks: bool) -> Nombres:
        """Return a possible table where these cells are the lowest (1) or the highest (−1)."""
        weights = np.zeros(len(self.cells))
        weights[positions] = sense
        values = self._programme(weights, marks, whole=False)
        if self.tables.whole and np.any(np.abs(values - np.round(values)) > _TINY):
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

    def remedy(self, gap: _Gap) -> int | None:
        """Return the cell to mask, or whose mark to blur, that loosens this one; None if none."""
        tight, bound = self._prices(gap)
        tables, links = self.tables, self.tables.equations
        secret = bound[self.status[bound] == SECRET]
        if gap.marks and len(secret):
            # A blurred mark costs no figure; the widest total tells most by its mark.
            return int(secret[np.argmax(tables.cost[secret])])
        for rows in (tight, self.rows):
            near = np.unique(links[rows].indices)
            free = near[(self.status[near] == OUVERT) & _usable(tables)[near]]
            if len(free):
                return _cheapest(tables, free)
        return None

    def _prices(self, gap: _Gap) -> tuple[Rangs, Rangs]:
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
        held = np.abs(answer.lower.marginals) + np.abs(answer.upper.marginals) > _TINY
        return self.rows[np.abs(answer.eqlin.marginals) > _TINY], self.cells[held]


def _blocks(tables: Tables, status: Statuts, wanted: Rangs) -> Iterator[_Block]:
    """Yield the blocks of masked cells that hold at least one of the wanted cells."""
    from scipy.sparse.csgraph import connected_components

    if not len(wanted):
        return
    hidden = _unknown(tables, status)
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
        yield _Block(tables, status, unknown[inside], own, part, total[own])


def _grouped(labels: Rangs) -> dict[int, Rangs]:
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    return {int(labels[part[0]]): part for part in np.split(order, starts)[1:]}
