"""What a reader knows of linked tables before anything is shown of them: public totals alone.

A public total of 3 leaves each of its parts between 0 and 3, whatever is masked: no mask gives
more room than that, and none is asked to.
"""

import numpy as np

from ancrage.observatoire.calculs.tables_liees import SECRET, TINY, Nombres, Rangs, Tables

_ROUNDS = 50


def widest_room(tables: Tables, marks: bool) -> Nombres:
    """Return how far apart the values of each cell may be once all that can be masked is.

    Bounds propagated through the equations, one at a time, from the counts and marks that are
    already out: never narrower than the truth. `marks`: the marks given earlier are known too.
    """
    low, high = _first_bounds(tables, marks)
    links = tables.signs.tocoo()
    rows, columns, up = links.coords[0], links.coords[1], links.data > 0
    for _ in range(_ROUNDS if tables.told.any() else 0):
        least = np.where(up, low[columns], -high[columns])
        most = np.where(up, high[columns], -low[columns])
        # Each term is the opposite of the sum of the others.
        top, bottom = -_others(least, rows, -np.inf), -_others(most, rows, np.inf)
        before = low.copy(), high.copy()
        np.maximum.at(low, columns, np.where(up, bottom, -top))
        np.minimum.at(high, columns, np.where(up, top, -bottom))
        moved = (low > before[0] + TINY) | (high < before[1] - TINY)
        if not moved.any():
            break
    return np.maximum(0.0, high - low)


def _first_bounds(tables: Tables, marks: bool) -> tuple[Nombres, Nombres]:
    low = np.where(tables.told, tables.counts, 0.0)
    high = np.where(tables.told, tables.counts, np.inf)
    if marks and tables.marks is not None:
        secret = (tables.marks == SECRET) & ~tables.told
        low[secret] = tables.floor
        high[secret] = tables.seuil - 1.0 if tables.whole else float(tables.seuil)
    return low, high


def _others(terms: Nombres, rows: Rangs, endless_sum: float) -> Nombres:
    """Return for each term the sum of the others of its row, endless if one of them is."""
    endless = np.isinf(terms)
    finite = np.where(endless, 0.0, terms)
    sums = np.bincount(rows, finite)[rows] - finite
    left = np.bincount(rows, endless.astype(float))[rows] - endless
    return np.where(left > 0, endless_sum, sums)
