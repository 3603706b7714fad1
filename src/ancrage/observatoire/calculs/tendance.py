"""Trends: mean annual change (APC), pooled windows, declared breaks, base-100 series.

APC = 100 (e^β − 1), β being the slope of the log-rate on the year.

- `annual_change_poisson`: log-linear Poisson with offset; when the points scatter more than
  Poisson's law allows, the error grows by √(Pearson χ² / df) (never shrinks).
- `annual_change_negative_binomial`: the same line with variance μ + α μ², α being such that
  Pearson's χ² equals its degrees of freedom; α = 0 gives Poisson's answer back.
- `annual_change_least_squares`: least squares on ln(rate), Student's limits; for published rates
  without counts, and only there.

Limits are normal while Poisson's law holds, Student's (years − 2) once a dispersion is estimated:
normal ones would then cover the truth nine times out of ten only, over eight to twelve years.

Decisions: time runs within one segment only: a declared break starts another (`segments`), and
no trend crosses it. Overlapping windows (moving averages) are refused: their errors are
correlated. A series without any event, or with all of them in its first or its last year, has no
trend: status `non_applicable`, NaN.

Sources: McCullagh & Nelder 1989, ch. 6 and 9; moment estimate of α: Breslow 1984 (Appl Stat 33:38);
NCI, *Average annual percent change*.
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
    check_numbers,
    check_positive,
    check_same_shape,
)
from ancrage.observatoire.calculs.estimation import Estimation
from ancrage.observatoire.erreurs import Erreur

APC_POISSON = "apc_poisson_dispersion"
APC_NEGATIVE_BINOMIAL = "apc_binomiale_negative"
APC_LEAST_SQUARES = "apc_moindres_carres_log"
_ROUNDS, _CLOSE = 60, 1e-13
_BISECTIONS, _MAX_ALPHA = 50, 100.0
Fenetre = tuple[int, int]


@dataclass(frozen=True, slots=True)
class EvolutionAnnuelle(Estimation):
    """Mean change per year, in percent.

    `dispersion`: Pearson χ²/df of Poisson's law, or α of the negative binomial one (NaN for least
    squares).
    """

    dispersion: Tableau
    status: npt.NDArray[np.str_]  # valeur | non_applicable


@dataclass(frozen=True, slots=True)
class _Series:
    """Counts ready to fit: years centred, exposures, and which series have a trend at all."""

    x: Tableau
    events: Tableau
    base: Tableau
    usable: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Fit:
    slope: Tableau
    error: Tableau
    chi_square: Tableau


def annual_change_poisson(
    years: npt.ArrayLike,
    observed: npt.ArrayLike,
    exposure: npt.ArrayLike,
    level: float = 0.95,
) -> EvolutionAnnuelle:
    """Return the APC of series (…, years) of counts over exposures (> 0); three years or more."""
    series = _check_counts(years, observed, exposure)
    fit = _fit(series, np.zeros_like(series.usable, dtype=float))
    freedom = series.x.size - 2
    dispersion = fit.chi_square / freedom
    error = fit.error * np.sqrt(np.maximum(dispersion, 1.0))
    half = _quantile(level, freedom, dispersion > 1) * error
    return _annual_change(fit.slope, half, dispersion, series.usable, APC_POISSON)


def annual_change_negative_binomial(
    years: npt.ArrayLike,
    observed: npt.ArrayLike,
    exposure: npt.ArrayLike,
    level: float = 0.95,
) -> EvolutionAnnuelle:
    """Return the APC of series (…, years) that scatter more than Poisson's law allows.

    `dispersion` is then α (variance μ + α μ²), 0 where Poisson's law is enough.
    """
    series = _check_counts(years, observed, exposure)
    freedom = series.x.size - 2
    low, high = np.zeros_like(series.usable, dtype=float), np.full(series.usable.shape, _MAX_ALPHA)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        short = _fit(series, middle).chi_square > freedom
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    enough = _fit(series, np.zeros_like(high)).chi_square <= freedom
    alpha = np.where(enough, 0.0, high)
    fit = _fit(series, alpha)
    half = _quantile(level, freedom, ~enough) * fit.error
    return _annual_change(fit.slope, half, alpha, series.usable, APC_NEGATIVE_BINOMIAL)


def annual_change_least_squares(
    years: npt.ArrayLike, rates: npt.ArrayLike, level: float = 0.95
) -> EvolutionAnnuelle:
    """Return the APC of series (…, years) of rates (> 0) without counts; three years or more."""
    time = _check_years(years, at_least=3)
    logarithm = np.log(check_positive(rates, "rates"))
    _check_length(logarithm, time)
    x = time - time.mean()
    slope = (logarithm * x).sum(axis=-1) / (x**2).sum()
    residual = logarithm - logarithm.mean(axis=-1, keepdims=True) - slope[..., None] * x
    error = np.sqrt((residual**2).sum(axis=-1) / (x.size - 2) / (x**2).sum())
    half = special.stdtrit(x.size - 2, 1 - check_level(level)) * error
    none = np.full_like(slope, np.nan)
    return _annual_change(slope, half, none, np.full(slope.shape, True), APC_LEAST_SQUARES)


def pool_windows(years: npt.ArrayLike, values: npt.ArrayLike, windows: list[Fenetre]) -> Tableau:
    """Return the sums of (…, years) over disjoint windows of first and last year, both included."""
    time = _check_years(years, at_least=1)
    counts = check_counts(values, "values")
    _check_length(counts, time)
    check_disjoint(windows)
    sums = []
    for first, last in windows:
        inside = (time >= first) & (time <= last)
        if inside.sum() != last - first + 1:
            raise Erreur(
                "annee_absente",
                f"Regroupement impossible : il manque des années entre {first} et {last}.",
                attendu="toutes les années de la fenêtre",
            )
        sums.append(counts[..., inside].sum(axis=-1))
    return np.stack(sums, axis=-1)


def check_disjoint(windows: list[Fenetre]) -> None:
    """Refuse windows that overlap or run backwards."""
    ordered = sorted(windows)
    backwards = any(first > last for first, last in windows)
    if backwards or any(one[1] >= two[0] for one, two in pairwise(ordered)):
        raise Erreur(
            "fenetres_chevauchantes",
            "Évolution impossible : des périodes se chevauchent.",
            attendu="des périodes disjointes, par exemple 2011-2015 et 2016-2020",
        )


def segments(years: npt.ArrayLike, breaks: tuple[int, ...]) -> npt.NDArray[np.intp]:
    """Return the segment of each year; a break at `a` separates the years before a from a on."""
    return np.searchsorted(np.sort(np.array(breaks, dtype=float)), _check_years(years), "right")


def base_hundred(
    years: npt.ArrayLike, values: npt.ArrayLike, breaks: tuple[int, ...] = ()
) -> Tableau:
    """Return series (…, years) at 100 in their first year, again at 100 after each break."""
    part = segments(years, breaks)
    series = check_counts(values, "values")
    _check_length(series, np.asarray(years, dtype=float))
    start = np.searchsorted(part, part)
    base = check_positive(series[..., start], "première année")
    return 100 * series / base


def _check_counts(
    years: npt.ArrayLike, observed: npt.ArrayLike, exposure: npt.ArrayLike
) -> _Series:
    time = _check_years(years, at_least=3)
    events, base = check_same_shape(check_counts(observed), check_positive(exposure, "exposure"))
    _check_length(events, time)
    # All events in the first or in the last year: the fitted slope would be infinite.
    usable = (events[..., 1:].sum(axis=-1) > 0) & (events[..., :-1].sum(axis=-1) > 0)
    # A series without a trend is fitted on ones, then hidden.
    events = np.where(np.asarray(usable)[..., None], events, 1.0)
    return _Series(time - time.mean(), events, base, np.asarray(usable))


def _fit(series: _Series, alpha: Tableau) -> _Fit:
    """Fit the log-linear line for variance μ + α μ², by scoring."""
    events, base, x = series.events, series.base, series.x
    intercept = np.log(events.sum(axis=-1) / base.sum(axis=-1))
    slope = np.zeros_like(intercept)
    rounds, step = 0, np.inf
    while step > _CLOSE and rounds < _ROUNDS:
        mean = base * np.exp(intercept[..., None] + slope[..., None] * x)
        shrink = 1 / (1 + alpha[..., None] * mean)
        weight, residual = mean * shrink, (events - mean) * shrink
        total, first, second = weight.sum(-1), (weight * x).sum(-1), (weight * x**2).sum(-1)
        gap, moment = residual.sum(axis=-1), (residual * x).sum(axis=-1)
        determinant = total * second - first**2
        # A step, kept under one on the log scale: a lone final peak would overshoot.
        across = np.clip((second * gap - first * moment) / determinant, -1, 1)
        up = np.clip((total * moment - first * gap) / determinant, -1, 1)
        intercept, slope = intercept + across, slope + up
        rounds, step = rounds + 1, max(np.abs(across).max(), np.abs(up).max())
    chi_square = ((events - mean) ** 2 / mean * shrink).sum(axis=-1)
    return _Fit(slope, np.sqrt(total / determinant), chi_square)


def _quantile(level: float, freedom: int, estimated: npt.NDArray[np.bool_]) -> Tableau:
    """Return the half-width in errors: Student's where the dispersion is estimated."""
    tail = 1 - check_level(level)
    return np.where(estimated, special.stdtrit(freedom, tail), special.ndtri(tail))


