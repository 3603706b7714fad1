"""Texts of one thing per line, as the forms of the observatory take them; errors name the line."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django import forms

Lu = TypeVar("Lu")
PLAGE = re.compile(r"^(\d{1,3})?\s*-\s*(\d{1,3})?$")


def read_lines(texte: str, read: Callable[[str], Lu], attendu: str) -> list[Lu]:
    """Return each line read; refuse those that are not as expected, by number."""
    found, wrong = [], []
    for numero, ligne in enumerate(texte.splitlines(), start=1):
        if ligne.strip():
            try:
                found.append(read(ligne.strip()))
            except ValueError:
                wrong.append(f"Ligne {numero} : « {ligne.strip()[:60]} ». Attendu : {attendu}.")
    if wrong:
        raise forms.ValidationError(wrong[:10])
    return found


def read_pair(ligne: str) -> tuple[str, int]:
    """Return « 0-4 = 0 » as its label and number."""
    label, sign, value = ligne.rpartition("=")
    if not sign or not label.strip():
        raise ValueError(ligne)
    return label.strip(), int(value.replace("\u202f", "").replace("\xa0", "").replace(" ", ""))


def write_pairs(pairs: Mapping[str, int]) -> str:
    """Return pairs as one types them."""
    return "\n".join(f"{label} = {value}" for label, value in pairs.items())


def read_indicateur(ligne: str) -> dict[str, Any]:
    """Return « M04 ; causes=C00-C97 ; ages=0-65 ; methode=icm » as the engine's description."""
    code, *options = [part.strip() for part in ligne.split(";")]
    item: dict[str, Any] = {"code": code.upper()}
    for option in filter(None, options):
        name, sign, value = (part.strip() for part in option.partition("="))
        if not sign or not value:
            raise ValueError(ligne)
        item.update(_OPTIONS[name](value) if name in _OPTIONS else _unknown(ligne))
    return item


def _unknown(ligne: str) -> dict[str, Any]:
    raise ValueError(ligne)


def _read_ages(value: str) -> dict[str, Any]:
    found = PLAGE.match(value)
    if not found:
        raise ValueError(value)
    bounds = {"age_min": found[1], "age_max": found[2]}
    return {name: int(bound) for name, bound in bounds.items() if bound}


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


_OPTIONS: dict[str, Callable[[str], dict[str, Any]]] = {
    "causes": lambda value: {"causes": _split(value)},
    "ages": _read_ages,
    "sexes": lambda value: {"sexes": _split(value)},
    "methode": lambda value: {"method": value},
}


def write_indicateurs(items: Iterable[Mapping[str, Any]]) -> str:
    """Return the indicators of a description as one types them."""
    return "\n".join(" ; ".join(_parts(item)) for item in items)


def _parts(item: Mapping[str, Any]) -> Sequence[str]:
    parts = [str(item["code"])]
    if item.get("causes"):
        parts.append(f"causes={','.join(item['causes'])}")
    if item.get("age_min") or item.get("age_max"):
        parts.append(f"ages={item.get('age_min') or ''}-{item.get('age_max') or ''}")
    if item.get("sexes"):
        parts.append(f"sexes={','.join(item['sexes'])}")
    if item.get("method"):
        parts.append(f"methode={item['method']}")
    return parts


def read_codes(texte: str) -> list[str]:
    """Return the codes of indicators of a text: spaces, commas, lines between them."""
    return [code.upper() for code in re.split(r"[\s,;]+", texte) if code]
