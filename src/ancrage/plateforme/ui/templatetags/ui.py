"""Tags of the components: checks of their inputs, marks of statuses and verdicts, numbers."""

import logging
import re
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ancrage.plateforme.ui.classes import (
    MARQUES,
    MOTIFS,
    SENS_CONNUS,
    STATUTS_CONNUS,
    VERDICTS_CONNUS,
)
from ancrage.publication import typographie

register = template.Library()
logger = logging.getLogger(__name__)
LISTES = {"STATUTS": STATUTS_CONNUS, "VERDICTS": VERDICTS_CONNUS, "SENS": SENS_CONNUS}
# What a component hands on to its outer element; anything else is a mistyped input.
HANDED_ON = re.compile(r"(id|data-[a-z-]+|hx-[a-z:-]+|aria-[a-z]+)$")


class EntreeRefusee(ValueError):
    """A component was given a wrong input."""


def _refuse(component: str, said: str) -> None:
    """Raise, or log where a reader must get her page all the same."""
    if getattr(settings, "COMPOSANTS_STRICTS", True):
        raise EntreeRefusee(f"<c-{component}> : {said}")
    logger.error("component %s: %s", component, said)


@register.simple_tag(takes_context=True)
def verifie(context: template.Context, component: str, requis: str = "", **closed: str) -> str:
    """Check the inputs of a component: `requis` are not empty, `closed` hold a listed value.

    A list is written in the tag (« info succes »), or named (STATUTS, VERDICTS, SENS).
    """
    for name in requis.split():
        if context.get(name) in ("", None):
            _refuse(component, f"« {name} » est attendu")
    for name, listed in closed.items():
        allowed = LISTES.get(listed) or listed.split()
        value = context.get(name)
        if value not in ("", None) and value not in allowed:
            _refuse(component, f"« {name} » vaut « {value} », attendu : {', '.join(allowed)}")
    for name in context["attrs"].attrs_dict():
        if not HANDED_ON.match(name):
            _refuse(component, f"entrée inconnue « {name} »")
    return ""


@register.simple_tag(takes_context=True)
def attributs(context: template.Context) -> SafeString:
    """Write the attributes handed on to the outer element, escaped."""
    given = context["attrs"].attrs_dict().items()
    kept = [(name, value) for name, value in given if HANDED_ON.match(name)]
    return format_html_join("", ' {}="{}"', kept)


def _drawing(kind: str, shape: str) -> SafeString:
    # The shapes are constants of ui.classes: nothing here comes from outside.
    attributes = 'viewBox="0 0 16 16" aria-hidden="true" focusable="false"'
    return mark_safe(f'<svg class="{kind}" {attributes}>{shape}</svg>')  # noqa: S308


@register.simple_tag
def statut(code: str, niveau: str = "", texte: str = "") -> SafeString:
    """Write a status with its pattern and its word; quick, for the cells of long tables.

    `texte` replaces the word where the cell shows a number (valeur, zero, emprunte).
    """
    if code not in MOTIFS:
        _refuse("ui.status", f"statut inconnu « {code} »")
        code = "manquant"
    shape = _drawing("ui-motif", MOTIFS[code]) if MOTIFS[code] else ""
    word = typographie.mot_statut(code, niveau or None)
    if texte and code == "emprunte":
        word = f"{texte} ({word})"
    elif texte:
        word = texte
    return format_html('<span class="ui-statut ui-statut--{}">{}{}</span>', code, shape, word)


@register.simple_tag
def verdict(code: str, sens: str = "neutre", reference: str = "") -> SafeString:
    """Write a verdict as a shape and a word; colour only where the sense is known."""
    if code not in MARQUES or sens not in SENS_CONNUS:
        _refuse("ui.verdict", f"verdict « {code} », sens « {sens} »")
        return conditional_escape(code)
    colour = ""
    if code in ("superieur", "inferieur") and sens != "neutre":
        good = (code == "superieur") == (sens == "haut_favorable")
        colour = " ui-verdict--favorable" if good else " ui-verdict--defavorable"
    return format_html(
        '<span class="ui-verdict{}">{}{}</span>',
        colour,
        _drawing("ui-motif", MARQUES[code]),
        typographie.mot_verdict(code, reference),
    )


@register.filter
def nombre(value: Any, decimales: int = 0) -> str:
    """Write a number in French; « – » for none, never a zero."""
    return "–" if value is None or value == "" else typographie.nombre(float(value), decimales)


@register.filter
def periode(value: str) -> str:
    """Write « 2017–2021 » for "2017-2021"."""
    return typographie.periode(value)


@register.filter
def initiales(name: str) -> str:
    """Return the first letters of a name: « Anne-Marie Du Puy » gives « AP »."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.filter
def errors_linked(form: Any) -> list[tuple[str, str, str]]:
    """Return (id of the field, label, error) for the summary of a form, in reading order."""
    lines: list[tuple[str, str, str]] = [("", "", str(error)) for error in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or f"{field.auto_id}_0"
        lines += [(target, str(field.label), str(error)) for error in field.errors]
    return lines


@register.simple_tag(takes_context=True)
def url_page(context: template.Context, name: str, number: int) -> str:
    """Return the query that leads to another page and keeps every other parameter."""
    query = context["request"].GET.copy()
    query[name] = str(number)
    return "?" + query.urlencode()
