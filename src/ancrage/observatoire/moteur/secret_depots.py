"""Secrecy of a deposit on the closed list of areas: primary, then what subtraction would reveal.

A first complementary pass, measure by measure (methodes.md § 8.1 and 8.2): communes, EPCI,
départements, régions, France, and the two sexes with their total. It is greedy, and exact in what
it checks: no masked count, and no sum of masked counts under the threshold, is a combination of
published ones. Out of its sight: nested causes or ages, overlapping periods, other deposits. The
joint solution may replace `protect`; nothing else depends on how cells are chosen.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

Tableau = npt.NDArray[np.float64]
Drapeaux = npt.NDArray[np.bool_]
Case = tuple[int, int]  # area, sex
OUVERT, SECRET, SECONDAIRE = "", "secret", "secret_secondaire"
_TINY = 1e-7


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

    @cached_property
    def around(self) -> list[tuple[int, ...]]:
        """Return the larger areas of each commune, in the order of `communes`."""
        above = self.links.tocsc()
        spans = zip(above.indptr[:-1], above.indptr[1:], self.communes, strict=True)
        return [
            tuple(int(area) for area in sorted(above.indices[start:end]) if area != row)
            for start, end, row in spans
        ]


def protect(cases: Cases, seuil: int) -> npt.NDArray[np.str_]:
    """Return the status of each cell: « » (may be shown), secret or secret_secondaire."""
    small = cases.answered & (cases.observed > 0) & (cases.observed < seuil)
    status = np.where(small, SECRET, OUVERT).astype("<U20")
    while cells := _exposed(cases, status, seuil):
        for cell in cells:
            status[cell] = SECONDAIRE
    return status


def _exposed(cases: Cases, status: npt.NDArray[np.str_], seuil: int) -> list[Case]:
    """Return the next cells to mask; none when nothing small can be computed."""
    shown = cases.answered & (status == OUVERT)
    return (
        _sexes_leak(cases, shown, seuil)
        or _members_leak(cases, shown, seuil)
        or _combination_leak(cases, shown, status, seuil)
    )


def _sexes_leak(cases: Cases, shown: Drapeaux, seuil: int) -> list[Case]:
    """A shown total minus the shown sex gives the other one, too small."""
    if cases.parts == 1:
        return []
    parts = slice(0, cases.parts)
    rest = np.where(shown[:, parts], 0.0, cases.observed[:, parts]).sum(axis=1)
    leaks = np.flatnonzero(shown[:, -1] & (rest > _TINY) & (rest < seuil))
    sexes = range(cases.parts)
    return [
        _smallest(cases, shown, [(int(row), part) for part in sexes]) or (int(row), cases.parts)
        for row in leaks
    ]


def _members_leak(cases: Cases, shown: Drapeaux, seuil: int) -> list[Case]:
    """A shown area minus its shown communes leaves a sum of masked ones, too small."""
    local = cases.communes
    hidden = np.where(shown[local], 0.0, cases.observed[local])
    rest = np.asarray(cases.links @ hidden)
    leaks = shown & (rest > _TINY) & (rest < seuil)
    leaks[local] = False
    for row, column in np.argwhere(leaks)[:1]:
        members = local[cases.links[[row]].indices]
        cells = [(int(member), int(column)) for member in members]
        # One at a time: what protects an EPCI often protects its département too.
        return [_smallest(cases, shown, cells) or (int(row), int(column))]
    return []


def _smallest(cases: Cases, shown: Drapeaux, cells: list[Case]) -> Case | None:
    """Return the shown cell with the smallest count; a zero would protect nothing."""
    usable = [cell for cell in cells if shown[cell] and cases.observed[cell] > _TINY]
    return min(usable, key=lambda cell: cases.observed[cell], default=None)


def _combination_leak(
    cases: Cases, shown: Drapeaux, status: npt.NDArray[np.str_], seuil: int
) -> list[Case]:
    """Some combinations of shown cells equal masked ones: mask the smallest term of each."""
    system = _System(cases, shown)
    targets = system.targets(status, seuil)
    if not targets.size or not system.rows.size:
        return []
    scale = np.linalg.norm(targets, axis=1)
    weights, *_ = np.linalg.lstsq(system.rows.T, targets.T, rcond=None)
    gaps = np.linalg.norm(system.rows.T @ weights - targets.T, axis=0) / scale
    chosen: list[Case] = []
    for found in np.flatnonzero(gaps < _TINY):
        terms = np.flatnonzero(np.abs(weights[:, found]) > _TINY)
        cells = [cell for term in terms for cell in system.cells[int(term)]]
        if not set(cells) & set(chosen):  # else this combination is broken already
            usable = [cell for cell in cells if cases.observed[cell] > _TINY]
            chosen.append(min(usable or cells, key=lambda cell: cases.observed[cell]))
    return chosen


class _System:
    """The shown cells as equations on the masked ones, like communes put together.

    Two communes of the same areas with the same masked cells cannot be told apart by any
    combination: only their sum is an unknown.
    """

    def __init__(self, cases: Cases, shown: Drapeaux) -> None:
        self.cases, self.shown, self.parts = cases, shown, cases.parts
        local = cases.communes
        groups: dict[tuple[tuple[int, ...], tuple[bool, ...]], list[int]] = {}
        for row, around in zip(local, cases.around, strict=True):
            seen = tuple(bool(flag) for flag in shown[row])
            if not all(seen[: self.parts]):
                groups.setdefault((around, seen), []).append(int(row))
        self.groups = [(set(key[0]), key[1], rows) for key, rows in groups.items()]
        self.rows, self.cells = self._equations()

    def _vector(self, area: int, column: int) -> Tableau:
        """Write a cell of an area on the unknowns (the known communes are constants)."""
        vector = np.zeros((len(self.groups), self.parts))
        for index, (around, seen, rows) in enumerate(self.groups):
            if area in around or rows == [area]:
                vector[index] = self._unknown(seen, column)
        return vector.ravel()

    def _unknown(self, seen: tuple[bool, ...], column: int) -> list[float]:
        return [
            float(not seen[part] and (column in (part, self.parts) or self.parts == 1))
            for part in range(self.parts)
        ]

    def _equations(self) -> tuple[Tableau, list[list[Case]]]:
        rows: list[Tableau] = []
        cells: list[list[Case]] = []
        local = set(self.cases.communes.tolist())
        for area, column in np.argwhere(self.shown):
            if int(area) in local:
                continue
            vector = self._vector(int(area), int(column))
            if vector.any():
                rows.append(vector)
                cells.append([(int(area), int(column))])
        for index, (_, seen, members) in enumerate(self.groups):
            if self.parts > 1 and seen[self.parts]:
                vector = np.zeros((len(self.groups), self.parts))
                vector[index] = self._unknown(seen, self.parts)
                rows.append(vector.ravel())
                cells.append([(member, self.parts) for member in members])
        return np.array(rows), cells

    def targets(self, status: npt.NDArray[np.str_], seuil: int) -> Tableau:
        """Return what must stay unknown: small areas, small communes alone, small sums."""
        found: list[Tableau] = []
        local = set(self.cases.communes.tolist())
        for area, column in np.argwhere(status == SECRET):
            if int(area) not in local:
                found.append(self._vector(int(area), int(column)))
        columns = range(self.parts + 1 if self.parts > 1 else 1)
        for index, (_, seen, rows) in enumerate(self.groups):
            for column in columns:
                total = self.cases.observed[rows, column].sum()
                if not seen[column] and _TINY < total < seuil:
                    vector = np.zeros((len(self.groups), self.parts))
                    vector[index] = self._unknown(seen, column)
                    found.append(vector.ravel())
        return np.array([vector for vector in found if vector.any()])
