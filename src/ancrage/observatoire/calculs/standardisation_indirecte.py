"""Indirect standardisation: observed over expected (ICM), and the rate built on it.

E = Σ n_i R_i with the reference rates R_i by age (and sex) of the same period; ICM = 100 O / E.
The verdict is that of the exact interval, always; the χ² and mid-P p-values are given for
information, and where they disagree (V2: mid-P 0.0496, interval 98.9–181.4) the interval rules.
Two ICM of two territories are not compared with each other (different weights): each one against
the reference only. A territory over 5 % of its reference: `comparaison.reference_without`.

E = 0 (no population) is refused: such a territory has no ICM. Totals under ten: `fiabilite`.

Sources: Breslow & Day 1987, vol. II, ch. 2; mid-P: Lancaster 1961 (JASA 56:223), limits as in
Rothman & Boice 1979.
"""

import numpy as np
import numpy.typing as npt
from scipy import special

from ancrage.observatoire.calculs import intervalles
from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_counts,
    check_level,
    check_positive,
    check_same_shape,
)
from ancrage.observatoire.calculs.estimation import Estimation
from ancrage.observatoire.calculs.intervalles import Bornes
from ancrage.observatoire.calculs.taux import COUNT_LIMITS, choose
from ancrage.observatoire.erreurs import Erreur

MID_P = "mid_p"
_BISECTIONS = 80


def expected_events(person_years: npt.ArrayLike, reference_rates: npt.ArrayLike) -> Tableau:
    """Return E = Σ n_i R_i over the last axis; rates per person-year, of shape (ages,) or equal."""
    population = check_counts(person_years, "person_years")
    rates = check_counts(reference_rates, "reference_rates")
    if not population.ndim or rates.shape not in (population.shape, population.shape[-1:]):
        raise Erreur(
            "classe_age_absente",
            f"Attendus impossibles : population {population.shape}, taux de référence "
            f"{rates.shape}.",
            attendu="un taux de référence par classe d'âge, âge en dernière dimension",
        )
    return (population * rates).sum(axis=-1)


def expected_events_by_category(
    person_years: npt.ArrayLike, reference_rates: npt.ArrayLike
) -> Tableau:
    """Return E (…, areas, categories) from people (…, areas, ages), rates (…, categories, ages)."""
    population = check_counts(person_years, "person_years")
    rates = check_counts(reference_rates, "reference_rates")
    strata = min(population.ndim, rates.ndim) >= 2 and population.shape[:-2] == rates.shape[:-2]
    if not strata or population.shape[-1] != rates.shape[-1]:
        raise Erreur(
            "classe_age_absente",
            f"Attendus impossibles : population {population.shape}, taux de référence "
            f"{rates.shape}.",
            attendu="les mêmes strates, et les mêmes classes d'âge en dernière dimension",
        )
    return np.asarray(population @ np.swapaxes(rates, -1, -2))


def smr(
    observed: npt.ArrayLike,
    expected: npt.ArrayLike,
    multiplier: float = 100,
    level: float = 0.95,
    limits: str = intervalles.POISSON_EXACT,
) -> Estimation:
    """Return O / E × `multiplier` with limits: poisson_exact, byar, english_mixture or mid_p."""
    events, base = check_same_shape(check_counts(observed), check_positive(expected, "expected"))
    lower, upper = choose(COUNT_LIMITS | {MID_P: mid_p_limits}, limits)(events, level)
    scale = (multiplier / base)[()]
    return Estimation((events * scale)[()], lower * scale, upper * scale, f"icm, {limits}")


def indirect_rate(
    observed: npt.ArrayLike,
    expected: npt.ArrayLike,
    reference_rate: npt.ArrayLike,
    multiplier: float = 100_000,
    level: float = 0.95,
    limits: str = intervalles.POISSON_EXACT,
) -> Estimation:
    """Return the indirectly standardised rate: O / E × crude rate of the reference."""
    ratio = smr(observed, expected, 1.0, level, limits)
    scale = check_positive(reference_rate, "reference_rate") * multiplier
    return Estimation(
        np.asarray(ratio.value * scale)[()],
        np.asarray(ratio.lower * scale)[()],
        np.asarray(ratio.upper * scale)[()],
        f"taux_indirect, {limits}",
    )


def chi_square_p(observed: npt.ArrayLike, expected: npt.ArrayLike, yates: bool = True) -> Tableau:
    """Return the p-value of (|O − E| − ½)² / E, 1 df, for information only."""
    events, base = check_same_shape(check_counts(observed), check_positive(expected, "expected"))
    gap = np.maximum(np.abs(events - base) - (0.5 if yates else 0.0), 0.0)
    return np.asarray(special.chdtrc(1, gap**2 / base))[()]


def mid_p(observed: npt.ArrayLike, expected: npt.ArrayLike) -> Tableau:
    """Return the two-sided exact mid-P p-value (twice the smaller tail), for information only."""
    events, base = check_same_shape(check_counts(observed), check_positive(expected, "expected"))
    upper = _mid_tail(events, base)
    return np.minimum(2 * np.minimum(upper, 1 - upper), 1.0)[()]


def mid_p_limits(observed: npt.ArrayLike, level: float = 0.95) -> Bornes:
    """Return the mid-P limits of a Poisson count, narrower than the exact ones, by bisection."""
    tail = check_level(level)
    events = check_counts(observed)
    exact_low, exact_high = intervalles.poisson_exact(events, level)
    lower = _solve(events, tail, np.asarray(exact_low), events)
    upper = _solve(events, 1 - tail, events, np.asarray(exact_high))
    return np.where(events == 0, 0.0, lower)[()], upper[()]


def _mid_tail(events: Tableau, mean: Tableau) -> Tableau:
    """Return P(X > O) + ½ P(X = O) for X ~ Poisson(mean); it grows with the mean."""
    above = special.gammainc(events + 1, mean)
    from_it = np.where(events == 0, 1.0, special.gammainc(np.where(events == 0, 1, events), mean))
    return (above + from_it) / 2


def _solve(events: Tableau, target: float, low: Tableau, high: Tableau) -> Tableau:
    """Return the mean where the mid tail meets `target`, between `low` and `high`."""
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        short = _mid_tail(events, middle) < target
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return (low + high) / 2
