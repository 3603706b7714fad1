"""Contiguity between areas, as pairs of positions: the common input of smoothing and Moran's I."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.calculs.entrees import Tableau
from ancrage.observatoire.erreurs import Erreur

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Voisinage:
    """Symmetric neighbours of `size` areas: `origin[k]` touches `destination[k]`, both ways."""

    size: int
    origin: Positions
    destination: Positions

    @property
    def neighbours(self) -> Positions:
        """Return the number of neighbours of each area; 0 is an island."""
        return np.bincount(self.origin, minlength=self.size)

    def add_up(self, values: Tableau) -> Tableau:
        """Return, for each area, the sum of `values` (areas,) over its neighbours."""
        summed = np.bincount(self.origin, weights=values[self.destination], minlength=self.size)
        return summed.astype(float)


def neighbourhood(size: int, pairs: npt.ArrayLike) -> Voisinage:
    """Return the contiguity of `size` areas from pairs of positions (m, 2), in any order."""
    table = np.asarray(pairs, dtype=np.intp).reshape(-1, 2)
    if table.size and (table.min() < 0 or table.max() >= size):
        raise Erreur(
            "voisin_inconnu",
            "Voisinage illisible : une paire cite un territoire absent de la liste.",
            attendu=f"des positions entre 0 et {size - 1}",
        )
    if (table[:, 0] == table[:, 1]).any():
        raise Erreur(
            "voisin_de_soi", "Voisinage illisible : un territoire y est son propre voisin."
        )
    both = np.unique(np.concatenate([table, table[:, ::-1]]), axis=0)
    return Voisinage(size, both[:, 0], both[:, 1])
