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
from typing import Any

import numpy as np

from ancrage.observatoire.calculs import blocs_masques
from ancrage.observatoire.calculs.acquis_publics import widest_room
from ancrage.observatoire.calculs.blocs_masques import Block, Gap, blocks_of
from ancrage.observatoire.calculs.tables_liees import (
    OUVERT,
    SECONDAIRE,
    TINY,
    Drapeaux,
    Nombres,
    Rangs,
    Statuts,
    Tables,
    blur_pinned,
    close_rests,
    flagged,
    primary,
    unknown_cells,
)


@dataclass(frozen=True)
class Solution:
    """Status of each cell, and the small ones that public hands already give or nearly give."""

    status: Statuts
    exposed: tuple[int, ...]


def protect(tables: Tables) -> Solution:
    """Mask the small counts, then what would reveal them."""
    status = primary(tables)
    close_rests(tables, status)
    blur_pinned(tables, status)
    audit = _Audit(tables)
    exposed: set[int] = set()  # what no mask could mend
    while True:
        changes: dict[int, str] = {}
        for block in blocks_of(tables, status, audit.tight(exposed)):
            told = set(exposed)
            for gap in audit.examine(block, told):
                chosen = block.remedy(gap, told)
                if chosen is None:
                    exposed.add(gap.cell)
                else:
                    changes[chosen] = SECONDAIRE
        if not changes:
            return Solution(status, tuple(sorted(exposed | audit.exposed)))
        for cell, mark in changes.items():
            status[cell] = mark
        close_rests(tables, status)
        blur_pinned(tables, status)


def intervals(tables: Tables, status: Statuts, marks: bool = True) -> tuple[Nombres, Nombres]:
    """Return the lowest and highest count that each cell may have, with or without the marks."""
    low, high = tables.counts.copy(), tables.counts.copy()
    for block in blocks_of(tables, status, np.flatnonzero(unknown_cells(tables, status))):
        for position, cell in enumerate(block.cells):
            low[cell] = block.extreme(position, 1, marks)[position]
            high[cell] = block.extreme(position, -1, marks)[position]
    return low, high


def find_exposed(tables: Tables, status: Statuts) -> list[int]:
    """Return the cells that break the rule under these marks, beyond what is public anyway."""
    audit = _Audit(tables)
    small = audit.tight(set())
    small = small[status[small] != OUVERT]
    blocks = blocks_of(tables, status, small)
    return sorted({gap.cell for block in blocks for gap in audit.examine(block, set())})


class _Audit:
    """The lowest and highest value already found possible for each cell, in both readings."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.low = {marks: tables.counts.copy() for marks in (True, False)}
        self.high = {marks: tables.counts.copy() for marks in (True, False)}
        rule = {True: 1.0, False: float(tables.seuil)}
        room = {marks: widest_room(tables, marks) for marks in rule}
        self.need = {marks: np.minimum(rule[marks], room[marks]) for marks in rule}
        self.watched = tables.watched
        short = (room[True] < rule[True] - TINY) | (room[False] < rule[False] - TINY)
        lost = tables.small & tables.shown & flagged(tables, tables.known)
        self.exposed = set(np.flatnonzero(self.watched & short | lost).tolist())

    def _narrow(self, cells: Rangs, marks: bool) -> Drapeaux:
        room = self.high[marks][cells] - self.low[marks][cells]
        return self.watched[cells] & (room < self.need[marks][cells] - TINY)

    def tight(self, exposed: set[int]) -> Rangs:
        """Return the small cells whose room is not proven yet."""
        every = np.arange(len(self.tables.counts))
        found = np.flatnonzero(self._narrow(every, True) | self._narrow(every, False))
        return found[~np.isin(found, list(exposed))]

    def examine(self, block: Block, told: set[int]) -> Iterator[Gap]:
        """Search for witnesses, near each cell then everywhere; yield what fails, one by one.

        The cells of `told` are left; the caller may add some between two gaps.
        """
        for marks in (True, False):
            self._search_around(block, marks)
            whole = False
            for position in self._narrow_in(block, marks):
                cell = int(block.cells[position])
                if cell in told or not self._is_narrow(block, position, marks):
                    continue
                if not self._is_pinned(block, position, marks):
                    if not whole:
                        self._push_together(block, marks)
                        whole = True
                    if self._push_alone(block, position, marks):
                        continue
                told.add(cell)
                yield Gap(cell, marks)

    def _search_around(self, block: Block, marks: bool) -> None:
        """Search a large block for witnesses around each tight cell: they cost little."""
        if len(block.cells) <= blocs_masques.NEAR:
            return
        for position in self._narrow_in(block, marks):
            if self._is_narrow(block, position, marks):
                near = block.near(position)
                self._push_together(near, marks)
                self._push_alone(near, 0, marks)  # that cell is the first

    def _is_narrow(self, block: Block, position: int, marks: bool) -> bool:
        return bool(self._narrow(block.cells[[position]], marks)[0])

    def _is_pinned(self, block: Block, position: int, marks: bool) -> bool:
        """Tell whether the equations around a cell are enough to leave it too little room."""
        if len(block.cells) <= blocs_masques.CORE:
            return False
        core = block.core(position)
        low, high = (core.extreme(0, sense, marks)[0] for sense in (1, -1))
        need = self.need[marks][block.cells[position]]
        return bool(high - low < need - TINY)

    def _narrow_in(self, block: Block, marks: bool) -> Rangs:
        return np.flatnonzero(self._narrow(block.cells, marks))

    def _push_together(self, block: Block, marks: bool) -> None:
        """Push all tight cells at once: one table serves many, go on as long as it serves some."""
        for sense in (-1, 1):
            before = -1
            while (positions := self._narrow_in(block, marks)).size not in (0, before):
                before = positions.size
                self._push(block, positions, sense, marks)

    def _push_alone(self, block: Block, position: int, marks: bool) -> bool:
        """Push one cell as far as it goes, up then down; tell whether it has its room."""
        cell = block.cells[[position]]
        for sense in (-1, 1):
            if self._narrow(cell, marks)[0]:
                self._push(block, position, sense, marks)
        return not self._narrow(cell, marks)[0]

    def _push(self, block: Block, positions: Any, sense: int, marks: bool) -> None:
        witness = block.extreme(positions, sense, marks)
        # What is possible knowing the marks is possible without them.
        for reading in {marks, False}:
            low, high = self.low[reading], self.high[reading]
            low[block.cells] = np.minimum(low[block.cells], witness)
            high[block.cells] = np.maximum(high[block.cells], witness)
