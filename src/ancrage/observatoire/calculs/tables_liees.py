"""Linked tables of counts: cells, equations, marks, and what each equation gives away.

Here is the system that a reader may write down; `secret` looks for what it betrays.
"""

from dataclasses import dataclass
from functools import cached_property

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
TINY = 1e-6


@dataclass(frozen=True)
class Tables:
    """Linked tables: n cells, and equations (m × n) whose every row gives zero.

    `shown`: cells that a reader sees when open (the others are rests, or pieces of areas).
    `cost`: the lowest is masked first. `public`: cells already in public hands, that can be
    masked no more; `marks`: the marks of an earlier publication, that can change no more.
    `known`: cells that a reader counts elsewhere, masked here or not; `harmless`: cells whose small
    count tells nothing of anybody; `guessed`: cells whose true count is lost, `counts` holding one
    that the equations allow. `zero_secret`: zeros are masked like small counts.
    """

    counts: Nombres
    equations: sparse.csr_array
    seuil: int
    shown: Drapeaux
    cost: Nombres
    public: Drapeaux | None = None
    marks: Statuts | None = None
    known: Drapeaux | None = None
    harmless: Drapeaux | None = None
    guessed: Drapeaux | None = None
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
        if gap > TINY * max(1.0, self.counts.max(initial=0.0)):
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
        low = self.counts < self.seuil - TINY
        return low if self.zero_secret else low & (self.counts > TINY)

    @cached_property
    def told(self) -> Drapeaux:
        """Tell which counts a reader has, whatever is masked here."""
        return flagged(self, self.public) | flagged(self, self.known)

    @property
    def maskable(self) -> Drapeaux:
        """Tell which cells may still be masked, to some effect."""
        return self.shown & ~self.told

    @cached_property
    def watched(self) -> Drapeaux:
        """Tell which counts must stay uncertain: the small ones, and those that may be small.

        A zero that is never shown is nobody's count.
        """
        small = self.small & (self.shown | (self.counts > TINY)) | flagged(self, self.guessed)
        return small & ~flagged(self, self.harmless) & ~self.told

    def is_constant(self, status: Statuts) -> Drapeaux:
        """Tell which cells are constants for a reader of these marks."""
        return np.asarray((status == OUVERT) | flagged(self, self.known))

    @property
    def floor(self) -> float:
        """Return the smallest count that the mark `secret` may hide."""
        return 0.0 if self.zero_secret or not self.whole else 1.0

    @cached_property
    def whole(self) -> bool:
        """Tell whether every count is whole; shared out communes give fractions."""
        return bool(np.all(np.abs(self.counts - np.round(self.counts)) < TINY))


def flagged(tables: Tables, flags: Drapeaux | None) -> Drapeaux:
    """Return a flag for each cell; none is flagged when nothing was said."""
    return np.zeros(len(tables.counts), dtype=bool) if flags is None else flags


def primary(tables: Tables) -> Statuts:
    """Return the marks before any subtraction is looked at."""
    small = tables.small if tables.public is None else tables.small & ~tables.public
    marks = np.where(small, SECRET, OUVERT).astype("<U20")
    if tables.marks is not None:
        marks = np.where(tables.marks != OUVERT, tables.marks, marks)
    return np.where(tables.shown, marks, INTERNE)


def close_rests(tables: Tables, status: Statuts) -> None:
    """Mask one more cell in each equation that leaves one masked cell, or a small sum of them."""
    links, usable = tables.equations, usable_cells(tables)
    while True:
        hidden = unknown_cells(tables, status)
        masked = 0
        for row in _betraying(tables, hidden, np.arange(links.shape[0])):
            cells = links.indices[links.indptr[row] : links.indptr[row + 1]]
            free = cells[(status[cells] == OUVERT) & usable[cells]]
            # A cell masked for an earlier equation may already have closed this one.
            if len(free) and _betraying(tables, hidden, np.array([row])).size:
                chosen = cheapest(tables, free)
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
    small = one_sided & (rest > TINY) & (rest < tables.seuil - TINY)
    return rows[(number == 1) | small]


def blur_pinned(tables: Tables, status: Statuts) -> None:
    """Blur one mark in each equation whose marks leave one possibility to all its cells.

    Six marks « at least 1 » under a shown 6, say: seen at once here, where the programme would
    look at each of the six cells. A blurred mark only widens: one pass sees them all.
    """
    signs, blurrable = tables.signs, blurrable_cells(tables)
    low, high = limits(tables, status, marks=True)
    wide = limits(tables, np.full_like(status, SECONDAIRE), marks=True)
    plus, minus = signs.maximum(0), (-signs).maximum(0)
    marked = abs(signs) @ (status == SECRET).astype(float) > 0
    stuck = _one_way(plus @ low - minus @ high, plus @ high - minus @ low)
    for row in np.flatnonzero(marked & stuck):
        span = slice(signs.indptr[row], signs.indptr[row + 1])
        cells, up = signs.indices[span], signs.data[span] > 0
        ends = [np.where(up, low[cells], -high[cells]), np.where(up, high[cells], -low[cells])]
        free = cells[(status[cells] == SECRET) & blurrable[cells]]
        if len(free) and _one_way(ends[0].sum(), ends[1].sum()):
            chosen = free[np.argmax(tables.cost[free])]
            status[chosen], low[chosen], high[chosen] = SECONDAIRE, wide[0][chosen], wide[1][chosen]


def _one_way(least: Nombres, most: Nombres) -> Drapeaux:
    """Tell which sums, which are zero in truth, are already at one end of what they may be."""
    return np.asarray((np.abs(least) < TINY) | (np.abs(most) < TINY))


def limits(tables: Tables, status: Statuts, marks: bool) -> tuple[Nombres, Nombres]:
    """Return the lowest and highest count that a cell may have by itself."""
    secret = marks & (status == SECRET)
    most = tables.seuil - 1.0 if tables.whole else float(tables.seuil)
    cap = 10.0 * (tables.counts.max(initial=0.0) + tables.seuil)
    shown = tables.is_constant(status)
    low = np.where(secret, tables.floor, 0.0)
    high = np.where(secret, most, cap)
    return np.where(shown, tables.counts, low), np.where(shown, tables.counts, high)


def unknown_cells(tables: Tables, status: Statuts) -> Drapeaux:
    """Tell which cells a reader cannot write down; a rest is known once all the others are."""
    hidden = ~tables.is_constant(status)
    small = tables.small | flagged(tables, tables.guessed)
    harmless = (status == INTERNE) & (~small | flagged(tables, tables.harmless))
    terms = abs(tables.signs)
    while True:
        alone = np.flatnonzero(terms @ hidden.astype(float) == 1)
        cells = np.unique(tables.signs[alone].indices)
        known = cells[hidden[cells] & harmless[cells]]
        if not len(known):
            return hidden
        hidden[known] = False


def usable_cells(tables: Tables) -> Drapeaux:
    """Tell which cells are masked for another in the first place: a zero would protect little."""
    return tables.maskable & (tables.counts > TINY)


def blurrable_cells(tables: Tables) -> Drapeaux:
    """Tell which marks may still be blurred: those that no earlier publication gave."""
    if tables.marks is None:
        return ~tables.told
    return np.asarray((tables.marks == OUVERT) & ~tables.told)


def cheapest(tables: Tables, cells: Rangs) -> int:
    order = np.lexsort((cells, tables.counts[cells], tables.cost[cells]))
    return int(cells[order[0]])
