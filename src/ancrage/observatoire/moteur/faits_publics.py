"""What public sources tell of the events that an extract counts: facts that its reader has already.

Deaths by commune, all causes and ages, say: the catalogue declares which measures count all the
events of a kind (`evenements`), and a deposit holds all of them, or a part. Only the counts that
the observatory shows are read, from the store in use.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from ancrage.observatoire.catalogue.depots import TOUTES, DepotRestreint
from ancrage.observatoire.catalogue.modeles import Indicateur, Serie, Source
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.extraits import Extrait
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.sources.statuts import is_shown

Annees = frozenset[str]
Comptes = Mapping[str, float]  # commune of today: count
TOUS, PARTIE, AUTRES = "tous", "partie", "autres"
ECART = 0.05  # two producers of the same count differ by less: late records, places corrected
_TINY = 1e-6


@dataclass(frozen=True)
class FaitPublic:
    """All the events of some years in each commune of today, as a public source counts them."""

    source: str
    periode: str
    annees: Annees
    comptes: Comptes


def read_public_facts(
    depot: DepotRestreint,
    indicateurs: Mapping[str, Indicateur],
    sources: Mapping[str, Source],
    magasin: Magasin,
    description: Path,
) -> list[FaitPublic]:
    """Return the public counts of the events of a deposit, both sexes together."""
    wanted = depot.evenements_publics
    if not wanted or depot.fictif:  # invented events are nobody's
        return []
    declared = {
        mesure.evenements
        for source in sources.values()
        for mesure in source.mesures.values()
        if mesure.evenements
    }
    if wanted not in declared:
        raise Erreur(
            "evenements_inconnus",
            f"Aucune source publique ne déclare compter « {wanted} ».",
            fichier=description,
            colonne="evenements",
            attendu=", ".join(sorted(declared)),
            remede='corrigez « evenements », ou écrivez « evenements = "" » si aucun compte '
            "public ne porte sur ces événements",
        )
    found: dict[Annees, FaitPublic] = {}
    for item in indicateurs.values():
        for rank, serie in enumerate(item.series):
            for fact in _facts_of(item.code, rank, serie, sources[serie.source], wanted, magasin):
                found.setdefault(fact.annees, fact)
    return sorted(found.values(), key=lambda fact: sorted(fact.annees))


def _facts_of(
    code: str, rank: int, serie: Serie, source: Source, wanted: str, magasin: Magasin
) -> Iterator[FaitPublic]:
    """Yield what a series shows, when its numerator is one public count of these events."""
    mesure = source.mesures.get(serie.numerator[0]) if len(serie.numerator) == 1 else None
    if mesure is None or mesure.evenements != wanted or not source.secret.libre:
        return
    rows = magasin.comptes.filter(
        is_shown(),
        ~pl.col("reparti"),
        indicateur=code, serie=rank, niveau="commune", sexe="ensemble",
    )  # fmt: skip
    for (periode,), part in rows.group_by("periode", maintain_order=True):
        years = mesure.annees.get(str(periode), (str(periode),))
        counts = dict(part.select("code", "numerator").iter_rows())
        yield FaitPublic(source.code, str(periode), frozenset(years), counts)


def relation(extrait: Extrait, facts: Sequence[FaitPublic], description: Path) -> str:
    """Tell whether an extract holds all the public events, a part of them, or other ones.

    Told by the counts of the years that both have; what the description declares is checked.
    """
    declared = extrait.depot.toutes_causes
    claims = _claims_all(extrait.depot) if declared is None else declared
    inside = [fact for fact in facts if extrait.covers(fact.annees)]
    if not inside:
        return TOUS if claims else PARTIE
    pairs = [pair for fact in inside for pair in _pairs(extrait, fact)]
    ours, theirs = sum(own for own, _ in pairs), sum(public for _, public in pairs)
    if ours > (1 + ECART) * theirs:
        found = AUTRES
    else:
        found = TOUS if claims and ours >= (1 - ECART) * theirs else PARTIE
    if declared is not None and found != (TOUS if declared else PARTIE):
        raise _differs(extrait.depot, description, declared)
    return found


def _claims_all(depot: DepotRestreint) -> bool:
    return any(TOUTES in item.causes and not item.age_min and item.age_max is None
               for item in depot.indicateurs)  # fmt: skip


def _pairs(extrait: Extrait, fact: FaitPublic) -> Iterator[tuple[float, float]]:
    for code, count in extrait.events(fact.annees).items():
        if code in fact.comptes:
            yield count, fact.comptes[code]


def _differs(depot: DepotRestreint, description: Path, declared: bool) -> Erreur:
    said = "tous les événements" if declared else "une partie des événements"
    return Erreur(
        "comptes_publics_differents",
        f"La description dit que l'extrait compte {said} (« {depot.evenements_publics} ») : les "
        "comptes publics des mêmes communes et des mêmes années disent le contraire.",
        fichier=description,
        colonne="toutes_causes",
        attendu=f"moins de {100 * ECART:.0f} % d'écart si l'extrait les compte tous",
        remede="corrigez « toutes_causes » ou « evenements », ou effacez ces deux clés",
        sortie=CodeSortie.REFUS,
    )


def known_totals(windows: Iterable[Annees], facts: Sequence[FaitPublic]) -> dict[Annees, Comptes]:
    """Return the public totals that bound what is counted over some windows of years.

    For each window: its own total where the facts add up to it, by sums and differences; else
    the smallest total that holds it, and the largest that it holds.
    """
    found: dict[Annees, Comptes] = {}
    for window in windows:
        own = _combination(window, facts)
        if own is not None:
            found[window] = own
            continue
        sums = _disjoint_sums([fact for fact in facts if fact.annees & window])
        above = [years for years in sums if years >= window]
        below = [years for years in sums if years < window]
        for chosen in (*sorted(above, key=_size)[:1], *sorted(below, key=_size)[-1:]):
            found[chosen] = _added((fact, 1.0) for fact in sums[chosen])
    return found


def _size(years: Annees) -> tuple[int, list[str]]:
    return len(years), sorted(years)


def _combination(window: Annees, facts: Sequence[FaitPublic]) -> Comptes | None:
    """Return the total of a window from sums and differences of facts, when there is one."""
    every = sorted(window.union(*(fact.annees for fact in facts)))
    if not facts:
        return None
    held = np.array([[year in fact.annees for fact in facts] for year in every], dtype=float)
    wanted = np.array([year in window for year in every], dtype=float)
    weights = np.linalg.lstsq(held, wanted, rcond=None)[0]
    if np.abs(held @ weights - wanted).max() > _TINY:
        return None
    used = np.abs(weights) > _TINY
    return _added((fact, float(w)) for fact, w, kept in zip(facts, weights, used, strict=True)
                  if kept)  # fmt: skip


def _added(terms: Iterable[tuple[FaitPublic, float]]) -> Comptes:
    """Add facts in the communes that all of them know."""
    held = list(terms)
    codes = set(held[0][0].comptes).intersection(*(fact.comptes for fact, _ in held))
    return {
        code: float(round(sum(weight * fact.comptes[code] for fact, weight in held)))
        for code in sorted(codes)
    }


def _disjoint_sums(facts: Sequence[FaitPublic]) -> dict[Annees, tuple[FaitPublic, ...]]:
    """Return every union of facts that share no year, with the facts that make it."""
    found: dict[Annees, tuple[FaitPublic, ...]] = {frozenset(): ()}
    for fact in facts:
        for years, parts in list(found.items()):
            if not years & fact.annees:
                found.setdefault(years | fact.annees, (*parts, fact))
    del found[frozenset()]
    return found
