"""The tree of a plan as a flat list with depths, and what a version changes of another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ancrage.plateforme.doctrine.models import ObjectifRegional


@dataclass(frozen=True, slots=True)
class Branche:
    """An objective where it hangs."""

    code: str
    libelle: str
    enfants: tuple["Branche", ...]


@dataclass(frozen=True, slots=True)
class ComparaisonPlans:
    """Two versions by their codes, before anybody says what became what."""

    inchanges: int
    reformules: int
    nouveaux: int
    disparus: int


def tree_of(objectifs: Iterable[Any]) -> list[Branche]:
    """Return the roots of a plan with what hangs under each, in the order given."""
    under: dict[str, list[Any]] = {}
    for one in objectifs:
        under.setdefault(_above(one), []).append(one)

    def grow(code: str) -> tuple[Branche, ...]:
        return tuple(Branche(one.code, one.libelle, grow(one.code)) for one in under.get(code, ()))

    return list(grow(""))


def _above(one: Any) -> str:
    """Return the code of the parent, of a stored objective or of one still to be."""
    parent = one.parent
    return parent.code if isinstance(parent, ObjectifRegional) else parent or ""


def compare_plans(before: Iterable[Any], after: Iterable[Any]) -> ComparaisonPlans:
    """Count what a version keeps, words otherwise, adds and drops, code by code."""
    old = {one.code: one.libelle for one in before}
    new = {one.code: one.libelle for one in after}
    same = [code for code in new if code in old]
    kept = sum(old[code] == new[code] for code in same)
    return ComparaisonPlans(kept, len(same) - kept, len(new) - len(same), len(old) - len(same))
