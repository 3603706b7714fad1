"""Guards at the door of every method: a clear error rather than a silent number.

The functions of `calculs` take valid numbers only: masked and missing values are set aside by
the caller, who knows their status. Counts may be fractional (apportioned communes, weighted
census counts): the gamma and beta functions behind the exact limits accept real numbers.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.erreurs import Erreur

Tableau = npt.NDArray[np.float64]


def check_numbers(values: npt.ArrayLike, name: str, infinite: bool = False) -> Tableau:
    """Return `values` as floats; refuse what is not a number, and infinity unless allowed."""
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise Erreur(
            "valeur_non_numerique",
            f"Calcul impossible : « {name} » contient une valeur qui n'est pas un nombre.",
            attendu="des nombres, sans case vide ni masquée",
        ) from error
    bad = np.isnan(numbers) if infinite else ~np.isfinite(numbers)
    if bad.any():
        raise Erreur(
            "valeur_non_finie",
            f"Calcul impossible : « {name} » contient {int(bad.sum())} valeur(s) absente(s) "
            "ou infinie(s).",
            attendu="des nombres finis",
            remede="écarter les cases manquantes ou masquées avant le calcul",
        )
    return numbers


def check_counts(values: npt.ArrayLike, name: str = "observed") -> Tableau:
    """Return counts as floats; refuse negative ones."""
    counts = check_numbers(values, name)
    if (counts < 0).any():
        raise Erreur(
            "effectif_negatif",
            f"Calcul impossible : « {name} » contient un effectif négatif "
            f"({float(counts[counts < 0].flat[0])}).",
            attendu="des effectifs positifs ou nuls",
        )
    return counts


def check_positive(values: npt.ArrayLike, name: str) -> Tableau:
    """Return numbers strictly above zero (denominators, expected counts)."""
    numbers = check_numbers(values, name)
    if (numbers <= 0).any():
        raise Erreur(
            "valeur_non_positive",
            f"Calcul impossible : « {name} » contient une valeur nulle ou négative.",
            attendu="des nombres strictement positifs",
            remede="écarter les territoires sans dénominateur : ils n'ont pas de taux",
        )
    return numbers


def check_shares(values: npt.ArrayLike, name: str) -> Tableau:
    """Return proportions strictly between 0 and 1."""
    shares = check_numbers(values, name)
    if ((shares <= 0) | (shares >= 1)).any():
        raise Erreur(
            "proportion_hors_bornes",
            f"Calcul impossible : « {name} » sort de l'intervalle ]0 ; 1[.",
            attendu="une proportion strictement comprise entre 0 et 1",
        )
    return shares


def check_part_of_whole(part: npt.ArrayLike, whole: npt.ArrayLike) -> tuple[Tableau, Tableau]:
    """Return k and n of a proportion, n above zero and k at most n."""
    k, n = check_same_shape(check_counts(part, "k"), check_positive(whole, "n"))
    if (k > n).any():
        raise Erreur(
            "numerateur_superieur",
            "Calcul impossible : un numérateur dépasse son dénominateur dans une proportion.",
            attendu="0 ≤ numérateur ≤ dénominateur",
            remede="vérifier que les deux effectifs portent sur le même champ et la même année",
        )
    return k, n


def check_same_shape(*arrays: Any) -> tuple[Tableau, ...]:
    """Return the arrays broadcast together (scalars against anything); refuse unequal shapes."""
    shapes = {np.shape(array) for array in arrays if np.ndim(array)}
    if len(shapes) > 1:
        raise Erreur(
            "formes_inegales",
            "Calcul impossible : les tableaux n'ont pas la même forme ("
            + " ; ".join(str(shape) for shape in sorted(shapes))
            + ").",
            attendu="un effectif et un dénominateur par territoire",
        )
    return tuple(np.broadcast_arrays(*(np.asarray(array, dtype=float) for array in arrays)))


def check_level(level: float) -> float:
    """Return α/2 for a two-sided confidence level."""
    if not 0 < level < 1:
        raise Erreur(
            "niveau_de_confiance",
            f"Niveau de confiance inutilisable : {level}.",
            attendu="un niveau strictement compris entre 0 et 1, par exemple 0.95",
        )
    return (1 - level) / 2
