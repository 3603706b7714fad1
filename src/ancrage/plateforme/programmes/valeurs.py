"""Read what people write in cells: dates, amounts, yes or no, values of closed lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from rapidfuzz import fuzz, process

from ancrage.plateforme.observations.profils import fold

SEUIL = 86  # below, a word is not taken for another
EXCEL_ZERO = date(1899, 12, 30)
SERIES = range(20_000, 80_000)  # days of a spreadsheet: 1954 to 2119
FORMES_DATE = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y")
NOMBRE = re.compile(r"-?\d+(\.\d+)?")
OUI = frozenset({"oui", "vrai", "true", "x", "1"})
NON = frozenset({"", "non", "faux", "false", "0"})


@dataclass
class Illisible(Exception):
    """A cell that cannot be taken: why, in French."""

    message: str

    def __str__(self) -> str:
        """Return why."""
        return self.message


@dataclass(frozen=True, slots=True)
class Ecart:
    """What a reader must know of a cell or a row: not taken (« erreur »), or how (« note »)."""

    feuille: str
    ligne: int
    colonne: str
    valeur: str
    message: str
    niveau: str = "erreur"

    def as_row(self) -> dict[str, Any]:
        """Return what the report of an import keeps."""
        return {name: getattr(self, name) for name in self.__slots__}


def read_date(text: str) -> date | None:
    """Return a date: 31/12/2025, 2025-12-31, or the number that a spreadsheet stores."""
    cell = text.strip()
    if not cell:
        return None
    if NOMBRE.fullmatch(cell) and int(float(cell)) in SERIES:
        return EXCEL_ZERO + timedelta(days=int(float(cell)))
    for forme in FORMES_DATE:
        try:
            found = datetime.strptime(cell, forme).date()
        except ValueError:
            continue
        if 2000 <= found.year <= 2100:
            return found
    raise Illisible("date illisible ; attendu : jour/mois/année, comme 31/12/2025")


def read_decimal(text: str) -> Decimal | None:
    """Return a number, written the French way or not; None for a blank."""
    cell = re.sub(r"[\s\u00a0\u202f]", "", text).removesuffix("€").replace(",", ".")
    if not cell:
        return None
    try:
        found = Decimal(cell)
    except InvalidOperation:
        raise Illisible("nombre illisible ; attendu : des chiffres, comme 1250,50") from None
    if not found.is_finite() or found.adjusted() > 12:
        raise Illisible("nombre hors de portée")
    return found


def read_integer(text: str) -> int | None:
    """Return a whole number that is not negative."""
    found = read_decimal(text)
    if found is not None and (found < 0 or found != found.to_integral_value()):
        raise Illisible("attendu : un nombre entier, positif ou nul")
    return None if found is None else int(found)


def read_cents(text: str) -> int | None:
    """Return an amount of euros, in cents."""
    found = read_decimal(text)
    if found is None:
        return None
    if found < 0 or found * 100 != (found * 100).to_integral_value():
        raise Illisible("attendu : un montant en euros, positif, deux décimales au plus")
    return int(found * 100)


def read_yes(text: str) -> bool:
    """Return yes or no; a blank is no."""
    word = fold(text)
    if word in OUI or word in NON:
        return word in OUI
    raise Illisible("attendu : oui ou non")


def read_choice(text: str, labels: Mapping[str, str]) -> tuple[str, str]:
    """Return the code of a value of a closed list, and a note when it was not written so.

    `labels` maps what may be written (codes, labels, other words) to codes.
    """
    word = fold(text)
    if not word:
        return "", ""
    known = _folded(tuple(labels.items()))
    if word in known:
        return known[word], ""
    near = process.extractOne(word, known.keys(), scorer=fuzz.ratio, score_cutoff=SEUIL)
    if near is None:
        expected = ", ".join(dict.fromkeys(labels))
        raise Illisible(f"valeur inconnue ; attendu : {expected}")
    return known[near[0]], f"lu comme « {near[0]} »"


@cache
def _folded(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {fold(label): code for label, code in pairs}


def choice_labels(choices: Any) -> dict[str, str]:
    """Return what may be written for a closed list: its labels, then its codes."""
    return {str(label): str(code) for code, label in choices.choices} | {
        str(code): str(code) for code in choices.values
    }
