"""What ties the extract that is deposited to those admitted before: the same events, counted twice.

Two extracts are tied when they give the same counts for the years, causes and communes that they
share, whatever their family of uses. What cannot be compared is refused: a subtraction between
two extracts whose link is unknown is a subtraction that nobody can prevent.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from ancrage.observatoire.moteur.extraits import Extrait, matching
from ancrage.observatoire.moteur.faits_publics import FaitPublic
from ancrage.observatoire.moteur.repere_extraits import Comptable, Frame, refusal
from ancrage.observatoire.moteur.secret_depots import (
    MONTRE,
    OUVERT,
    Compte,
    Statuts,
    protect_together,
)
from ancrage.observatoire.moteur.traces_depots import Trace

MASQUES = ("secret", "secret_secondaire")
_SAME, _TINY = 0.9, 1e-6
_AUTRES, _DISTINCTES = "effectifs_incomparables", "causes_distinctes"
_CIM10 = re.compile(r"[A-Z][0-9]{2}")


@dataclass(frozen=True, eq=False)
class Ancien:
    """An extract admitted earlier, or what is left of it, with the values that were shown of it."""

    extrait: Comptable
    valeurs: pl.DataFrame

    def marks(self, mesure: str) -> Statuts:
        """Return what was told of each cell of a measure: « montre », a mark, or nothing."""
        extrait = self.extrait
        sexes = [*extrait.sexes, "ensemble"] if len(extrait.sexes) > 1 else ["ensemble"]
        found = np.full((len(extrait.aires), len(sexes)), OUVERT, dtype="<U20")
        codes = [item.code for item in extrait.depot.indicateurs if item.mesure == mesure]
        rows = {aire: rank for rank, aire in enumerate(extrait.aires)}
        told = self.valeurs.filter(pl.col("indicateur").is_in(codes))
        for aire, sexe, status, count in told.select(
            "aire", "sexe", "status", "numerator"
        ).iter_rows():
            mark = MONTRE if count is not None else status if status in MASQUES else OUVERT
            place = rows[aire], sexes.index(sexe)
            found[place] = found[place] if found[place] == MONTRE else mark or found[place]
        return found


def solve(
    nouveau: Extrait,
    anciens: Sequence[Ancien],
    description: Path,
    facts: Sequence[FaitPublic] = (),
    complete: bool = False,
) -> dict[str, Statuts]:
    """Return the status of each cell of a new extract, protected with all that is tied to it.

    `facts`: public counts of the same events; `complete`: the extract holds all those events.
    """
    lies = _tied(nouveau, anciens, description)
    extraits = [nouveau, *(item.extrait for item in lies)]
    frame = Frame(extraits)
    comptes = []
    for item in lies:
        for mesure, contenu in frame.contents(item.extrait).items():
            marks = frame.spread(item.extrait, item.marks(mesure))
            comptes.append(Compte("", frame.place(item.extrait, mesure), contenu, marks))
    comptes += [
        Compte(mesure, frame.place(nouveau, mesure), contenu)
        for mesure, contenu in frame.contents(nouveau).items()
    ]
    held = [item for item in extraits if isinstance(item, Extrait)]
    comptes += frame.public_counts(held, facts, complete)
    comptes += frame.common_parts(extraits, comptes, description)
    solved = protect_together(comptes, nouveau.depot.seuil_primaire)
    return {name: frame.read(nouveau, status) for name, status in solved.items()}


def _tied(nouveau: Extrait, anciens: Sequence[Ancien], description: Path) -> list[Ancien]:
    """Return the earlier extracts tied to the new one, or to one that is."""
    left, found = list(anciens), list[Ancien]()
    reached: list[Comptable] = [nouveau]
    while reached:
        one = reached.pop()
        for item in list(left):
            if _same_events(one, item.extrait, description):
                left.remove(item)
                found.append(item)
                reached.append(item.extrait)
    return found


def _same_events(one: Comptable, other: Comptable, description: Path) -> bool:
    """Tell whether two extracts count the same events; refuse what cannot be compared."""
    years = set(one.depot.periodes) & set(other.depot.periodes)
    if not years or _communes(one).isdisjoint(_communes(other)):
        return False
    if isinstance(one, Trace) or isinstance(other, Trace):
        if one.depot.famille != other.depot.famille:
            return False
        why = _lost_obstacle(one, other, years)
    else:
        why = _obstacle(one, other, years)
    if why is None:
        return True
    code, colonne, text = why
    if code == _AUTRES and one.depot.famille != other.depot.famille:
        return False
    if code == _DISTINCTES:
        return False
    raise refusal(other.depot, description, code, colonne, text)


def _communes(one: Comptable) -> set[str]:
    return {aire for aire in one.aires if aire.startswith("commune:")}


def _obstacle(one: Extrait, other: Extrait, years: set[str]) -> tuple[str, str, str] | None:
    """Say why two extracts are not the same events, seen from the cells that both hold."""
    if not (_separable(one, other) and _separable(other, one)):
        text = "leurs années se chevauchent, et l'un des deux n'a pas de colonne d'année"
        return _AUTRES, "periodes", text
    cells = _shared_cells(one, other, years)
    if cells.is_empty():
        text = "ils n'ont aucune cause en commun, et leurs libellés ne se comparent pas"
        return (_DISTINCTES if _codes(one, other) else _AUTRES), "causes", text
    equal = cells.select(((pl.col("value") - pl.col("autre")).abs() < _TINY).mean()).item()
    if equal < 1:
        text = f"{cells.height} cases leur sont communes, {100 * (1 - equal):.0f} % diffèrent"
        return ("effectifs_differents" if equal > _SAME else _AUTRES), "periodes", text
    if lacking := _lacking(one, other, years):
        text = f"rien ne dit si les indicateurs comptent aussi {', '.join(lacking[:5])}"
        return "causes_incomparables", "causes", text
    return _thresholds(one, other)


def _thresholds(one: Comptable, other: Comptable) -> tuple[str, str, str] | None:
    if one.depot.seuil_primaire == other.depot.seuil_primaire:
        return None
    text = f"les seuils sont {one.depot.seuil_primaire} et {other.depot.seuil_primaire}"
    return "seuils_differents", "seuil", text


def _lost_obstacle(
    one: Comptable, other: Comptable, years: set[str]
) -> tuple[str, str, str] | None:
    """Say why an extract and what is left of an erased one are not the same events.

    No row is left to compare: the labels of the causes are, and the equations tell the rest.
    """
    for extrait, trace in ((one, other), (other, one)):
        if not isinstance(extrait, Extrait) or not isinstance(trace, Trace):
            continue
        here = {aire.removeprefix("commune:") for aire in _communes(trace)}
        happened = _happened(_scope(extrait, years).filter(pl.col("code").is_in(list(here))))
        strange = happened - trace.causes
        codes = all(_CIM10.fullmatch(label) for label in happened | trace.causes)
        unreadable = strange and trace.causes - extrait.causes and not codes
        counted = {
            label
            for item in trace.depot.indicateurs
            for label in (strange if unreadable else matching(item.causes, strange))
        }
        if counted:
            text = f"rien ne dit si le dépôt retiré comptait {', '.join(sorted(counted)[:5])}"
            return "causes_incomparables", "causes", text
    return _thresholds(one, other)


def _separable(one: Extrait, other: Extrait) -> bool:
    """Tell whether an extract can be cut by year; without a column, both have the same years."""
    if one.depot.colonnes.periode:
        return True
    return one.depot.periodes == other.depot.periodes and not other.depot.colonnes.periode


def _scope(one: Extrait, years: set[str]) -> pl.DataFrame:
    rows = one.today
    return rows.filter(pl.col("periode").is_in(years)) if one.depot.colonnes.periode else rows


def _shared_cells(one: Extrait, other: Extrait, years: set[str]) -> pl.DataFrame:
    """Return the cells of the communes and causes that both extracts hold, without empty ones."""
    ours, theirs = _scope(one, years), _scope(other, years)
    causes = sorted(one.causes & other.causes)
    both = pl.col("cause").is_in(causes)
    left = ours.filter(both).join(theirs.select("code").unique(), on="code", how="semi")
    right = theirs.filter(both).join(ours.select("code").unique(), on="code", how="semi")
    key = ["code", "periode", "cause"]
    return (
        left.join(right.rename({"value": "autre"}), on=key, how="full", coalesce=True)
        .filter(~pl.col("secret").fill_null(False) & ~pl.col("secret_right").fill_null(False))
        .with_columns(pl.col("value", "autre").fill_null(0.0))
        .filter((pl.col("value") > 0) | (pl.col("autre") > 0))
    )


def _codes(one: Extrait, other: Extrait) -> bool:
    """Tell whether all causes are ICD-10 codes, so that two distinct labels are two causes."""
    labels = _happened(one.today) | _happened(other.today)
    return all(_CIM10.fullmatch(label) for label in labels)


def _happened(rows: pl.DataFrame) -> frozenset[str]:
    return frozenset(rows.filter(pl.col("secret") | (pl.col("value") > 0))["cause"])


def _lacking(one: Extrait, other: Extrait, years: set[str]) -> list[str]:
    """Return the causes of one extract that the other lacks, where a measure might count them."""
    pairs = [(one, other), (other, one)]
    lacks = []
    for lacking, having in pairs:
        rows = _scope(having, years).join(_scope(lacking, years), on="code", how="semi")
        lacks.append((lacking, _happened(rows) - lacking.causes))
    unreadable = all(labels for _, labels in lacks) and not _codes(one, other)
    return [
        label
        for extrait, labels in lacks
        for label in sorted(labels)
        if unreadable or any(matching(i.causes, {label}) for i in extrait.depot.indicateurs)
    ]
