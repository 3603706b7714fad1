"""Compare two editions of a figure: the gate, T2/T1, its ratio to the region's, the verdict.

The rules are those of `calculs.evolution` (methodes.md § 14). The ratio of two counts or crude
rates has exact limits; that of two shares or of two ratios is log-normal. An exhaustive count
(population, stock) changes or does not: it is neither tested nor judged.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass

from ancrage.observatoire.calculs.comparaison import (
    MAX_SHARE,
    Ecart,
    compare_counts,
    compare_standardised_rates,
    ratio_of_ratios,
)
from ancrage.observatoire.calculs.evolution import (
    Chiffre,
    comparability,
    evolution_verdict,
)
from ancrage.observatoire.calculs.puissance import MIN_POWER, power_log_ratio
from ancrage.observatoire.catalogue.modeles import Indicateur, Methode
from ancrage.observatoire.moteur.resultats import Valeur

_RATES = {Methode.TAUX_BRUT, Methode.DENSITE, Methode.EFFECTIF_EVENEMENTS}
_EXHAUSTIVE = {Methode.EFFECTIF, Methode.QUOTIENT, Methode.EVOLUTION_ANNUELLE}
_CENSUS_YEARS = 5  # a census share pools five yearly surveys: closer ones share some
_OVERLAP = "chevauchement"
_Z = 1.959964  # of the 95 % limits, read back as an error on the logarithm
_STANDARD = "population standard européenne de 2013"


@dataclass(frozen=True, slots=True)
class Evolution:
    """What may be said of a change.

    `motifs` forbid the comparison. `sens`: hausse | baisse where the interval of the ratio
    excludes 1. `verdict`: code of the grid, where the indicateur has a favourable sense and the
    region's figures are known. `relative` is the ratio to the region's own change, wherever the
    region is known. `power`: chance to see a change of 20 %; `conclusive`: it is high enough.
    """

    motifs: tuple[str, ...] = ()
    exhaustive: bool = False
    ratio: float | None = None
    lower: float | None = None
    upper: float | None = None
    sens: str | None = None
    verdict: str | None = None
    conclusive: bool = False
    power: float | None = None
    p_value: float | None = None
    relative: float | None = None
    relative_lower: float | None = None
    relative_upper: float | None = None
    relative_p_value: float | None = None


@dataclass(frozen=True, slots=True)
class EditionChiffre:
    """A figure of one edition, with the communes it covers and the region's figure beside it."""

    valeur: Valeur
    communes: Collection[str]
    region: Valeur | None = None


def compare_editions(
    before: EditionChiffre, after: EditionChiffre, indicateur: Indicateur
) -> Evolution:
    """Return what changed between two editions of an indicateur, or why it cannot be said."""
    old, new = before.valeur, after.valeur
    exhaustive = Methode(new.method) in _EXHAUSTIVE
    motifs = _motives(before, after, indicateur, exhaustive)
    if motifs:
        return Evolution(motifs, exhaustive)
    if exhaustive:
        ratio = new.value / old.value if new.value is not None and old.value else None
        return Evolution(exhaustive=True, ratio=ratio)
    if not old.numerator or not new.numerator:
        return Evolution()
    own = _ratio(old, new)
    spread = math.hypot(_relative_error(old), _relative_error(new))
    power = float(power_log_ratio(spread)) if spread else 1.0
    lower, upper = float(own.lower), float(own.upper)
    relative = _relative(before, after)
    verdict = None
    if relative is not None and indicateur.sense != "neutre":
        verdict = str(evolution_verdict(own, relative, indicateur.sense, power))
    return Evolution(
        ratio=float(own.value),
        lower=lower,
        upper=upper,
        sens="hausse" if lower > 1 else "baisse" if upper < 1 else None,
        verdict=verdict,
        conclusive=power >= MIN_POWER,
        power=power,
        p_value=float(own.p_value),
        relative=_number(relative, "value"),
        relative_lower=_number(relative, "lower"),
        relative_upper=_number(relative, "upper"),
        relative_p_value=_number(relative, "p_value"),
    )


def _number(gap: Ecart | None, name: str) -> float | None:
    return None if gap is None else float(getattr(gap, name))


def _motives(
    before: EditionChiffre, after: EditionChiffre, indicateur: Indicateur, exhaustive: bool
) -> tuple[str, ...]:
    breaks = tuple(rupture.annee for rupture in indicateur.ruptures)
    found = comparability(_facts(before, exhaustive), _facts(after, exhaustive), breaks)
    if _OVERLAP not in found and _shares_surveys(before.valeur, after.valeur):
        return (_OVERLAP, *found)
    return found


def _facts(edition: EditionChiffre, exhaustive: bool) -> Chiffre:
    valeur = edition.valeur
    method = Methode(valeur.method)
    tested = method.interval or (method is Methode.TAUX_STANDARDISE and bool(valeur.lower))
    counted = valeur.numerator is not None and tested
    return Chiffre(
        perimetre=frozenset(edition.communes),
        definition=f"{valeur.method} {valeur.unit}",
        standard=_standard(valeur),
        source=origin_of(valeur),
        window=_window(valeur),
        status=valeur.status,
        reliable=valeur.reliability != "non_fiable",
        counts_known=counted or (exhaustive and valeur.value is not None),
    )