def _check_years(years: npt.ArrayLike, at_least: int = 1) -> Tableau:
    time = check_numbers(years, "years")
    if time.ndim != 1 or time.size < at_least or (np.diff(time) <= 0).any():
        raise Erreur(
            "annees_inutilisables",
            f"Série impossible : il faut au moins {at_least} années, croissantes et distinctes.",
            remede="regrouper les années, ou attendre des millésimes de plus",
        )
    return time


def _check_length(values: Tableau, time: Tableau) -> None:
    if not values.ndim or values.shape[-1] != time.size:
        raise Erreur(
            "formes_inegales",
            f"Série impossible : {time.size} années pour des valeurs de forme {values.shape}.",
            attendu="une valeur par année, années en dernière dimension",
        )


def _annual_change(
    slope: Tableau,
    half: Tableau,
    dispersion: Tableau,
    usable: npt.NDArray[np.bool_],
    method: str,
) -> EvolutionAnnuelle:
    value, lower, upper = (
        np.where(usable, 100 * np.expm1(slope + shift), np.nan)[()] for shift in (0.0, -half, half)
    )
    return EvolutionAnnuelle(
        value,
        lower,
        upper,
        method,
        np.where(usable, dispersion, np.nan)[()],
        np.where(usable, "valeur", "non_applicable")[()],
    )
