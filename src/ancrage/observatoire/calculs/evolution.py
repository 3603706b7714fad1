"""« Ce qui a véritablement évolué »: comparability gate and grid of verdicts (methodes.md § 14).

The gate comes first: two figures that fail one condition are `non_comparable`, with every motive.
The grid then crosses the change of the territory (T2/T1) with its ratio to the region's (RoR),
both judged on their intervals; `decroche` is looked at first. Verdicts say what moved, never why.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.calculs.entrees import check_numbers, check_same_shape
from ancrage.observatoire.calculs.estimation import Estimation
from ancrage.observatoire.calculs.puissance import MIN_POWER
from ancrage.observatoire.erreurs import Erreur

GRID = "grille_evolution"
DECROCHE = "decroche"
AMELIORATION_PROPRE = "amelioration_propre"
SUIT_LA_REGION = "suit_la_region"
TIENT_MIEUX = "tient_mieux"
STABLE = "stable"
NON_CONCLUANT = "non_concluant"
DEGRADATION_PARTAGEE = "degradation_partagee"
DEGRADATION_MOINDRE = "degradation_moindre"
SECRETS = ("secret", "secret_secondaire")
BORROWED = ("emprunte", "non_additif")
_SENSES = {"bas_favorable": -1.0, "haut_favorable": 1.0}


@dataclass(frozen=True, slots=True)
class Chiffre:
    """What the gate must know of one figure of one edition."""

    perimetre: frozenset[str]  # today's commune codes
    definition: str
    standard: str | None
    source: str
    window: tuple[int, int]  # first and last year
    status: str = "valeur"
    reliable: bool = True
    counts_known: bool = True


def comparability(before: Chiffre, after: Chiffre, breaks: tuple[int, ...] = ()) -> tuple[str, ...]:
    """Return the motives that forbid the comparison, in the order of the gate; empty: comparable.

    A break at year a forbids it when `before` starts under a and `after` ends at a or later.
    """
    statuses = {before.status, after.status}
    checks = {
        "perimetre": before.perimetre == after.perimetre,
        "definition": before.definition == after.definition,
        "standard": before.standard == after.standard,
        "source": before.source == after.source,
        "chevauchement": before.window[1] < after.window[0],
        "rupture": not any(before.window[0] < year <= after.window[1] for year in breaks),
        "non_fiable": before.reliable and after.reliable and "non_fiable" not in statuses,
        "secret": statuses.isdisjoint(SECRETS),
        "niveau": statuses.isdisjoint(BORROWED),
        "sans_effectif": before.counts_known and after.counts_known,
    }
    return tuple(motive for motive, holds in checks.items() if not holds)


def evolution_verdict(
    change: Estimation,
    relative: Estimation,
    sense: str,
    power: npt.ArrayLike,
    min_power: float = MIN_POWER,
) -> npt.NDArray[np.str_]:
    """Return the code of the grid for each T2/T1 (`change`) and RoR (`relative`).

    `sense`: bas_favorable or haut_favorable; an indicateur without sense has no such verdict.
    """
    if sense not in _SENSES:
        raise Erreur(
            "sens_absent",
            "Verdict d'évolution impossible : l'indicateur n'a pas de sens favorable.",
            attendu=" ou ".join(_SENSES),
            remede="montrer les deux valeurs et leur rapport, sans verdict",
        )
    own, region = _direction(change, sense), _direction(relative, sense)
    own, region, strength = check_same_shape(own, region, check_numbers(power, "power"))
    return np.select(
        [
            region < 0,
            (own > 0) & (region > 0),
            own > 0,
            (own < 0) & (region > 0),
            own < 0,
            region > 0,
            strength >= min_power,
        ],
        [
            DECROCHE,
            AMELIORATION_PROPRE,
            SUIT_LA_REGION,
            DEGRADATION_MOINDRE,
            DEGRADATION_PARTAGEE,
            TIENT_MIEUX,
            STABLE,
        ],
        NON_CONCLUANT,
    )[()]


def need(before_unfavourable: bool, after_unfavourable: bool, verdict: str) -> str:
    """Return what became of a need, from its position against the reference at both editions.

    Only a position that both intervals establish counts as unfavourable (`puissance.verdict`).
    """
    if after_unfavourable and not before_unfavourable:
        return "emergent"
    if before_unfavourable and not after_unfavourable:
        return "resolu"
    if not before_unfavourable:
        return "sans_objet"
    if verdict in (AMELIORATION_PROPRE, SUIT_LA_REGION):
        return "en_reduction"
    if verdict in (DECROCHE, DEGRADATION_PARTAGEE, DEGRADATION_MOINDRE):
        return "aggrave"
    return "persistant"


def _direction(ratio: Estimation, sense: str) -> npt.NDArray[np.float64]:
    """Return 1 favourable, −1 unfavourable, 0 when the interval contains 1."""
    lower, upper = check_same_shape(
        check_numbers(ratio.lower, "lower"), check_numbers(ratio.upper, "upper", infinite=True)
    )
    return _SENSES[sense] * np.where(lower > 1, 1.0, np.where(upper < 1, -1.0, 0.0))
