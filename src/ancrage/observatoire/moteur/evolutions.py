"""Compare two editions of a figure: the gate, T2/T1, its ratio to the region's, the verdict.

The rules are those of `calculs.evolution` (methodes.md § 14). The ratio of two counts or crude
rates has exact limits; that of two shares or of two ratios is log-normal. An exhaustive count
(population, stock) changes or does not: it is neither tested nor judged.
"""

from collections.abc import Collection
from dataclasses import dataclass

from ancrage.observatoire.calculs.comparaison import Ecart
from ancrage.observatoire.calculs.evolution import (
    Chiffre,
    comparability,
    evolution_verdict,
    need,
    need_position,
)
from ancrage.observatoire.calculs.puissance import MIN_POWER, power_log_ratio
from ancrage.observatoire.catalogue.modeles import Indicateur, Methode
from ancrage.observatoire.moteur.rapports import (
    REGION,
    change_error,
    own_change,
    region_change,
    window_of,
)
from ancrage.observatoire.moteur.resultats import Valeur

_EXHAUSTIVE = {Methode.EFFECTIF, Methode.QUOTIENT, Methode.EVOLUTION_ANNUELLE}
_CENSUS_YEARS = 5  # a census share pools five yearly surveys: closer ones share some
_OVERLAP = "chevauchement"
NEUTRE = "neutre"
_STANDARD = "population standard européenne de 2013"


@dataclass(frozen=True, slots=True)
class Evolution:
    """What may be said of a change.

    `motifs` forbid the comparison. `sens`: hausse | baisse where the interval of the ratio
    excludes 1. `verdict`: code of the grid, where the indicateur has a favourable sense and the
    region's figures are known. `relative` is the ratio to the region's own change, wherever the
    region is known; `region_hors_territoire`: the territory, over 5 % of the region, was taken out
    of it. `power`: chance to see a change of 20 %; `conclusive`: it is high enough. `besoin`: what
    became of the need, from the places of both figures against the region (§ 14.3).
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
    region_hors_territoire: bool = False
    besoin: str | None = None


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
    return _tested(before, after, indicateur.sense)


def _tested(before: EditionChiffre, after: EditionChiffre, sense: str) -> Evolution:
    old, new = before.valeur, after.valeur
    own = own_change(old, new)
    spread = change_error(old, new)
    power = float(power_log_ratio(spread)) if spread else 1.0
    lower, upper = float(own.lower), float(own.upper)
    around = region_change((old, new), (before.region, after.region))
    relative = around.ecart if around else None
    verdict = None
    if relative is not None and sense != NEUTRE:
        verdict = str(evolution_verdict(own, relative, sense, power))
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
        region_hors_territoire=around is not None and around.hors_territoire,
        besoin=_need(old, new, sense, verdict),
    )


def _need(old: Valeur, new: Valeur, sense: str, verdict: str | None) -> str | None:
    """Return what became of the need, where both figures stand against the same region."""
    if sense == NEUTRE or verdict is None:
        return None
    judged = [
        [c.verdict for c in valeur.comparaisons if c.reference == REGION] for valeur in (old, new)
    ]
    if not all(judged):
        return None
    before, after = (need_position(verdicts[0], sense) for verdicts in judged)
    return need(before, after, verdict)


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
        window=window_of(valeur),
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


def _shares_surveys(old: Valeur, new: Valeur) -> bool:
    (first, _), (last, end) = window_of(old), window_of(new)
    return (
        Methode(new.method) is Methode.PROPORTION and last == end and last - first < _CENSUS_YEARS
    )
