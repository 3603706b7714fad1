"""Typology of territories: components, Ward, consolidation, v-tests, parangons, stability.

A typology describes; it ranks nobody. 4 to 8 classes, named in words by a person. The v-test of
a variable in a class is a distance to the overall mean in standard errors of a draw without
replacement: |v| > 2 marks what makes the class, it tests no hypothesis (the classes were built
on these variables). Stability: mean adjusted Rand index between the partition and those rebuilt
on bootstrap samples of territories, each territory joining its nearest rebuilt centre.

The caller leaves out territories under its minimum population, and those with missing values.

Sources: Lebart, Morineau & Piron 1995; stability: Hennig 2007 (Comput Stat Data Anal 52:258).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.calculs.classification import (
    Classes,
    adjusted_rand,
    consolidate,
    cut,
    nearest_centre,
    ward,
)
from ancrage.observatoire.calculs.composantes import Composantes, principal_components
from ancrage.observatoire.calculs.entrees import Tableau, check_numbers
from ancrage.observatoire.erreurs import Erreur

TYPOLOGY = "acp_ward_k_moyennes"
MIN_CLASSES, MAX_CLASSES = 4, 8


@dataclass(frozen=True, slots=True)
class Typologie:
    """Class of each territory (0 is the largest), and what describes the classes."""

    classes: Classes
    components: Composantes
    v_tests: Tableau  # (classes, variables)
    parangons: Classes  # position of the territory nearest to each centre
    between_share: float  # between-class inertia over total
    stability: float  # mean ARI; NaN when no bootstrap was asked
    bootstraps: int
    seed: int
    method: str = TYPOLOGY


def typology(
    values: npt.ArrayLike,
    classes: int,
    axes: int | None = None,
    bootstraps: int = 0,
    seed: int = 0,
) -> Typologie:
    """Return the typology of (territories, variables) in `classes` classes (4 to 8)."""
    if not MIN_CLASSES <= classes <= MAX_CLASSES:
        raise Erreur(
            "classes_impossibles",
            f"Typologie impossible : {classes} classes demandées.",
            attendu=f"de {MIN_CLASSES} à {MAX_CLASSES} classes",
        )
    table = check_numbers(values, "values")
    components = principal_components(table, axes)
    points = components.coordinates
    found = _cluster(points, classes)
    centres = _centres(points, found)
    spread = ((points - points.mean(axis=0)) ** 2).sum()
    within = ((points - centres[found]) ** 2).sum()
    return Typologie(
        classes=found,
        components=components,
        v_tests=v_tests(table, found),
        parangons=nearest_centre(centres, points),
        between_share=float(1 - within / spread),
        stability=_stability(points, found, classes, bootstraps, seed),
        bootstraps=bootstraps,
        seed=seed,
    )


def v_tests(values: npt.ArrayLike, classes: npt.ArrayLike) -> Tableau:
    """Return (classes, variables): distance of class means to the overall mean, in errors.

    Also for supplementary variables. A variable without variance, or a class of everybody, is
    at distance 0.
    """
    table, found = check_numbers(values, "values"), np.asarray(classes, dtype=np.intp)
    shaped = table.ndim == 2 and len(table) >= 2 and found.shape == (len(table),)
    if not shaped or not np.bincount(found).all():
        raise Erreur(
            "formes_inegales",
            "Valeurs-tests impossibles : il faut une classe par territoire, "
            "numérotées sans trou à partir de 0.",
        )
    total = len(table)
    size = np.bincount(found)[:, None]
    gap = _centres(table, found) - table.mean(axis=0)
    error = np.sqrt((total - size) / (total - 1) * table.var(axis=0) / size)
    return np.divide(gap, error, out=np.zeros_like(gap), where=error > 0)


def _cluster(points: Tableau, classes: int) -> Classes:
    return consolidate(points, cut(ward(points), classes))


def _centres(points: Tableau, classes: Classes) -> Tableau:
    return np.stack([points[classes == k].mean(axis=0) for k in range(classes.max() + 1)])


def _stability(points: Tableau, found: Classes, classes: int, bootstraps: int, seed: int) -> float:
    if bootstraps == 0:
        return float("nan")
    random = np.random.default_rng(seed)
    agreements = []
    for _ in range(bootstraps):
        sample = points[random.integers(0, len(points), len(points))]
        centres = _centres(sample, _cluster(sample, classes))
        agreements.append(adjusted_rand(found, nearest_centre(points, centres)))
    return float(np.mean(agreements))
