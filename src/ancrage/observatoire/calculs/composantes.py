"""Principal components of standardised indicateurs, and distances between territories on them.

Variables are centred and reduced (population standard deviation), so that the eigenvalues sum to
their number. The axes kept are those of Kaiser (eigenvalue above 1), at least two when there are
two. The sign of an axis is fixed by its largest loading, so that two runs agree.

Source: Lebart, Morineau & Piron 1995, *Statistique exploratoire multidimensionnelle*.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.calculs.entrees import Tableau, check_numbers
from ancrage.observatoire.erreurs import Erreur


@dataclass(frozen=True, slots=True)
class Composantes:
    """Coordinates (territories, axes), loadings (variables, axes), eigenvalues of every axis."""

    coordinates: Tableau
    loadings: Tableau  # correlations of variables with axes
    eigenvalues: Tableau
    explained: Tableau  # share of variance, every axis
    means: Tableau
    deviations: Tableau


def standardise(values: npt.ArrayLike) -> tuple[Tableau, Tableau, Tableau]:
    """Return centred and reduced (territories, variables), the means and the deviations."""
    table = check_numbers(values, "values")
    if table.ndim != 2 or table.shape[0] < 3 or table.shape[1] < 1:
        raise Erreur(
            "trop_peu_de_territoires",
            "Typologie impossible : il faut au moins trois territoires et un indicateur.",
            attendu="un tableau territoires × indicateurs",
        )
    means, deviations = table.mean(axis=0), table.std(axis=0)
    flat = deviations <= 1e-12 * np.maximum(np.abs(means), 1)
    if flat.any():
        raise Erreur(
            "indicateur_constant",
            f"Typologie impossible : l'indicateur n° {int(np.argmax(flat)) + 1} a la même valeur "
            "partout.",
            remede="le retirer des variables actives",
        )
    return (table - means) / deviations, means, deviations


def principal_components(values: npt.ArrayLike, axes: int | None = None) -> Composantes:
    """Return the components of (territories, variables); `axes` overrides Kaiser's rule."""
    table, means, deviations = standardise(values)
    left, singular, right = np.linalg.svd(table, full_matrices=False)
    eigenvalues = singular**2 / table.shape[0]
    kept = axes if axes is not None else max(min(2, len(singular)), int((eigenvalues > 1).sum()))
    if not 1 <= kept <= len(singular):
        raise Erreur(
            "axes_impossibles",
            f"Typologie impossible : {kept} axes demandés pour {len(singular)} possibles.",
        )
    loadings = right.T * np.sqrt(eigenvalues)
    sign = np.sign(loadings[np.abs(loadings).argmax(axis=0), range(loadings.shape[1])])
    sign = np.where(sign == 0, 1.0, sign)
    return Composantes(
        coordinates=(left * singular * sign)[:, :kept],
        loadings=(loadings * sign)[:, :kept],
        eigenvalues=eigenvalues,
        explained=eigenvalues / eigenvalues.sum(),
        means=means,
        deviations=deviations,
    )


def similar(coordinates: npt.ArrayLike, territory: int, count: int = 5) -> npt.NDArray[np.intp]:
    """Return the positions of the `count` nearest territories, itself left out, nearest first."""
    points = check_numbers(coordinates, "coordinates")
    if points.ndim != 2 or not 0 <= territory < len(points) or not 1 <= count < len(points):
        raise Erreur(
            "territoire_inconnu",
            "Territoires semblables : position ou nombre demandé hors de la liste.",
        )
    distance = ((points - points[territory]) ** 2).sum(axis=1)
    distance[territory] = np.inf
    return np.argsort(distance, kind="stable")[:count]
