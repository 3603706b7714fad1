"""Life expectancies of a deposit: what may be published, and how they are judged.

Chiang's second method on pooled years, one sex at a time. It is shown only where the deaths it
rests on are: same measure, same joint protection as the count; then 5,000 person-years at least.
Value and limits are rounded to a tenth of a year **before they are kept**: unrounded, fifteen
digits would say more of the ages of the deaths than the convention lets out.

A verdict reads the interval; « pas de différence établie » asks that a gap of one year would have
been seen with the power of every other comparison.
"""

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import special

from ancrage.observatoire.calculs.esperance_vie import (
    MIN_PERSON_YEARS,
    fractions_of,
    life_expectancy,
)
from ancrage.observatoire.calculs.probabilites import p_normal
from ancrage.observatoire.calculs.puissance import verdict
from ancrage.observatoire.catalogue.modeles import Methode
from ancrage.observatoire.erreurs import Erreur

Tableau = npt.NDArray[np.float64]
DECIMALES = 1
OLDEST_OPEN_AGE = 85  # an open band that starts sooner hides too much of the end of life
ANNEES_A_DETECTER = 1.0
_Z = float(special.ndtri(0.975))
_TINY = 1e-9  # a limit printed as the value itself: any gap excludes
_HALF_STEP = 0.5 / 10**DECIMALES
_PETITE = "Moins de 5 000 personnes-années pour ce sexe : l'espérance de vie n'est pas publiée."
_SANS_TABLE = "Une classe d'âge sans population, ou la dernière sans décès : pas de table."


def expectancies(
    deaths: Tableau, person_years: Tableau, ages: tuple[int, ...]
) -> tuple[Tableau, Tableau, Tableau]:
    """Return the expectancy at the first age with its limits, rounded; NaN where no table is.

    `deaths`, `person_years`: (areas, ages).
    """
    if ages[-1] < OLDEST_OPEN_AGE:
        raise Erreur(
            "classes_age_incompatibles",
            f"Espérance de vie impossible : la dernière classe d'âge commence à {ages[-1]} ans.",
            attendu=f"une dernière classe qui commence à {OLDEST_OPEN_AGE} ans ou plus",
            remede="demandez un extrait par classes plus fines aux grands âges",
        )
    table = life_expectancy(deaths, person_years, ages, fractions_of(ages)).at(ages[0])
    value, lower, upper = (
        np.round(np.asarray(part, dtype=float), DECIMALES)
        for part in (table.value, table.lower, table.upper)
    )
    return value, lower, upper


def hold_back(
    status: npt.NDArray[np.str_],
    motif: list[str | None],
    value: Tableau,
    person_years: Tableau,
) -> None:
    """Withhold, among the values that secrecy lets out, those of no table or of a small area."""
    for row in np.flatnonzero(np.isin(status, ["valeur", "zero", "non_fiable"])):
        if np.isnan(value[row]):
            status[row], motif[row] = "non_applicable", _SANS_TABLE
        elif person_years[row] < MIN_PERSON_YEARS:
            status[row], motif[row] = "non_fiable", _PETITE
        else:
            status[row], motif[row] = "valeur", None


def judge_expectancies(rows: pl.DataFrame, compared: pl.DataFrame) -> pl.DataFrame:
    """Return the comparisons, those of life expectancies judged on their own scale."""
    own = rows.filter(pl.col("method") == Methode.ESPERANCE_VIE, pl.col("lower").is_not_null())
    if own.is_empty():
        return compared
    key = ["aire", "indicateur", "serie", "periode", "sexe"]
    limits = own.select(*key, "value", "lower", "upper")
    told = compared.with_row_index("rang").join(limits, on=key)
    told = told.filter(pl.col("verdict").is_not_null(), pl.col("ref_value").is_not_null())
    if told.is_empty():
        return compared
    low, high = told["lower"].to_numpy(), told["upper"].to_numpy()
    words = verdict(low, high, told["ref_value"].to_numpy(), power(low, high)).tolist()
    judged = told.select("rang", mieux=pl.Series(words, dtype=pl.String))
    return (
        compared.with_row_index("rang")
        .join(judged, on="rang", how="left", maintain_order="left")
        .with_columns(verdict=pl.coalesce("mieux", "verdict"))
        .drop("rang", "mieux")
    )


def power(lower: Tableau, upper: Tableau) -> Tableau:
    """Return the chance that the interval excludes a reference one year away."""
    error = np.maximum((upper - lower) / (2 * _Z), _HALF_STEP / _Z)
    return np.asarray(special.ndtr(ANNEES_A_DETECTER / error - _Z))


def p_expectancy(value: Tableau, lower: Tableau, upper: Tableau, reference: Tableau) -> Tableau:
    """Return the normal p-value by the side of the interval where the reference stands.

    Each limit was rounded: its own side keeps the p-value under 5 % exactly where it excludes.
    """
    side = np.where(reference > value, upper - value, value - lower)
    return p_normal(value, np.maximum(side, _TINY) / _Z, reference)
