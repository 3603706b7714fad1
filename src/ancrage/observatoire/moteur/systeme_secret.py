"""Cells and equations of all the measures that a reader may put together, as linked tables.

Areas astride or nested are cut into pieces, windows of years that overlap into blocks; two measures
of the same events are one cell; a measure that holds others leaves a rest, never shown, that a
subtraction would give.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ancrage.observatoire.calculs.blocs_masques import possible_counts
from ancrage.observatoire.calculs.tables_liees import OUVERT, SECRET, TINY, Tables
from ancrage.observatoire.erreurs import CodeSortie, Erreur

Tableau = npt.NDArray[np.float64]
Drapeaux = npt.NDArray[np.bool_]
Statuts = npt.NDArray[np.str_]
Annees = frozenset[str]
Groupe = frozenset[tuple[str, int]]  # cause of the extract, first age of the band
Place = tuple[int, int]  # area (−1 − rank for a piece), column
MONTRE = "montre"  # a count that an earlier publication shows


class Contenu(NamedTuple):
    """What a measure counts: some years of some causes and ages."""

    annees: Annees
    groupe: Groupe


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


@dataclass(frozen=True, eq=False)
class Compte:
    """One measure of one deposit: its cells and what they count.

    `marks` is None for a new deposit, whose cells may be shown or masked; otherwise it says what
    an earlier one told of each cell: « montre », a mark, or nothing. `public`: a public source
    gives these counts. A count that was erased with its deposit is NaN: its equations are left.
    """

    nom: str
    cases: Cases
    contenu: Contenu
    marks: Statuts | None = None
    public: bool = False


@dataclass
class _Cell:
    count: float
    shown: bool
    cost: float = 0.0
    mark: str = OUVERT
    known: bool = False
    harmless: bool = False
    guessed: bool = False
    derived: bool = False  # a rest, a piece, a public count: no extract gives it


class System:
    """The linked tables, written one measure after the other."""

    def __init__(self) -> None:
        self.cells: list[_Cell] = []
        self.ranks: dict[Contenu, dict[Place, int]] = {}
        self.pieces: dict[tuple[int, ...], int] = {}
        self.equations: dict[tuple[int, ...], None] = {}  # total, parts
        self.publics: set[Contenu] = set()

    def _add(self, own: dict[Place, int], place: Place, cell: _Cell) -> None:
        """Write a cell, or complete the one that counts the same events in the same place."""
        if place not in own:
            own[place] = len(self.cells)
            self.cells.append(cell)
            return
        held = self.cells[own[place]]
        if cell.known:  # a public count may differ by a few: the reader is given ours
            held.known = True
            return
        if abs(held.count - cell.count) > TINY * max(1.0, held.count):
            raise contradiction(f"comptent {held.count:g} et {cell.count:g} pour la même case")
        held.count = cell.count if np.isnan(held.count) else held.count
        held.shown = held.shown or cell.shown
        held.mark = held.mark or cell.mark

    def add_measure(self, compte: Compte) -> None:
        """Write the cells of a measure, its totals over the sexes and over the communes."""
        cases, marks = compte.cases, compte.marks
        if compte.public:
            self.publics.add(compte.contenu)
        own = self.ranks.setdefault(compte.contenu, {})
        sizes = np.asarray(cases.links.sum(axis=1)).ravel()
        for area, column in np.argwhere(cases.answered):
            mark = OUVERT if marks is None else str(marks[area, column])
            both = cases.parts > 1 and column == cases.parts
            shown = not compte.public and (marks is None or mark != OUVERT)
            cost = 2.0 * sizes[area] + both
            count = float(cases.observed[area, column])
            cell = _Cell(count, shown, cost, mark, known=compte.public, derived=compte.public)
            self._add(own, (int(area), int(column)), cell)
        columns = np.flatnonzero(cases.answered.any(axis=0)).tolist()
        for area in np.flatnonzero(cases.answered.all(axis=1)):
            self._add_sexes(own, int(area), cases.parts)
        for total, parts in self._add_pieces(own, cases, columns):
            for column in columns:
                self._add_equation(own[total, column], [own[part, column] for part in parts])

    def _add_equation(self, total: int, parts: list[int]) -> None:
        self.equations[(total, *parts)] = None

    def _add_sexes(self, own: dict[Place, int], area: int, parts: int) -> None:
        if parts > 1:
            self._add_equation(own[area, parts], [own[area, part] for part in range(parts)])

    def _add_pieces(
        self, own: dict[Place, int], cases: Cases, columns: list[int]
    ) -> list[tuple[int, list[int]]]:
        """Cut the larger areas where they overlap; return each area with its parts.

        A piece is a set of communes that belong to the same areas. Where an area is exactly one
        piece (an EPCI inside its département), its own cell stands for it.
        """
        members = _larger(cases)
        named: dict[tuple[int, ...], int] = {}
        made: list[tuple[int, list[int]]] = []
        pieces = _pieces(members)
        for areas, communes in pieces.items():
            same = [area for area in areas if members[area] == communes]
            rows = [int(cases.communes[commune]) for commune in communes]
            if len(rows) == 1:
                named[areas] = rows[0]
                continue
            if not same:
                same = [self.pieces.setdefault(communes, -1 - len(self.pieces))]
                self._add_piece(own, same[0], cases, rows, columns)
            named[areas] = same[0]
            made.append((same[0], rows))
        for area in members:
            parts = [named[areas] for areas in pieces if area in areas]
            if parts != [area]:
                made.append((area, parts))
        return made

    def _add_piece(
        self, own: dict[Place, int], piece: int, cases: Cases, rows: list[int], columns: list[int]
    ) -> None:
        counts = cases.observed[rows].sum(axis=0)
        for column in columns:
            self._add(own, (piece, column), _Cell(float(counts[column]), shown=False, derived=True))
        if len(columns) > 1:
            self._add_sexes(own, piece, cases.parts)

    def link(self) -> None:
        """Write what holds what: windows and their blocks of years, then causes and ages."""
        contents = list(self.ranks)
        for content in contents:
            parts = [
                Contenu(block, content.groupe) for block in blocks_of(content.annees, contents)
            ]
            if len(parts) > 1 and all(part in self.ranks for part in parts):
                self._add_sum(content, parts)
        for years in dict.fromkeys(content.annees for content in contents):
            groups = [content.groupe for content in contents if content.annees == years]
            for whole, inside in nested(groups):
                left = Contenu(years, whole - frozenset().union(*inside))
                self._add_sum(
                    Contenu(years, whole), [Contenu(years, part) for part in inside], left
                )

    def _add_sum(self, whole: Contenu, parts: list[Contenu], left: Contenu | None = None) -> None:
        """Write a content as the sum of some others, and of a rest that is never shown."""
        inside = [self.ranks[part] for part in parts]
        rest = self.ranks.setdefault(left, {}) if left and left.groupe else None
        for place, total in self.ranks[whole].items():
            if place[0] < 0 or not all(place in ranks for ranks in inside):
                continue
            cells = [ranks[place] for ranks in inside]
            if rest is not None:
                count = self.cells[total].count - sum(self.cells[cell].count for cell in cells)
                count = count if np.isnan(count) else max(0.0, count)
                self._add(rest, place, _Cell(count, shown=False, derived=True))
                cells.append(rest[place])
            self._add_equation(total, cells)

    def _spare_totals(self) -> None:
        """Leave aside the totals of the kind that public sources give, over other years."""
        every = {content.groupe for content in self.publics}
        for content, ranks in self.ranks.items():
            for rank in ranks.values() if content.groupe in every else ():
                cell = self.cells[rank]
                cell.harmless = not cell.shown

    def tables(self, seuil: int) -> Tables:
        """Return the linked tables to protect."""
        links = self._links()
        self._guess(links, seuil)
        self._spare_totals()
        marks = np.array([cell.mark for cell in self.cells], dtype="<U20")
        told = marks != OUVERT
        return Tables(
            counts=np.array([cell.count for cell in self.cells]),
            equations=links,
            seuil=seuil,
            shown=self._flags("shown"),
            cost=np.array([cell.cost for cell in self.cells]),
            public=marks == MONTRE if told.any() else None,
            marks=np.where(marks == MONTRE, OUVERT, marks) if told.any() else None,
            known=self._flags("known"),
            harmless=self._flags("harmless"),
            guessed=self._flags("guessed"),
        )

    def _flags(self, name: str) -> Drapeaux:
        return np.array([getattr(cell, name) for cell in self.cells], dtype=bool)

    def _links(self) -> sparse.csr_array:
        size = [len(row) for row in self.equations]
        columns = [cell for row in self.equations for cell in row]
        values = [sign for count in size for sign in (1.0, *[-1.0] * (count - 1))]
        return sparse.csr_array(
            (values, columns, np.cumsum([0, *size])), shape=(len(size), len(self.cells))
        )

    def _guess(self, links: sparse.csr_array, seuil: int) -> None:
        """Give each erased count one that the equations and its mark allow.

        Which one does not matter: a reader's room is the same around any of them. Public counts
        give way where they differ by a few from what an erased deposit showed.
        """
        counts = np.array([cell.count for cell in self.cells])
        lost = np.flatnonzero(np.isnan(counts))
        small = np.array([cell.mark == SECRET for cell in self.cells], dtype=bool)
        wrong = small & ~np.isnan(counts) & ((counts < TINY) | (counts > seuil - TINY))
        if wrong.any():
            raise contradiction("ne disent pas la même chose d'une case masquée")
        if not lost.size:
            return
        for rank in lost.tolist():
            self.cells[rank].guessed = True
        derived = np.flatnonzero(np.isnan(counts) | self._flags("derived"))
        for freed in (lost, derived):
            counts[freed] = 0.0
            low = np.where(small[freed], 1.0, 0.0)
            high = np.where(small[freed], seuil - 1.0, np.inf)
            found = possible_counts(links[:, freed].tocsr(), -(links @ counts), low, high)
            if found is not None:
                for rank, count in zip(freed.tolist(), found.tolist(), strict=True):
                    self.cells[rank].count = count
                return
        raise contradiction("ne s'additionnent pas")

    def read(self, compte: Compte, status: Statuts) -> Statuts:
        """Return the statuses of one measure; unanswered cells are open, others say why."""
        found = np.full(compte.cases.observed.shape, OUVERT, dtype="<U20")
        own = self.ranks[compte.contenu]
        for area, column in np.argwhere(compte.cases.answered):
            found[area, column] = status[own[int(area), int(column)]]
        return found


def contradiction(text: str) -> Erreur:
    """Return the refusal of two extracts whose counts do not go together."""
    return Erreur(
        "effectifs_contradictoires",
        f"Deux extraits {text} : leur secret ne peut pas être résolu ensemble.",
        attendu="les mêmes événements, de la même édition du producteur",
        remede="demandez un extrait de la même édition ; si rien n'a été diffusé du premier "
        "dépôt : « ancrage depot retirer <code> --jamais-diffuse »",
        sortie=CodeSortie.REFUS,
    )


def blocks_of(years: Annees, contents: Iterable[Contenu]) -> list[Annees]:
    """Cut years into blocks that every window holds whole, or not at all."""
    windows = list(dict.fromkeys(content.annees for content in contents))
    found: dict[tuple[bool, ...], set[str]] = {}
    for year in sorted(years):
        found.setdefault(tuple(year in window for window in windows), set()).add(year)
    return [frozenset(block) for block in found.values()]


def nested(groups: Iterable[Groupe]) -> list[tuple[Groupe, tuple[Groupe, ...]]]:
    """List « whole, parts »: each group with those it holds, disjoint ones put together.

    Parts of parts are left out where the parts say as much.
    """
    every = sorted(set(groups), key=lambda group: (-len(group), sorted(group)))
    found = []
    for whole in every:
        together: list[list[Groupe]] = []
        for part in _direct([group for group in every if group < whole]):
            for held in together:
                if all(part.isdisjoint(other) for other in held):
                    held.append(part)
                    break
            else:
                together.append([part])
        found += [(whole, tuple(parts)) for parts in together]
    return found


def _direct(parts: Sequence[Groupe]) -> list[Groupe]:
    """Leave out a part of a part, unless it stands beside another that its holder overlaps."""
    kept = []
    for part in parts:
        holders = [other for other in parts if part < other]
        beside = [other for other in parts if part.isdisjoint(other)]
        if not holders or any(
            not holder.isdisjoint(other) and not other < holder
            for holder in holders
            for other in beside
        ):
            kept.append(part)
    return kept


def _larger(cases: Cases) -> dict[int, tuple[int, ...]]:
    """Return the communes of each answered area that is not a commune, the smallest area first."""
    local = set(cases.communes.tolist())
    answered: Drapeaux = np.array(cases.answered.any(axis=1))
    spans = zip(cases.links.indptr[:-1], cases.links.indptr[1:], strict=True)
    members = {
        area: tuple(sorted(cases.links.indices[start:end].tolist()))
        for area, (start, end) in enumerate(spans)
        if answered[area] and area not in local
    }
    return dict(sorted(members.items(), key=lambda item: (len(item[1]), item[0])))


def _pieces(members: dict[int, tuple[int, ...]]) -> dict[tuple[int, ...], tuple[int, ...]]:
    """Return the communes of each set of areas that share them."""
    above: dict[int, tuple[int, ...]] = {}
    for area, communes in members.items():
        for commune in communes:
            above[commune] = (*above.get(commune, ()), area)
    found: dict[tuple[int, ...], list[int]] = {}
    for commune in sorted(above):
        found.setdefault(above[commune], []).append(commune)
    return {areas: tuple(communes) for areas, communes in found.items()}
