"""Secrecy of a deposit on the closed list of areas, all its counts solved together.

Communes, EPCI, départements, régions and France, astride or nested; the two sexes and their
total; counts nested in one another (cancers among all deaths, deaths under 65 among those of any
age), with the rest that a subtraction would give. Out of sight: what other files tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ancrage.observatoire.calculs import secret
from ancrage.observatoire.calculs.secret import OUVERT, SECONDAIRE, SECRET

__all__ = ["OUVERT", "SECONDAIRE", "SECRET", "Cases", "protect", "protect_together"]

Tableau = npt.NDArray[np.float64]
Drapeaux = npt.NDArray[np.bool_]
Statuts = npt.NDArray[np.str_]
Element = tuple[str, int]  # cause of the extract, rank of the age band
Case = tuple[str, int, int]  # count, area (−1 − rank for a piece), column


@dataclass(frozen=True)
class Cases:
    """The cells of one measure: counts (area, sex), the sexes' parts first, their total last.

    `links` (areas × communes); `answered`: cells with a known count; `communes`: row of each
    commune among the areas. With one sex only, there is one column and no total.
    """

    observed: Tableau
    answered: Drapeaux
    links: sparse.csr_array
    communes: npt.NDArray[np.int64]

    @property
    def parts(self) -> int:
        """Return how many sexes are told apart."""
        return max(1, self.observed.shape[1] - 1)


def protect(cases: Cases, seuil: int) -> Statuts:
    """Return the status of each cell: « » (may be shown), secret or secret_secondaire."""
    return protect_together({"": cases}, {"": frozenset()}, seuil)[""]


def protect_together(
    cases: Mapping[str, Cases], contents: Mapping[str, frozenset[Element]], seuil: int
) -> dict[str, Statuts]:
    """Return the status of each cell of several measures; `contents` says what each one counts."""
    system = _System()
    for name, item in cases.items():
        system.add_measure(name, item)
    for whole, parts in _nested(contents):
        system.add_nested(whole, parts, cases, contents)
    tables = system.tables(seuil)
    status = secret.protect(tables).status
    return {name: system.read(name, item, status) for name, item in cases.items()}


def _nested(
    contents: Mapping[str, frozenset[Element]],
) -> list[tuple[str, tuple[str, ...]]]:
    """List « whole, parts »: each measure with those it contains, disjoint ones put together."""
    found = []
    for whole, content in contents.items():
        inside = sorted((n for n in contents if contents[n] < content), key=lambda n: (
            -len(contents[n]), n
        ))  # fmt: skip
        groups: list[list[str]] = []
        for name in inside:
            for group in groups:
                if all(contents[name].isdisjoint(contents[other]) for other in group):
                    group.append(name)
                    break
            else:
                groups.append([name])
        found += [(whole, tuple(group)) for group in groups]
    return found


class _System:
    """Cells and equations of all the measures, written one after the other."""

    def __init__(self) -> None:
        self.ranks: dict[Case, int] = {}
        self.counts: list[float] = []
        self.shown: list[bool] = []
        self.cost: list[float] = []
        self.equations: list[tuple[int, list[int]]] = []

    def _add(self, case: Case, count: float, shown: bool, cost: float) -> None:
        self.ranks[case] = len(self.counts)
        self.counts.append(float(count))
        self.shown.append(shown)
        self.cost.append(cost)

    def add_measure(self, name: str, cases: Cases) -> None:
        """Write the cells of a measure, its totals over the sexes and over the communes."""
        sizes = np.asarray(cases.links.sum(axis=1)).ravel()
        for area, column in np.argwhere(cases.answered):
            both = cases.parts > 1 and column == cases.parts
            cost = 2.0 * sizes[area] + both
            self._add((name, int(area), int(column)), cases.observed[area, column], True, cost)
        for area in np.flatnonzero(cases.answered.all(axis=1)):
            self._add_sexes(name, int(area), cases.parts)
        for total, parts in self._add_pieces(name, cases):
            for column in range(cases.observed.shape[1]):
                cells = [self.ranks[name, part, column] for part in parts]
                self.equations.append((self.ranks[name, total, column], cells))

    def _add_sexes(self, name: str, area: int, parts: int) -> None:
        if parts > 1:
            cells = [self.ranks[name, area, part] for part in range(parts)]
            self.equations.append((self.ranks[name, area, parts], cells))

    def _add_pieces(self, name: str, cases: Cases) -> list[tuple[int, list[int]]]:
        """Cut the larger areas where they overlap; return each area with its parts.

        A piece is a set of communes that belong to the same areas. Where an area is exactly one
        piece (an EPCI inside its département), its own cell stands for it.
        """
        local = set(cases.communes.tolist())
        answered: Drapeaux = np.array(cases.answered.all(axis=1))
        spans = zip(cases.links.indptr[:-1], cases.links.indptr[1:], strict=True)
        members = {
            area: tuple(sorted(cases.links.indices[start:end].tolist()))
            for area, (start, end) in enumerate(spans)
            if answered[area] and area not in local
        }
        larger = sorted(members, key=lambda area: (len(members[area]), area))
        above: dict[int, tuple[int, ...]] = {}
        for area in larger:
            for commune in members[area]:
                above[commune] = (*above.get(commune, ()), area)
        pieces: dict[tuple[int, ...], list[int]] = {}
        for commune in sorted(above):
            pieces.setdefault(above[commune], []).append(commune)
        named: dict[tuple[int, ...], int] = {}
        made: list[tuple[int, list[int]]] = []
        for rank, (areas, communes) in enumerate(pieces.items()):
            same = [area for area in areas if members[area] == tuple(communes)]
            rows = [int(cases.communes[commune]) for commune in communes]
            if len(rows) == 1:
                named[areas] = rows[0]
                continue
            named[areas] = same[0] if same else -1 - rank
            if not same:
                self._add_piece(name, -1 - rank, cases, rows)
            made.append((named[areas], rows))
        for area in larger:
            parts = [named[areas] for areas in pieces if area in areas]
            if parts != [area]:
                made.append((area, parts))
        return made

    def _add_piece(self, name: str, piece: int, cases: Cases, rows: list[int]) -> None:
        for column, count in enumerate(cases.observed[rows].sum(axis=0)):
            self._add((name, piece, column), count, False, 0.0)
        self._add_sexes(name, piece, cases.parts)

    def add_nested(
        self,
        whole: str,
        parts: tuple[str, ...],
        cases: Mapping[str, Cases],
        contents: Mapping[str, frozenset[Element]],
    ) -> None:
        """Write a measure as the sum of some others and of a rest that is never shown."""
        full = frozenset().union(*(contents[part] for part in parts)) == contents[whole]
        known = cases[whole].answered.copy()
        for part in parts:
            known &= cases[part].answered
        name = f"{whole} sans {', '.join(parts)}"
        for area, column in np.argwhere(known):
            place = int(area), int(column)
            total = self.ranks[(whole, *place)]
            cells = [self.ranks[(part, *place)] for part in parts]
            if not full:
                rest = self.counts[total] - sum(self.counts[cell] for cell in cells)
                self._add((name, *place), max(0.0, rest), False, 0.0)
                cells.append(self.ranks[(name, *place)])
            self.equations.append((total, cells))

    def tables(self, seuil: int) -> secret.Tables:
        """Return the linked tables to protect."""
        size = [1 + len(parts) for _, parts in self.equations]
        columns = [cell for total, parts in self.equations for cell in (total, *parts)]
        values = [sign for count in size for sign in (1.0, *[-1.0] * (count - 1))]
        links = sparse.csr_array(
            (values, columns, np.cumsum([0, *size])), shape=(len(size), len(self.counts))
        )
        return secret.Tables(
            np.array(self.counts), links, seuil, np.array(self.shown, dtype=bool),
            np.array(self.cost),
        )  # fmt: skip

    def read(self, name: str, cases: Cases, status: Statuts) -> Statuts:
        """Return the statuses of one measure; unanswered cells are open, others say why."""
        found = np.full(cases.observed.shape, OUVERT, dtype="<U20")
        for area, column in np.argwhere(cases.answered):
            found[area, column] = status[self.ranks[name, int(area), int(column)]]
        return found
