"""An attacker: puts every answer read at any door into one linear programme, and bounds cells.

Unknown: the deaths of each commune, sex and elementary group (cause × age). A count shown, or
found again from a rate or a ratio and its denominator, is an equation, or an interval as wide as
its rounding; a mark is an interval too. Nothing here comes from the engine's own programme.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from tests.observatoire.moteur.portes_attaque import Reponse

Cellule = tuple[str, str, str]  # area, sex, measure
SEXES = {"hommes": ("hommes",), "femmes": ("femmes",), "ensemble": ("hommes", "femmes")}
MASKS = ("secret", "secret_secondaire")


@dataclass(frozen=True)
class Fuite:
    """A small cell left between two counts that are too close."""

    cell: Cellule
    low: float
    high: float
    marks: bool


@dataclass
class Attaque:
    """All that was read, as intervals on cells, and the programme over the unknown counts."""

    seuil: int
    membres: Mapping[str, tuple[str, ...]]  # area: its communes
    contenu: Mapping[str, frozenset[str]]  # measure: its elementary groups
    known: dict[Cellule, tuple[float, float]] = field(default_factory=dict)
    marks: dict[Cellule, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        communes = sorted(set(itertools.chain(*self.membres.values())))
        groups = sorted(frozenset().union(*self.contenu.values()))
        keys = itertools.product(communes, ("hommes", "femmes"), groups)
        self.places = {key: rank for rank, key in enumerate(keys)}

    def learn(
        self, aire: str, mesures: Mapping[tuple[str, str], str], answers: Iterable[Reponse]
    ) -> None:
        """Keep what the answers say of an area; two doors that differ are an error."""
        for answer in answers:
            mesure = mesures.get((answer.code, answer.periode))
            if mesure is None:
                continue
            cell = aire, answer.sexe, mesure
            if answer.status in MASKS:
                assert answer.numerator is None and answer.value is None, (cell, answer)
                assert self.marks.setdefault(cell, answer.status) == answer.status, cell
            elif (interval := self._count(answer)) is not None:
                low, high = self.known.get(cell, (0.0, np.inf))
                self.known[cell] = max(low, interval[0]), min(high, interval[1])
                assert self.known[cell][0] <= self.known[cell][1] + 1e-6, (cell, answer)

    @staticmethod
    def _count(answer: Reponse) -> tuple[float, float] | None:
        """Return the count behind an answer: told, or value × denominator of an ICM."""
        if answer.numerator is not None:
            return answer.numerator, answer.numerator
        if answer.code.endswith("-ICM") and answer.value is not None and answer.denominator:
            ends = [answer.value + side * answer.rounding / 2 for side in (-1, 1)]
            return ends[0] * answer.denominator / 100, ends[1] * answer.denominator / 100
        return (0.0, 0.0) if answer.status == "zero" else None

    def _vector(self, cell: Cellule) -> np.ndarray:
        aire, sexe, mesure = cell
        vector = np.zeros(len(self.places))
        cells = itertools.product(self.membres[aire], SEXES[sexe], self.contenu[mesure])
        vector[[self.places[key] for key in cells]] = 1.0
        return vector

    def programme(self, marks: bool) -> dict[str, object]:
        """Return the constraints of the programme."""
        limits = dict(self.known)
        if marks:
            for cell, mark in self.marks.items():
                if mark == "secret":
                    limits[cell] = 1.0, self.seuil - 1.0
        exact = {cell: low for cell, (low, high) in limits.items() if high - low < 1e-9}
        loose = {cell: pair for cell, pair in limits.items() if cell not in exact}
        rows = np.array([self._vector(cell) for cell in loose]).reshape(-1, len(self.places))
        return {
            "A_eq": sparse.csr_array(np.array([self._vector(cell) for cell in exact])),
            "b_eq": np.array(list(exact.values())),
            "A_ub": sparse.csr_array(np.vstack([rows, -rows])) if loose else None,
            "b_ub": np.array([h for _, h in loose.values()] + [-lo for lo, _ in loose.values()])
            if loose
            else None,
            "bounds": (0, 10_000),
        }

    def bound(self, cell: Cellule, programme: Mapping[str, object]) -> tuple[float, float]:
        """Return the lowest and highest count of a cell for this attacker."""
        found = []
        for sense in (1, -1):
            answer = linprog(sense * self._vector(cell), method="highs", **programme)
            assert answer.status == 0, answer.message  # the truth is always possible
            found.append(sense * float(answer.fun))
        return found[0], found[1]

    def leaks(
        self, truth: Mapping[Cellule, float], public: "Attaque | None" = None
    ) -> Iterator[Fuite]:
        """Yield the small cells bounded tighter than the rule, without the marks, then with.

        `public`: an attacker who reads public sources only; what they tell alone is no leak.
        """
        before = public.programme(marks=False) if public else None
        small = [cell for cell, count in truth.items() if 0 < count < self.seuil]
        cells = sparse.csr_array(np.array([self._vector(cell) for cell in small]))
        for marks, room in ((False, self.seuil), (True, 1)):
            programme = self.programme(marks)
            for rank in self._tight(cells, room, programme):
                low, high = self.bound(small[rank], programme)
                if before is not None:
                    least, most = self.bound(small[rank], before)
                    room_left = min(room, most - least)
                else:
                    room_left = room
                if high - low < room_left - 1e-6:
                    yield Fuite(small[rank], low, high, marks)

    def _tight(
        self, cells: sparse.csr_array, room: float, programme: Mapping[str, object]
    ) -> np.ndarray:
        """Return the cells that some possible tables, drawn in all directions, do not spread."""
        draw = np.random.default_rng(0)
        low, high = np.full(cells.shape[0], np.inf), np.full(cells.shape[0], -np.inf)
        left = np.arange(cells.shape[0])
        for _ in range(60):
            sides = draw.choice([-1.0, 1.0], len(left))
            found = linprog(cells[left].T @ sides, method="highs", **programme)
            assert found.status == 0, found.message
            low, high = np.minimum(low, cells @ found.x), np.maximum(high, cells @ found.x)
            left = np.flatnonzero(high - low < room - 1e-6)
            if not len(left):
                break
        return left
