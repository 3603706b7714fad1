"""How often the grid of verdicts errs: simulated pairs of editions whose truth is known.

A pair draws events of the territory and of its region before and after, as Poisson counts of
known means, and sends them through the very functions that judge real figures: T2/T1 by the exact
ratio of counts, or log-normal as for standardised rates (`exact=False`). The rates are published
in the method page; the seed is declared.
"""

from dataclasses import dataclass

import numpy as np

from ancrage.observatoire.calculs.comparaison import (
    compare_counts,
    compare_standardised_rates,
    ratio_of_ratios,
)
from ancrage.observatoire.calculs.entrees import check_positive
from ancrage.observatoire.calculs.evolution import (
    AMELIORATION_PROPRE,
    DECROCHE,
    DEGRADATION_MOINDRE,
    DEGRADATION_PARTAGEE,
    NON_CONCLUANT,
    STABLE,
    SUIT_LA_REGION,
    TIENT_MIEUX,
    evolution_verdict,
)
from ancrage.observatoire.calculs.puissance import power_log_ratio

CODES = (
    AMELIORATION_PROPRE,
    SUIT_LA_REGION,
    TIENT_MIEUX,
    STABLE,
    NON_CONCLUANT,
    DECROCHE,
    DEGRADATION_PARTAGEE,
    DEGRADATION_MOINDRE,
)
_GOOD = (AMELIORATION_PROPRE, SUIT_LA_REGION)
_BAD = (DEGRADATION_PARTAGEE, DEGRADATION_MOINDRE)


@dataclass(frozen=True, slots=True)
class TauxErreur:
    """Share of each verdict over the pairs, and of those that contradict the truth.

    `false_change`: a change of the territory claimed with the wrong sign, or where there is
    none. `false_gap`: a gap with the region claimed likewise. `inconclusive`: no claim.
    """

    shares: dict[str, float]
    false_change: float
    false_gap: float
    inconclusive: float
    pairs: int
    seed: int


def simulate_error_rates(
    events: float,
    change: float,
    region_change: float,
    region_size: float = 50.0,
    pairs: int = 1_000,
    seed: int = 0,
    exact: bool = True,
) -> TauxErreur:
    """Return the error rates for a territory of `events` expected events per window.

    `change` and `region_change` are the true T2/T1 and R2/R1 of an indicateur whose fall is
    favourable; the region has `region_size` times the territory's events.
    """
    check_positive([events, change, region_change, region_size, pairs], "simulation")
    random = np.random.default_rng(seed)
    means = np.array([1, change, region_size, region_size * region_change]) * events
    # A pair without any event before or after is not judged in real life either: at least one.
    counts = np.maximum(random.poisson(means, (pairs, 4)), 1).T.astype(float)
    errors = np.sqrt(counts)
    own = (
        compare_counts(counts[1], counts[0])
        if exact
        else compare_standardised_rates(counts[1], errors[1], counts[0], errors[0])
    )
    relative = ratio_of_ratios(
        (counts[0], errors[0], counts[1], errors[1]), (counts[2], errors[2], counts[3], errors[3])
    )
    power = power_log_ratio(np.sqrt((1 / counts[:2]).sum(axis=0)))
    verdicts = evolution_verdict(own, relative, "bas_favorable", power)
    shares = {code: float(np.mean(verdicts == code)) for code in CODES}
    gap = change / region_change
    return TauxErreur(
        shares=shares,
        false_change=_false(shares, change, _GOOD, _BAD),
        false_gap=_false(
            shares, gap, (AMELIORATION_PROPRE, TIENT_MIEUX, DEGRADATION_MOINDRE), (DECROCHE,)
        ),
        inconclusive=shares[NON_CONCLUANT],
        pairs=pairs,
        seed=seed,
    )


def _false(
    shares: dict[str, float], truth: float, falling: tuple[str, ...], rising: tuple[str, ...]
) -> float:
    """Return the share of verdicts that claim a direction the truth does not have."""
    wrong = (falling if truth >= 1 else ()) + (rising if truth <= 1 else ())
    return sum(shares[code] for code in wrong)
