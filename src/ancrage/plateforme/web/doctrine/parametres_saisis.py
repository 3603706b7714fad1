"""The parameters of a rule as fields of a form, made from the class that checks them."""

import itertools
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django import forms
from pydantic.fields import FieldInfo

from ancrage.plateforme.doctrine.parametres import PARAMETRES
from ancrage.plateforme.doctrine.parametres_dits import LIBELLES, MOTS, say_value

PREFIXE = "p_"
VERS = ">"  # between the two ends of a transfer
CENTIMES = "_centimes"


def fields_of(code: str) -> dict[str, forms.Field]:
    """Return a field per parameter of a rule, in the order of the labels."""
    known = PARAMETRES[code].model_fields
    return {
        PREFIXE + name: _field(name, label, known[name])
        for name, label in LIBELLES.get(code, {}).items()
    }


def initial_of(values: dict[str, Any]) -> dict[str, Any]:
    """Return what the fields show of stored parameters."""
    return {PREFIXE + name: _shown(name, value) for name, value in values.items()}


def values_of(code: str, data: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters that a valid form says, as the rule stores them."""
    names = LIBELLES.get(code, {})
    return {name: _stored(name, data[PREFIXE + name]) for name in names}


def _shown(name: str, value: Any) -> Any:
    if name.endswith(CENTIMES) and value is not None:
        return value / 100
    if isinstance(value, list | tuple):
        return [VERS.join(one) if isinstance(one, list | tuple) else one for one in value]
    return value


def _stored(name: str, value: Any) -> Any:
    if name.endswith(CENTIMES) and value is not None:
        return round(value * 100)
    if isinstance(value, list):
        return [one.split(VERS) if VERS in one else one for one in value]
    return None if value == "" else value


def _field(name: str, label: str, info: FieldInfo) -> forms.Field:
    kind, required = _bare(info.annotation)
    required = required and info.default != ()
    options: dict[str, Any] = {"label": label, "required": required}
    if get_origin(kind) is tuple:
        return forms.MultipleChoiceField(
            choices=_choices(get_args(kind)[0]), widget=forms.CheckboxSelectMultiple, **options
        )
    if get_origin(kind) is Literal:
        blank = [] if required else [("", "Non fixé")]
        return forms.ChoiceField(choices=[*blank, *_choices(kind)], **options)
    if kind is int and name.endswith(CENTIMES):
        return forms.DecimalField(min_value=1, max_value=1_000_000, decimal_places=2, **options)
    if kind is int:
        return forms.IntegerField(min_value=1, max_value=1_000, **options)
    if kind is float:
        return forms.FloatField(min_value=0, max_value=2, **options)
    return forms.CharField(max_length=40, **options)


def _bare(annotation: Any) -> tuple[Any, bool]:
    """Return a type without its notes and its « or None », and whether a value is needed."""
    if get_origin(annotation) in (Union, UnionType):
        inner = next(one for one in get_args(annotation) if one is not type(None))
        return _bare(inner)[0], False
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    return annotation, True


def _choices(kind: Any) -> list[tuple[str, str]]:
    """Return the words of a closed list; of pairs, every transfer from one to another."""
    if get_origin(kind) is tuple:
        ends = get_args(get_args(kind)[0])
        return [(VERS.join(pair), say_value([pair])) for pair in itertools.permutations(ends, 2)]
    return [(one, MOTS.get(one, one)) for one in get_args(kind)]
