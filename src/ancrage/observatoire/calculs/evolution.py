"""« Ce qui a véritablement évolué »: comparability gate and grid of verdicts (methodes.md § 14).

The gate comes first: two figures that fail one condition are `non_comparable`, with every motive.
The grid then crosses the change of the territory (T2/T1) with its ratio to the region's (RoR),
both judged on their intervals; `decroche` is looked at first. The positions against the region at
both editions say what became of a need (§ 14.3). Verdicts say what moved, never why.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ancrage.observatoire.calculs.entrees import check_numbers, check_same_shape
from ancrage.observatoire.calculs.estimation import Estimation
from ancrage.observatoire.calculs.puissance import (
    INFERIEUR,
    MIN_POWER,
    NON_CONCLUANT,
    SUPERIEUR,
)
from ancrage.observatoire.erreurs import Erreur

GRID = "grille_evolution"
DECROCHE = "decroche"
AMELIORATION_PROPRE = "amelioration_propre"
SUIT_LA_REGION = "suit_la_region"
TIENT_MIEUX = "tient_mieux"
STABLE = "stable"
DEGRADATION_PARTAGEE = "degradation_partagee"
DEGRADATION_MOINDRE = "degradation_moindre"
RESOLU, EMERGENT = "resolu", "emergent"
EN_REDUCTION, PERSISTANT, AGGRAVE = "en_reduction", "persistant", "aggrave"
SANS_OBJET = "sans_objet"
DEFAVORABLE, AUTRE, INCONNUE = "defavorable", "autre", "inconnue"
SECRETS = ("secret", "secret_secondaire")
BORROWED = ("emprunte", "non_additif")
_SENSES = {"bas_favorable": -1.0, "haut_favorable": 1.0}
_UNFAVOURABLE = {"bas_favorable": SUPERIEUR, "haut_favorable": INFERIEUR}


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


def need_position(verdict: str | None, sense: str) -> str:
    """Return where a figure stands: defavorable | autre | inconnue, from its verdict.

    `verdict`: that of the figure against its reference (`puissance.verdict`), None where there is
    none. A figure that its size leaves inconclusive is neither in need nor out of it.
    """
    if sense not in _SENSES or verdict in (None, NON_CONCLUANT):
        return INCONNUE
    return DEFAVORABLE if verdict == _UNFAVOURABLE[sense] else AUTRE


def need(before: str, after: str, verdict: str | None) -> str:
    """Return what became of a need, from its positions (`need_position`) at both editions.

    `verdict`: code of the grid, which tells how a lasting need moved; None where it is unknown. A
    need is told new or over only where both positions are established.
    """
    if INCONNUE in (before, after):
        return NON_CONCLUANT
    if after == DEFAVORABLE != before:
        return EMERGENT
    if before == DEFAVORABLE != after:
        return RESOLU
    if before != DEFAVORABLE:
        return SANS_OBJET
    if verdict in (AMELIORATION_PROPRE, SUIT_LA_REGION):
        return EN_REDUCTION
    if verdict in (DECROCHE, DEGRADATION_PARTAGEE, DEGRADATION_MOINDRE):
        return AGGRAVE
    return PERSISTANT


def _direction(ratio: Estimation, sense: str) -> npt.NDArray[np.float64]:
    """Return 1 favourable, −1 unfavourable, 0 when the interval contains 1."""
    lower, upper = check_same_shape(
        check_numbers(ratio.lower, "lower"), check_numbers(ratio.upper, "upper", infinite=True)
    )
    return _SENSES[sense] * np.where(lower > 1, 1.0, np.where(upper < 1, -1.0, 0.0))