def _standard(valeur: Valeur) -> str | None:
    """Return the reference population: each indirect ratio has its own, none is comparable."""
    method = Methode(valeur.method)
    if method is Methode.ICM:
        return f"structure par âge du territoire, {valeur.periode}"
    return _STANDARD if method is Methode.TAUX_STANDARDISE else None


def origin_of(valeur: Valeur) -> str:
    """Return what makes two sources one: two deposits of the same extract are one source."""
    source = valeur.source
    if source is None:
        return ""
    deposit = source.code.startswith("depot:")
    return f"{source.producteur}, {source.titre}" if deposit else source.code


def _window(valeur: Valeur) -> tuple[int, int]:
    text = valeur.periode or "0"
    return int(text[:4]), int(text[-4:])


def _shares_surveys(old: Valeur, new: Valeur) -> bool:
    (first, _), (last, end) = _window(old), _window(new)
    return (
        Methode(new.method) is Methode.PROPORTION and last == end and last - first < _CENSUS_YEARS
    )


def _ratio(old: Valeur, new: Valeur) -> Ecart:
    if Methode(new.method) in _RATES:
        return compare_counts(
            new.numerator or 0.0, old.numerator or 0.0, _exposure(new), _exposure(old)
        )
    return compare_standardised_rates(*_rate(new), *_rate(old))


def _exposure(valeur: Valeur) -> float:
    """Return the person-years, or the years of the window for a bare count of events."""
    first, last = _window(valeur)
    return valeur.denominator or float(last - first + 1)


def _rate(valeur: Valeur) -> tuple[float, float]:
    """Return the rate and its standard error, in no particular unit."""
    if Methode(valeur.method) is Methode.TAUX_STANDARDISE:
        value = valeur.value or 0.0
        return value, value * _relative_error(valeur)
    rate = (valeur.numerator or 0.0) / _exposure(valeur)
    return rate, rate * _relative_error(valeur)


def _relative_error(valeur: Valeur) -> float:
    events, base = valeur.numerator or 0.0, valeur.denominator or math.inf
    if not events:
        return math.inf
    method = Methode(valeur.method)
    if method is Methode.TAUX_STANDARDISE and valeur.lower and valeur.upper:
        return (math.log(valeur.upper) - math.log(valeur.lower)) / (2 * _Z)
    if method is Methode.PROPORTION:
        return math.sqrt(max(1 / events - 1 / base, 0.0))
    return math.sqrt(1 / events + (1 / base if method is Methode.RAPPORT else 0.0))


def _relative(before: EditionChiffre, after: EditionChiffre) -> Ecart | None:
    """Return the change of the territory over that of the region, where both are counted alike."""
    if before.region is None or after.region is None:
        return None
    methods = {v.method for v in (before.valeur, after.valeur, before.region, after.region)}
    if len(methods) > 1:
        return None
    if Methode(before.valeur.method) is Methode.TAUX_STANDARDISE:
        around = _standardised_reference(before), _standardised_reference(after)
    else:
        around = _counted_reference(before), _counted_reference(after)
    old, new = around
    if not old or not new:
        return None
    return ratio_of_ratios((*_rate(before.valeur), *_rate(after.valeur)), (*old, *new))


def _counted_reference(edition: EditionChiffre) -> tuple[float, float] | None:
    counts = _reference(edition)
    return _errors(counts) if counts else None


def _standardised_reference(edition: EditionChiffre) -> tuple[float, float] | None:
    """Return the region's standardised rate with its error, None where the territory weighs on it.

    Its age bands are not known here: the territory cannot be taken out of its region.
    """
    own, region = edition.valeur, edition.region
    if region is None or not region.value or not region.lower or not region.denominator:
        return None
    heavy = (own.denominator or 0.0) > MAX_SHARE * region.denominator
    return None if heavy else _rate(region)


def _reference(edition: EditionChiffre) -> tuple[float, float, str] | None:
    """Return the region's counts, the territory taken out where it weighs over 5 % of them."""
    own, region = edition.valeur, edition.region
    if region is None or not region.numerator:
        return None
    events, base = region.numerator, _exposure(region)
    if own.denominator and region.denominator and own.denominator > MAX_SHARE * base:
        events, base = events - (own.numerator or 0.0), base - own.denominator
    return (events, base, region.method) if events > 0 and base > 0 else None


def _errors(counts: tuple[float, float, str]) -> tuple[float, float]:
    events, base, method = counts
    relative = 1 / events
    if method == Methode.PROPORTION:
        relative = max(1 / events - 1 / base, 0.0)
    elif method == Methode.RAPPORT:
        relative += 1 / base
    return events / base, events / base * math.sqrt(relative)
