"""The mean annual change of the yearly series of a profile, and where long ones turn.

Only yearly values of one source and one method, after the last declared break (methodes.md § 10).
Counts follow Poisson's law, or a negative binomial one where they scatter more; rates published
without counts are fitted by least squares. Census shares pool five years of surveys and medians
are no rate: neither has a trend here. From eight years on, joinpoint says where the line turns.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy import special

from ancrage.observatoire.calculs.joinpoint import MIN_POINTS, Joinpoint, joinpoint
from ancrage.observatoire.calculs.tendance import (
    APC_POISSON,
    EvolutionAnnuelle,
    annual_change_least_squares,
    annual_change_negative_binomial,
    annual_change_poisson,
    segments,
)
from ancrage.observatoire.catalogue.modeles import Indicateur, Methode
from ancrage.observatoire.moteur.multiplicite import flags
from ancrage.observatoire.moteur.resultats import Geographie, Profil, Valeur

MIN_YEARS = 5
_COUNTED = {Methode.TAUX_BRUT, Methode.DENSITE, Methode.EFFECTIF_EVENEMENTS}
_PUBLISHED = {Methode.TAUX_PUBLIE, Methode.TAUX_STANDARDISE_PUBLIE}
_SCATTER_LEVEL = 0.05  # Pearson's χ² beyond which Poisson's law is left


@dataclass(frozen=True, slots=True)
class SegmentTendance:
    """The mean annual change between two years, in percent, with its limits."""

    debut: int
    fin: int
    evolution: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Tendance:
    """The trend of one indicateur and sex; `morceaux` are the parts of a line that turns."""

    code: str
    libelle: str
    sexe: str
    geographie: Geographie  # the area that the values describe, larger when borrowed
    emprunte: bool
    ensemble: SegmentTendance
    methode: str
    dispersion: float | None  # χ²/df of Poisson's law, α of the negative binomial one
    morceaux: tuple[SegmentTendance, ...] = ()
    p_value: float | None = None
    retenu_fdr: bool | None = None  # stays once the number of series is counted


def build_tendances(profil: Profil, indicateurs: Mapping[str, Indicateur]) -> tuple[Tendance, ...]:
    """Return the trends that the yearly series of a profile allow, by code and sex."""
    groups: dict[tuple[str, str], list[Valeur]] = {}
    for valeur in profil.indicateurs:
        groups.setdefault((valeur.code, valeur.sexe), []).append(valeur)
    found = []
    for (code, _), values in sorted(groups.items()):
        item = indicateurs[code]
        series = _yearly(values, item)
        if len(series) >= MIN_YEARS and not item.sans_verdict:
            found.append(_tendance(item, series))
    trends = [trend for trend in found if trend is not None]
    marks = flags([trend.p_value for trend in trends])
    return tuple(replace(trend, retenu_fdr=mark) for trend, mark in zip(trends, marks, strict=True))


def _yearly(values: Sequence[Valeur], item: Indicateur) -> list[Valeur]:
    """Return the yearly values alike to the latest one, after the last declared break."""
    known = sorted(
        (v for v in values if v.periode and len(v.periode) == 4 and v.value is not None),
        key=lambda v: v.periode or "",
    )
    if not known:
        return []
    alike = [v for v in known if _kind(v) == _kind(known[-1])]
    parts = segments(_years(alike), tuple(each.annee for each in item.ruptures))
    return [v for v, part in zip(alike, parts, strict=True) if part == parts[-1]]


def _kind(valeur: Valeur) -> tuple[object, ...]:
    source = valeur.source.code if valeur.source else ""
    return valeur.method, source, valeur.status == "emprunte", valeur.geographie.code


def _years(series: Sequence[Valeur]) -> list[int]:
    return [int(v.periode or "0") for v in series]


def _tendance(item: Indicateur, series: Sequence[Valeur]) -> Tendance | None:
    fitted = _fit(series)
    if fitted is None or fitted.status != "valeur":
        return None
    last, years = series[-1], _years(series)
    return Tendance(
        code=item.code,
        libelle=item.libelle,
        sexe=last.sexe,
        geographie=last.geographie,
        emprunte=last.status == "emprunte",
        ensemble=SegmentTendance(
            years[0], years[-1], float(fitted.value), float(fitted.lower), float(fitted.upper)
        ),
        methode=fitted.method,
        dispersion=None if np.isnan(fitted.dispersion) else float(fitted.dispersion),
        morceaux=_turns(series) if len(series) >= MIN_POINTS and _positive(series) else (),
        p_value=_p_value(fitted, len(years) - 2),
    )


def _p_value(fitted: EvolutionAnnuelle, freedom: int) -> float:
    """Return the p-value that agrees with the interval: Student's where it is Student's."""
    slope, low, high = (
        math.log1p(float(x) / 100) for x in (fitted.value, fitted.lower, fitted.upper)
    )
    if high == low:
        return float(slope == 0)
    error = (high - low) / 2
    if fitted.method == APC_POISSON or fitted.dispersion == 0:
        return float(2 * special.ndtr(-abs(slope) / error * special.ndtri(0.975)))
    gap = abs(slope) / error * special.stdtrit(freedom, 0.975)
    return float(2 * special.stdtr(freedom, -gap))


def _fit(series: Sequence[Valeur]) -> EvolutionAnnuelle | None:
    method, years = Methode(series[-1].method), _years(series)
    if method in _PUBLISHED and _positive(series):
        return annual_change_least_squares(years, [v.value or 0.0 for v in series])
    if method not in _COUNTED:
        return None
    events = [v.numerator or 0.0 for v in series]
    base = [v.denominator or 1.0 for v in series]
    poisson = annual_change_poisson(years, events, base)
    freedom = len(years) - 2
    if special.chdtrc(freedom, poisson.dispersion * freedom) >= _SCATTER_LEVEL:
        return poisson
    return annual_change_negative_binomial(years, events, base)


def _positive(series: Sequence[Valeur]) -> bool:
    """Tell whether every rate has a logarithm."""
    return all(v.value for v in series)


def _turns(series: Sequence[Valeur]) -> tuple[SegmentTendance, ...]:
    """Return the parts of the broken line, nothing when it does not turn."""
    rates = tuple(v.value or 0.0 for v in series)
    events: tuple[float, ...] = ()
    if Methode(series[-1].method) in _COUNTED:
        events = tuple(v.numerator or 0.0 for v in series)
    return _broken_line(tuple(_years(series)), rates, events)


@lru_cache(maxsize=512)  # the territories of a batch borrow the same series
def _broken_line(
    years: tuple[int, ...], rates: tuple[float, ...], events: tuple[float, ...]
) -> tuple[SegmentTendance, ...]:
    errors = np.array(rates) / np.sqrt(events) if events else None
    line = joinpoint(years, rates, errors)
    return _parts(line) if line.turns else ()


def _parts(line: Joinpoint) -> tuple[SegmentTendance, ...]:
    change = line.annual_change
    return tuple(
        SegmentTendance(int(start), int(end), float(value), float(lower), float(upper))
        for (start, end), value, lower, upper in zip(
            line.segments, change.value, change.lower, change.upper, strict=True
        )
    )
