"""The ratios of a change: T2/T1 of a territory, and its ratio to that of the region.

Two counts or crude rates have an exact ratio; shares, ratios and standardised rates a log-normal
one. A territory over 5 % of its region is taken out of it: by its counts, or, for a standardised
rate, through the rest that the comparisons of both figures hold (methodes.md § 3).
"""

import math
from dataclasses import dataclass

from ancrage.observatoire.calculs.comparaison import (
    MAX_SHARE,
    Ecart,
    compare_counts,
    compare_standardised_rates,
    ratio_of_ratios,
)
from ancrage.observatoire.catalogue.modeles import Methode
from ancrage.observatoire.moteur.resultats import Valeur

_RATES = {Methode.TAUX_BRUT, Methode.DENSITE, Methode.EFFECTIF_EVENEMENTS}
_Z = 1.959964  # of the 95 % limits, read back as an error on the logarithm
REGION = "region"
Taux = tuple[float, float]  # a rate and its standard error, in no particular unit


@dataclass(frozen=True, slots=True)
class RapportRegion:
    """The change over that of the region, and whether the territory was taken out of it."""

    ecart: Ecart
    hors_territoire: bool


def window_of(valeur: Valeur) -> tuple[int, int]:
    """Return the first and last year of a figure."""
    text = valeur.periode or "0"
    return int(text[:4]), int(text[-4:])


def own_change(old: Valeur, new: Valeur) -> Ecart:
    """Return T2/T1 with the limits of its method."""
    if Methode(new.method) in _RATES:
        return compare_counts(
            new.numerator or 0.0, old.numerator or 0.0, _exposure(new), _exposure(old)
        )
    return compare_standardised_rates(*_rate(new), *_rate(old))


def change_error(old: Valeur, new: Valeur) -> float:
    """Return the standard error of the logarithm of T2/T1."""
    return math.hypot(_relative_error(old), _relative_error(new))


def region_change(
    own: tuple[Valeur, Valeur], region: tuple[Valeur | None, Valeur | None]
) -> RapportRegion | None:
    """Return the change of the territory over that of the region, where both are counted alike."""
    old, new = region
    if old is None or new is None or len({v.method for v in (*own, old, new)}) > 1:
        return None
    heavy = _weighs(own[0], old) or _weighs(own[1], new)
    around = _around(own[0], old, heavy), _around(own[1], new, heavy)
    if around[0] is None or around[1] is None:
        return None
    ecart = ratio_of_ratios((*_rate(own[0]), *_rate(own[1])), (*around[0], *around[1]))
    return RapportRegion(ecart, heavy)


def _weighs(own: Valeur, region: Valeur) -> bool:
    """Tell whether the territory is over 5 % of its region: people, or events without people."""
    if own.denominator and region.denominator:
        return own.denominator > MAX_SHARE * region.denominator
    return (own.numerator or 0.0) > MAX_SHARE * (region.numerator or 0.0)


def _around(own: Valeur, region: Valeur, heavy: bool) -> Taux | None:
    if not region.numerator:
        return None
    if Methode(own.method) is not Methode.TAUX_STANDARDISE:
        return _counted(own, region, heavy)
    return _standardised_rest(own, region) if heavy else _rate(region)


def _counted(own: Valeur, region: Valeur, heavy: bool) -> Taux | None:
    """Return the rate of the region, or of what is left of it without the territory."""
    events, base = region.numerator or 0.0, _exposure(region)
    if heavy:
        events -= own.numerator or 0.0
        base -= own.denominator or 0.0
    if events <= 0 or base <= 0:
        return None
    return events / base, events / base * _counts_error(events, base, region.method)


def _standardised_rest(own: Valeur, region: Valeur) -> Taux | None:
    """Return the standardised rate of the region without the territory, and its error.

    The rate was computed band by band for the comparison of the figure. Its error is that of the
    region, grown as the events left are fewer: weights and ages stay near those of the region.
    """
    rest = next(
        (c.value for c in own.comparaisons if c.reference == REGION and c.hors_territoire), None
    )
    left = (region.numerator or 0.0) - (own.numerator or 0.0)
    if not rest or left <= 0:
        return None
    return rest, rest * _relative_error(region) * math.sqrt((region.numerator or 0.0) / left)


def _exposure(valeur: Valeur) -> float:
    """Return the person-years, or the years of the window for a bare count of events."""
    first, last = window_of(valeur)
    return valeur.denominator or float(last - first + 1)


def _rate(valeur: Valeur) -> Taux:
    if Methode(valeur.method) is Methode.TAUX_STANDARDISE:
        value = valeur.value or 0.0
        return value, value * _relative_error(valeur)
    rate = (valeur.numerator or 0.0) / _exposure(valeur)
    return rate, rate * _relative_error(valeur)


def _relative_error(valeur: Valeur) -> float:
    if not valeur.numerator:
        return math.inf
    if Methode(valeur.method) is Methode.TAUX_STANDARDISE and valeur.lower and valeur.upper:
        return (math.log(valeur.upper) - math.log(valeur.lower)) / (2 * _Z)
    return _counts_error(valeur.numerator, valeur.denominator or math.inf, valeur.method)


def _counts_error(events: float, base: float, method: str) -> float:
    if method == Methode.PROPORTION:
        return math.sqrt(max(1 / events - 1 / base, 0.0))
    return math.sqrt(1 / events + (1 / base if method == Methode.RAPPORT else 0.0))
