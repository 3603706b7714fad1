"""Two people at once: what each changed is told apart by what the form was opened on.

What one of them alone changed is kept without a question; the choice is asked for the fields that
both changed, differently.
"""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

BASE = "base"
COCHE = "on"
APART = frozenset({BASE, "version", "raison"})


def raw_of(value: Any) -> list[str]:
    """Return a value as a form sends it."""
    if isinstance(value, (list, tuple)):
        return sorted(str(one) for one in value)
    if isinstance(value, bool):
        return [COCHE] if value else []
    if value in (None, ""):
        return []
    text = value.isoformat() if isinstance(value, date) else str(value)
    plain = text.replace("\r\n", "\n").strip()
    return [plain] if plain else []


def base_of(form: forms.Form, values: dict[str, Any]) -> str:
    """Return what a form was opened on, to be sent back with it."""
    names = [name for name in form.fields if name not in APART]
    return json.dumps({name: raw_of(values.get(name)) for name in names}, ensure_ascii=False)


def _read_base(form: Any) -> dict[str, list[str]]:
    try:
        found = json.loads(form.data.get(BASE, ""))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _sent(form: Any, name: str) -> list[str]:
    field = form.fields[name]
    value = field.widget.value_from_datadict(form.data, form.files, name)
    if isinstance(field, (forms.DecimalField, forms.IntegerField)) and isinstance(value, str):
        return raw_of(_plain_number(value))
    return raw_of(value)


def _plain_number(text: str) -> str:
    try:
        found = Decimal(text.strip().replace(",", "."))
    except ArithmeticError:
        return text
    return f"{found.normalize():f}" if found.is_finite() else text


def reconcile(form: Any, stored: dict[str, Any]) -> tuple[Any, list[str]]:
    """Return what to send again, and the names of the fields that both changed.

    `stored` holds the values now kept, by field. Without a base, every difference is asked.
    """
    base, data = _read_base(form), form.data.copy()
    disputed = []
    for name in [one for one in form.fields if one not in APART]:
        mine, theirs = _sent(form, name), raw_of(stored.get(name))
        if isinstance(stored.get(name), Decimal):
            theirs = raw_of(_plain_number(theirs[0]))
        if mine == theirs:
            continue
        former = base.get(name)
        if former is not None and _same(former, mine):
            data.setlist(name, theirs)
        elif former is None or not _same(former, theirs):
            disputed.append(name)
    data[BASE] = base_of(form, stored)
    return data, disputed


def _same(one: list[str], other: list[str]) -> bool:
    return one == other or [_plain_number(text) for text in one] == [
        _plain_number(text) for text in other
    ]
