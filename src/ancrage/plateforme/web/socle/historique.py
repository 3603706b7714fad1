"""The audit as people read it: local dates, names, what a list gained and lost."""

import ast
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from ancrage.plateforme.comptes.lectures import names_of
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.journal.services import PERSONNE
from ancrage.publication.typographie import date_longue

DATE = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?")
COURT = 90  # a longer text is folded: before and after, one under the other
LISTE_MAX = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one field: two texts, or what a list lost and gained."""

    champ: str
    avant: str = ""
    apres: str = ""
    retires: tuple[str, ...] = ()
    ajoutes: tuple[str, ...] = ()

    @property
    def liste(self) -> bool:
        """Say whether the field is a list."""
        return bool(self.retires or self.ajoutes)

    @property
    def longue(self) -> bool:
        """Say whether the texts are too long for a line."""
        return len(self.avant) > COURT or len(self.apres) > COURT


@dataclass(frozen=True, slots=True)
class ActeLu:
    """An act with its differences made readable."""

    acte: Acte
    differences: tuple[Difference, ...]


def read_actes(actes: Iterable[Acte]) -> list[ActeLu]:
    """Return acts made readable; one query for all the people that their differences name."""
    rows = list(actes)
    people = _names_of(rows)
    return [
        ActeLu(
            acte,
            tuple(
                found
                for champ, (avant, apres) in acte.differences.items()
                for found in _read(champ, avant, apres, people)
            ),
        )
        for acte in rows
    ]


def _names_of(actes: Sequence[Acte]) -> dict[str, str]:
    texts = (text for acte in actes for pair in acte.differences.values() for text in pair)
    named = {text.removeprefix(PERSONNE) for text in texts if text.startswith(PERSONNE)}
    return names_of(named) if named else {}


def _read(champ: str, avant: str, apres: str, people: dict[str, str]) -> list[Difference]:
    before, after = _structure(avant), _structure(apres)
    if isinstance(before, dict) or isinstance(after, dict):
        return _read_keys(champ, _as_dict(before), _as_dict(after), people)
    if isinstance(before, list) or isinstance(after, list):
        return [_read_list(champ, _as_list(before), _as_list(after))]
    return [Difference(champ, _say(avant, people), _say(apres, people))]


def _structure(text: str) -> Any:
    """Return the list or the mapping that a text holds; None for a plain text."""
    if text[:1] not in "[{" or not text:
        return None
    for read in (json.loads, ast.literal_eval):  # the older rows hold Python's own writing
        try:
            found = read(text)
        except (ValueError, SyntaxError):
            continue
        return found if isinstance(found, (list, dict)) else None
    return None


def _as_list(found: Any) -> list[str]:
    return [str(one) for one in found] if isinstance(found, list) else []


def _as_dict(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _read_list(champ: str, before: list[str], after: list[str]) -> Difference:
    """Return what a list lost and gained; the same things in another order say so."""
    removed = tuple(one for one in before if one not in after)
    added = tuple(one for one in after if one not in before)
    if not removed and not added:
        return Difference(champ, "même liste", "dans un autre ordre")
    return Difference(champ, retires=_cut(removed), ajoutes=_cut(added))


def _cut(items: tuple[str, ...]) -> tuple[str, ...]:
    left = len(items) - LISTE_MAX
    return items if left < 2 else (*items[:LISTE_MAX], f"{left} autres")


def _read_keys(
    champ: str, before: dict[str, Any], after: dict[str, Any], people: dict[str, str]
) -> list[Difference]:
    """Return a difference for each key of a mapping that changed."""
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return [
        found
        for key in changed
        for found in _read_value(f"{champ}, {key}", before.get(key), after.get(key), people)
    ]


def _read_value(champ: str, before: Any, after: Any, people: dict[str, str]) -> list[Difference]:
    if isinstance(before, dict) or isinstance(after, dict):
        return [Difference(champ, "", "modifié")]
    if isinstance(before, list) or isinstance(after, list):
        return [_read_list(champ, _as_list(before), _as_list(after))]
    return [Difference(champ, _say(_plain(before), people), _say(_plain(after), people))]


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _say(text: str, people: dict[str, str]) -> str:
    """Return a value as people read it: a name, a local date, the words themselves."""
    if text.startswith("(masqué "):
        return "(masqué)"
    if text.startswith(PERSONNE):
        return people.get(text.removeprefix(PERSONNE), "une personne effacée")
    if text in ("True", "False"):
        return "oui" if text == "True" else "non"
    return _say_date(text) if DATE.fullmatch(text) else text


def _say_date(text: str) -> str:
    try:
        if len(text) == len("2026-11-22"):
            day = parse_date(text)
            return date_longue(day) if day else text
        moment: datetime | None = parse_datetime(text)
    except ValueError:
        return text
    if moment is None:
        return text
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{date_longue(local.date())} à {local:%H:%M}"
