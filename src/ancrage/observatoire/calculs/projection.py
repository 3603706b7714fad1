"""Cohort projection of professionals by age band: labelled a projection, never a forecast.

One step is one band width: those of a band who stay move to the next one, entries are added, the
last band is emptied by its own exits and keeps the rest. The low and high paths come from the
low and high hypotheses together: an envelope of hypotheses, not a confidence interval. Runs only
where an age file exists; the hypotheses travel with the result.

Source: cohort-component method, United Nations 1956, *Methods for Population Projections by Sex
and Age*, applied to a register of professionals.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.calculs.entrees import Tableau, check_counts
from ancrage.observatoire.erreurs import Erreur

PROJECTION = "projection_cohortes"


@dataclass(frozen=True, slots=True)
class Hypothese:
    """Shares that leave each band within one step (0 to 1) and entries per step, by band."""

    exits: Tableau
    entries: Tableau


@dataclass(frozen=True, slots=True)
class Projection:
    """Head counts by step and band (steps + 1, bands), the first row being the known one."""

    central: Tableau
    low: Tableau
    high: Tableau
    years: tuple[int, ...]
    hypotheses: dict[str, Hypothese]
    method: str = PROJECTION
    projected: bool = True


def project_cohorts(
    headcount: npt.ArrayLike,
    central: Hypothese,
    low: Hypothese,
    high: Hypothese,
    start_year: int,
    band_years: int,
    steps: int,
) -> Projection:
    """Return the projection of `headcount` (bands,), youngest first, over `steps` band widths."""
    known = check_counts(headcount, "headcount")
    if known.ndim != 1 or known.size < 2 or band_years < 1 or steps < 1:
        raise Erreur(
            "projection_impossible",
            "Projection impossible : il faut deux classes d'âge ou plus, un pas et une largeur de "
            "classe d'au moins un.",
        )
    hypotheses = {"centrale": central, "basse": low, "haute": high}
    paths = {
        name: _path(known, _check(each, known.size), steps) for name, each in hypotheses.items()
    }
    ordered = (paths["basse"].sum(axis=1) <= paths["centrale"].sum(axis=1)) & (
        paths["centrale"].sum(axis=1) <= paths["haute"].sum(axis=1)
    )
    if not ordered.all():
        raise Erreur(
            "hypotheses_desordonnees",
            "Projection impossible : l'hypothèse basse dépasse la centrale, ou la centrale la "
            "haute.",
            attendu="plus de départs ou moins d'entrées en hypothèse basse qu'en hypothèse haute",
        )
    return Projection(
        central=paths["centrale"],
        low=paths["basse"],
        high=paths["haute"],
        years=tuple(start_year + band_years * step for step in range(steps + 1)),
        hypotheses=hypotheses,
    )


def _path(known: Tableau, hypothesis: Hypothese, steps: int) -> Tableau:
    rows = [known]
    for _ in range(steps):
        staying = rows[-1] * (1 - hypothesis.exits)
        moved = np.concatenate([[0.0], staying[:-1]])
        moved[-1] += staying[-1]
        rows.append(moved + hypothesis.entries)
    return np.stack(rows)


def _check(hypothesis: Hypothese, bands: int) -> Hypothese:
    exits = check_counts(hypothesis.exits, "exits")
    entries = check_counts(hypothesis.entries, "entries")
    if exits.shape != (bands,) or entries.shape != (bands,) or (exits > 1).any():
        raise Erreur(
            "hypothese_inutilisable",
            "Projection impossible : il faut un taux de départ entre 0 et 1 et un nombre "
            "d'entrées par classe d'âge.",
        )
    return Hypothese(exits, entries)
