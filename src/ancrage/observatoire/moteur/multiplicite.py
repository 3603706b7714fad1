"""Many comparisons on one page: their p-values, what chance alone would show, what stays.

A page reads the latest period of each indicateur and sex against every reference: that is one
family of tests. Each p-value is that of the interval itself (`calculs.probabilites`), found from
the limits: those of a rate, a standardised rate or an ICM are an affine image of the exact limits
of the count, so the reference has its place among the expected counts.

Benjamini and Hochberg's mark is secondary: it never changes a verdict (methodes.md § 13).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from ancrage.observatoire.calculs.entrees import Tableau
from ancrage.observatoire.calculs.intervalles import poisson_exact, ratio_exact, wilson
from ancrage.observatoire.calculs.probabilites import (
    p_conditional,
    p_poisson,
    p_score,
)
from ancrage.observatoire.calculs.tests_multiples import (
    benjamini_hochberg,
    expected_false_positives,
)
from ancrage.observatoire.catalogue.modeles import Methode
from ancrage.observatoire.moteur.esperances import p_expectancy
from ancrage.observatoire.moteur.resultats import (
    Comparaison,
    Multiplicite,
    Valeur,
)

TAUX = 0.05  # false discovery rate of the mark
_APART = {"superieur", "inferieur"}
Paire = tuple[Valeur, Comparaison]


def count_tests(comparaisons: Iterable[Comparaison]) -> Multiplicite:
    """Return what is to be said of comparisons read together; those without verdict are none."""
    judged = [c for c in comparaisons if c.verdict is not None]
    return Multiplicite(
        tests=len(judged),
        attendus_par_hasard=expected_false_positives(len(judged)),
        etablis=sum(c.verdict in _APART for c in judged),
        retenus=sum(c.verdict in _APART and c.retenu_fdr is True for c in judged),
    )


def count_latest_tests(valeurs: Iterable[Valeur]) -> Multiplicite:
    """Return the tests of a profile: one per indicateur, sex and reference, latest period."""
    return count_tests(c for valeur in _latest(valeurs).values() for c in valeur.comparaisons)


def flag_valeurs(valeurs: Sequence[Valeur]) -> tuple[Valeur, ...]:
    """Return the values, every verdict with its p-value, the latest ones with their mark."""
    latest = {id(v) for v in _latest(valeurs).values()}
    pairs = [(v, c) for v in valeurs for c in v.comparaisons]
    tested = p_values(pairs)
    family = [
        p if id(valeur) in latest else None for (valeur, _), p in zip(pairs, tested, strict=True)
    ]
    flagged = iter(
        [
            replace(c, p_value=p, retenu_fdr=flag)
            for (_, c), p, flag in zip(pairs, tested, flags(family), strict=True)
        ]
    )
    return tuple(
        replace(v, comparaisons=tuple(next(flagged) for _ in v.comparaisons))
        if v.comparaisons
        else v
        for v in valeurs
    )


def flag_paires(pairs: Sequence[Paire]) -> list[Comparaison]:
    """Return the comparisons of one page with their p-values and marks, as one family."""
    tested = p_values(pairs)
    return [
        replace(c, p_value=p, retenu_fdr=flag)
        for (_, c), p, flag in zip(pairs, tested, flags(tested), strict=True)
    ]


def flags(tested: Sequence[float | None]) -> list[bool | None]:
    """Return Benjamini and Hochberg's mark of each p-value, None where nothing is tested."""
    known = [p for p in tested if p is not None]
    if not known:
        return [None] * len(tested)
    kept = iter(benjamini_hochberg(known, TAUX).flagged.tolist())
    return [None if p is None else next(kept) for p in tested]


def p_values(pairs: Sequence[Paire]) -> list[float | None]:
    """Return the p-value of each verdict, None where a value has no verdict or no counts."""
    found: list[float | None] = [None] * len(pairs)
    for methods, compute in _FAMILIES:
        ranks = [rank for rank, pair in enumerate(pairs) if _is_tested(pair, methods)]
        if ranks:
            numbers = np.array([_numbers(*pairs[rank]) for rank in ranks], dtype=float).T
            for rank, p_value in zip(ranks, compute(*numbers).tolist(), strict=True):
                found[rank] = p_value
    return found


def _is_tested(pair: Paire, methods: frozenset[str]) -> bool:
    valeur, comparaison = pair
    return (
        comparaison.verdict is not None
        and valeur.method in methods
        and None not in _numbers(valeur, comparaison)
    )


def _numbers(valeur: Valeur, comparaison: Comparaison) -> tuple[float | None, ...]:
    base = valeur.denominator if valeur.denominator is not None else np.nan
    return (
        valeur.value, valeur.numerator, base, valeur.lower, valeur.upper, comparaison.value,
    )  # fmt: skip


def _counted(
    value: Tableau,
    observed: Tableau,
    _base: Tableau,
    lower: Tableau,
    upper: Tableau,
    reference: Tableau,
) -> Tableau:
    """Test the count against the one that would put the value on the reference."""
    low, high = poisson_exact(observed)
    scale = (upper - lower) / (high - low)
    return p_poisson(observed, np.maximum(observed + (reference - value) / scale, 0.0))


def _shared(
    _value: Tableau,
    observed: Tableau,
    base: Tableau,
    _lower: Tableau,
    upper: Tableau,
    reference: Tableau,
) -> Tableau:
    part = np.minimum(observed, base)  # weighted counts may exceed their total by a rounding
    return p_score(part, base, reference * wilson(part, base)[1] / upper)


def _related(
    _value: Tableau,
    observed: Tableau,
    base: Tableau,
    _lower: Tableau,
    upper: Tableau,
    reference: Tableau,
) -> Tableau:
    return p_conditional(observed, base, reference * ratio_exact(observed, base)[1] / upper)


def _lived(
    value: Tableau,
    _observed: Tableau,
    _base: Tableau,
    lower: Tableau,
    upper: Tableau,
    reference: Tableau,
) -> Tableau:
    return p_expectancy(value, lower, upper, reference)


_COUNTED = {
    Methode.TAUX_BRUT,
    Methode.DENSITE,
    Methode.TAUX_STANDARDISE,
    Methode.ICM,
}
_FAMILIES: tuple[tuple[frozenset[str], Callable[..., Tableau]], ...] = (
    (frozenset(_COUNTED), _counted),
    (frozenset({Methode.PROPORTION}), _shared),
    (frozenset({Methode.RAPPORT}), _related),
    (frozenset({Methode.ESPERANCE_VIE}), _lived),
)


def _latest(valeurs: Iterable[Valeur]) -> dict[tuple[str, str], Valeur]:
    """Return the latest entry of each indicateur and sex: what a page shows."""
    newest: dict[tuple[str, str], Valeur] = {}
    for valeur in valeurs:
        if valeur.periode is not None:
            key = (valeur.code, valeur.sexe)
            if key not in newest or str(newest[key].periode) < valeur.periode:
                newest[key] = valeur
    return newest
