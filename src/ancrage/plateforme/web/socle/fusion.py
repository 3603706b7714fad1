"""The choice after two people edited the same thing: field by field, nothing lost."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import formats
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from ancrage.plateforme.commun.erreurs import EditionConcurrente
from ancrage.plateforme.web.socle.jetons import new_token
from ancrage.plateforme.web.socle.rendu import rendre
from ancrage.plateforme.web.socle.reunion import Reunion, join

VERSION = "version"
CHOIX = "choix-"
ACTUEL = "actuel-"
ORIGINE = "origine-"  # the text that the form was opened on, from which both sides wrote
REUNION = "reunion-"
NOTRES = (CHOIX, ACTUEL, ORIGINE, REUNION)
MOTS_COMPARES = 3_000  # beyond, the comparison would take seconds
_WORDS = re.compile(r"\s+|[^\s]+")


class FormulaireVersionne(forms.Form):
    """A form that knows which version it was opened on (`initial={"version": objet.version}`).

    It carries the long texts of that version too, so that two people's changes can be joined;
    `initial={"origine-texte": …}` gives one that is not what the field shows (a draft).
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def get_context(self) -> dict[str, Any]:
        """Print the texts that the form was opened on, out of the reach of its own data."""
        context = super().get_context()
        return context | {"hidden_fields": [*context["hidden_fields"], *self._origins()]}

    def _origins(self) -> list[SafeString]:
        long = [n for n, f in self.fields.items() if isinstance(f.widget, forms.Textarea)]
        return [hidden(ORIGINE + name, self._origin(name)) for name in long]

    def _origin(self, name: str) -> Any:
        shown = self.get_initial_for_field(self.fields[name], name)
        return self.data.get(ORIGINE + name, self.initial.get(ORIGINE + name, shown or ""))


def hidden(name: str, value: Any) -> SafeString:
    """Return a hidden field."""
    return format_html('<input type="hidden" name="{}" value="{}">', name, value)


@dataclass(frozen=True, slots=True)
class Conflit:
    """A field that two people wrote differently: both readings, and the raw stored values."""

    name: str
    label: str
    mine: str
    theirs: str
    stored: list[str]
    reunion: Reunion | None = None  # both in one, for a long text

    @property
    def mine_parts(self) -> list[tuple[bool, str]]:
        """Return one's own text in pieces, those that the other does not hold marked."""
        return mark(self.mine, self.theirs)

    @property
    def theirs_parts(self) -> list[tuple[bool, str]]:
        """Return the stored text in pieces, marked likewise."""
        return mark(self.theirs, self.mine)


def mark(text: str, other: str) -> list[tuple[bool, str]]:
    """Return a text in pieces, True for those that differ from another, word by word."""
    words, others = _WORDS.findall(text), _WORDS.findall(other)
    if max(len(words), len(others)) > MOTS_COMPARES:
        return [(False, text)]
    steps = SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    pieces: list[tuple[bool, str]] = []
    for tag, start, end, _, _ in steps:
        piece = "".join(words[start:end])
        # A blank between two changed words is part of the change.
        changed = tag != "equal" or (not piece.strip() and bool(pieces) and pieces[-1][0])
        if pieces and pieces[-1][0] == changed:
            pieces[-1] = (changed, pieces[-1][1] + piece)
        elif piece:
            pieces.append((changed, piece))
    return pieces


def posted(request: HttpRequest) -> QueryDict:
    """Return what was sent, the choices of a merge page applied: build the form from it."""
    data = request.POST.copy()
    for key in list(data):
        name = key.removeprefix(CHOIX)
        if key.startswith(CHOIX) and data[key] == "actuel":
            data.setlist(name, data.getlist(ACTUEL + name))
        elif key.startswith(CHOIX) and data[key] == "reunion":
            data.setlist(name, data.getlist(REUNION + name))
    return data


def conflits(form: Any, actuel: dict[str, object]) -> list[Conflit]:
    """Return the fields whose sent value differs from the stored one, in the order of the form."""
    found = []
    for name, stored in actuel.items():
        if name == VERSION or name not in form.fields:
            continue
        bound = form[name]
        if bound.field.has_changed(stored, bound.data):
            theirs = bound.field.prepare_value(stored)
            mine, read = _readable(bound.field, bound.data), _readable(bound.field, theirs)
            both = _join(form, name, mine, read)
            found.append(Conflit(name, str(bound.label), mine, read, _raw(theirs), both))
    return found


def _join(form: Any, name: str, mine: str, theirs: str) -> Reunion | None:
    """Return both texts in one, when the form says which text they come from."""
    base = form.data.get(ORIGINE + name)
    if base is None or not isinstance(form.fields[name].widget, forms.Textarea):
        return None
    both = join(base, mine, theirs)
    return both if both and both.texte not in (mine, theirs) else None


def page_fusion(request: HttpRequest, form: Any, stale: EditionConcurrente) -> HttpResponse:
    """Answer 409 with the choice; sending it saves on the version now stored."""
    context = {
        "message": stale.message,
        "remede": stale.remede,
        "conflits": conflits(form, stale.actuel),
        "version": stale.actuel.get(VERSION, ""),
        "envoye": [*_kept(request), *_origins(form, stale.actuel)],
        "jeton": new_token(),
        "fichiers": bool(request.FILES),
    }
    return rendre(request, "socle/fusion.html", context, status=409)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Return every sent value, to send it again with the choices."""
    ours = ("csrfmiddlewaretoken", "jeton", VERSION)
    return [
        (name, value)
        for name, values in posted(request).lists()
        if name not in ours and not name.startswith(NOTRES)
        for value in values
    ]


def _origins(form: Any, actuel: dict[str, object]) -> list[tuple[str, Any]]:
    """Return the stored texts, on which the next choice would be joined."""
    return [
        (ORIGINE + name, actuel[name])
        for name in form.fields
        if ORIGINE + name in form.data and name in actuel
    ]


def _raw(value: Any) -> list[str]:
    if isinstance(value, (list, tuple, set)):
        return [str(item) for item in value]
    return [] if value in (None, False, "") else [str(value)]


def _readable(field: Any, value: Any) -> str:
    """Return a value as the person reads it in the form: labels, dates and words, never codes."""
    if isinstance(field, forms.BooleanField):
        return "oui" if field.to_python(value) else "non"
    choices = {str(code): str(label) for code, label in getattr(field, "choices", ())}
    texts = [choices.get(text, text) for text in _raw(value)]
    if not choices and not isinstance(value, str) and value is not None:
        texts = [formats.localize(value)]
    return strip_tags(", ".join(texts)) if choices else ", ".join(texts)
