"""Life expectancy by Chiang's second method, abridged or single-year tables, age on the last axis.

q = n m / (1 + (1 − a) n m), a being the fraction of the band lived by those who die in it; the
open band gives L = l / m. Variance: Chiang (var q = q² (1 − q) / d), plus Silcocks's term for the
open band, l² / (d m²), unless `variance="chiang"`.

Decisions taken once, here:
- **a**: 0.1 under one year, 0.4 for 1-4, 0.5 elsewhere; a table that starts with a 0-4 band must
  bring its own fractions (most of its deaths happen in the first weeks): `fractions_of` gives
  0.12, that of four deaths in five before one year. At French rates, taking two in three or nine
  in ten moves e_0 by less than 0.01 year.
- **Band without population**, or **no death in the open band**: no table, status
  `non_applicable`, NaN everywhere. A band without deaths is fine (q = 0).
- **Under 5,000 person-years** (one sex): computed, status `non_fiable`, not to be published.
- q above 1 (more deaths than the band can hold) is brought back to 1.

Sources: Chiang 1984, *The Life Table and its Applications*; Silcocks, Jenner & Reza 2001
(J Epidemiol Community Health 55:38); minimum size: Eayres & Williams 2004 (same journal 58:243).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import special

from ancrage.observatoire.calculs.entrees import (
    Tableau,
    check_counts,
    check_level,
    check_shares,
)
from ancrage.observatoire.calculs.estimation import Estimation
from ancrage.observatoire.calculs.taux import choose
from ancrage.observatoire.erreurs import Erreur

ABRIDGED_AGES = (0, 1, *range(5, 95, 5))  # <1, 1-4, 5-9 … 85-89, 90+
SINGLE_AGES = tuple(range(0, 101))
MIN_PERSON_YEARS = 5_000
FRACTION_UNDER_FIVE = 0.12  # (0.8 × 0.1 + 0.2 × (1 + 4 × 0.4)) / 5
FRACTION_INFANT, FRACTION_CHILD, FRACTION_OTHER = 0.1, 0.4, 0.5
_OPEN_BAND_TERM = {"silcocks": 1.0, "chiang": 0.0}


@dataclass(frozen=True, slots=True)
class TableMortalite(Estimation):
    """A life table: `value` is e_x for each starting age of `ages` (last axis), in years."""

    standard_error: Tableau
    survivors: Tableau  # l_x, for one birth
    death_risk: Tableau  # q_x
    ages: tuple[int, ...]
    person_years: Tableau  # total, all ages
    status: npt.NDArray[np.str_]  # valeur | non_fiable | non_applicable, without the age axis

    def at(self, age: int) -> Estimation:
        """Return the expectancy at one age that starts a band."""
        if age not in self.ages:
            raise Erreur(
                "age_absent",
                f"La table de mortalité n'a pas de classe qui commence à {age} ans.",
                attendu=", ".join(str(start) for start in self.ages),
            )
        place = self.ages.index(age)
        value, lower, upper = (
            np.asarray(part)[..., place] for part in (self.value, self.lower, self.upper)
        )
        return Estimation(value, lower, upper, self.method)


def life_expectancy(
    deaths: npt.ArrayLike,
    person_years: npt.ArrayLike,
    ages: tuple[int, ...] = ABRIDGED_AGES,
    fractions: npt.ArrayLike | None = None,
    level: float = 0.95,
    variance: str = "silcocks",
    min_person_years: float = MIN_PERSON_YEARS,
) -> TableMortalite:
    """Return the life table of arrays (…, ages) of deaths and person-years; the last band is open.

    `ages` are the starting ages of the bands, increasing; `fractions` the a_x of all bands but
    the open one.
    """
    z = special.ndtri(1 - check_level(level))
    open_term = choose(_OPEN_BAND_TERM, variance)
    events, people = _check_table(deaths, person_years, ages)
    lived = _fractions(ages, fractions)
    usable = (people > 0).all(axis=-1) & (events[..., -1] > 0)
    # A table that cannot be made is computed on ones, then hidden.
    people = np.where(usable[..., None], people, 1.0)
    events = np.where(usable[..., None], events, 1.0)
    width = np.diff(np.array(ages, dtype=float))
    rate = events / people
    risk = width * rate[..., :-1] / (1 + (1 - lived) * width * rate[..., :-1])
    risk = np.minimum(risk, 1.0)

    survivors = np.concatenate(
        [np.ones((*risk.shape[:-1], 1)), np.cumprod(1 - risk, axis=-1)], axis=-1
    )
    died = survivors[..., :-1] * risk
    years = np.concatenate(
        [
            width * (survivors[..., 1:] + lived * died),
            survivors[..., -1:] / rate[..., -1:],
        ],
        axis=-1,
    )
    alive = np.maximum(survivors, np.finfo(float).tiny)
    expectancy = _sum_from(years) / alive
    spread = np.sqrt(_variance(events, rate, risk, survivors, expectancy, width, lived, open_term))
    error = spread / alive
    total = people.sum(axis=-1)
    shown = usable[..., None]
    return TableMortalite(
        value=np.where(shown, expectancy, np.nan),
        lower=np.where(shown, expectancy - z * error, np.nan),
        upper=np.where(shown, expectancy + z * error, np.nan),
        method=f"chiang_ii, {variance}",
        standard_error=np.where(shown, error, np.nan),
        survivors=np.where(shown, survivors, np.nan),
        death_risk=np.where(
            shown, np.concatenate([risk, np.ones((*risk.shape[:-1], 1))], axis=-1), np.nan
        ),
        ages=tuple(ages),
        person_years=np.where(usable, total, 0.0)[()],
        status=np.where(
            usable, np.where(total < min_person_years, "non_fiable", "valeur"), "non_applicable"
        )[()],
    )


def fractions_of(ages: tuple[int, ...]) -> Tableau:
    """Return the fractions of the closed bands, a 0-4 band included."""
    if ages[:2] != (0, 5):
        return _fractions(ages, None)
    return np.array([FRACTION_UNDER_FIVE, *_fractions(ages[1:], None)])


def _variance(
    events: Tableau,
    rate: Tableau,
    risk: Tableau,
    survivors: Tableau,
    expectancy: Tableau,
    width: Tableau,
    lived: Tableau,
    open_term: float,
) -> Tableau:
    """Return l_x² var(e_x), summed from each age on."""
    counted = np.maximum(events[..., :-1], np.finfo(float).tiny)
    risk_variance = np.where(events[..., :-1] > 0, risk**2 * (1 - risk) / counted, 0.0)
    reach = (1 - lived) * width + expectancy[..., 1:]
    closed = survivors[..., :-1] ** 2 * reach**2 * risk_variance
    opened = open_term * survivors[..., -1:] ** 2 / (events[..., -1:] * rate[..., -1:] ** 2)
    return _sum_from(np.concatenate([closed, opened], axis=-1))


def _sum_from(values: Tableau) -> Tableau:
    """Return, at each age, the sum over this age and all older ones."""
    return np.cumsum(values[..., ::-1], axis=-1)[..., ::-1]


def _check_table(
    deaths: npt.ArrayLike, person_years: npt.ArrayLike, ages: tuple[int, ...]
) -> tuple[Tableau, Tableau]:
    events, people = check_counts(deaths, "deaths"), check_counts(person_years, "person_years")
    if events.shape != people.shape or not events.ndim or events.shape[-1] != len(ages):
        raise Erreur(
            "classe_age_absente",
            f"Table de mortalité impossible : décès {events.shape}, population {people.shape}, "
            f"{len(ages)} classes d'âge.",
            attendu="un effectif par classe d'âge, âge en dernière dimension",
        )
    if len(ages) < 2 or list(ages) != sorted(set(ages)):
        raise Erreur(
            "classes_age_incompatibles",
            "Table de mortalité impossible : les classes d'âge ne sont pas croissantes.",
            attendu="au moins deux débuts de classe, du plus jeune au plus âgé",
        )
    return events, people


def _fractions(ages: tuple[int, ...], given: npt.ArrayLike | None) -> Tableau:
    """Return a_x for every band but the open one."""
    if given is not None:
        fractions = check_shares(given, "fractions")
        if fractions.shape != (len(ages) - 1,):
            raise Erreur(
                "formes_inegales",
                "Table de mortalité impossible : il faut une fraction a(x) par classe fermée.",
                attendu=f"{len(ages) - 1} fractions",
            )
        return fractions
    bands = list(pairwise(ages))
    if ages[0] == 0 and ages[1] > 1:
        raise Erreur(
            "classes_age_incompatibles",
            "Table de mortalité impossible : la première classe dépasse un an et les décès de "
            "nourrissons n'y sont pas répartis également.",
            remede="séparer les moins d'un an, ou fournir les fractions a(x)",
        )
    return np.array([_fraction(start, end) for start, end in bands])


def _fraction(start: int, end: int) -> float:
    if (start, end) == (0, 1):
        return FRACTION_INFANT
    return FRACTION_CHILD if (start, end) == (1, 5) else FRACTION_OTHER
