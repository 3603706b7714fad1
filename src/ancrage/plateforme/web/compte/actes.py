"""What the views of this space share: try an act behind a form, guard a page, keep typed text."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.models import Utilisateur

Resultat = TypeVar("Resultat")


class Requete(HttpRequest):
    """A request past the door: whoever sends it is signed in."""

    user: Utilisateur


def attempt(form: Form, act: Callable[[], Resultat]) -> Resultat | None:
    """Run an act; a refusal becomes an error of the form, beside its field when it names one.

    On a stale form, the choice of what to keep is left in `form.fusion` and the version moves to
    the stored one, so that the next submit is a decision.
    """
    try:
        return act()
    except EditionConcurrente as stale:
        _offer_choice(form, stale)
    except ActeRefuse as refus:
        form.add_error(refus.champ if refus.champ in form.fields else None, str(refus))
    return None


def succeeds(form: Form, act: Callable[[], Any]) -> bool:
    """Run an act as `attempt` does, and say whether it was done."""

    def done() -> bool:
        act()
        return True

    return attempt(form, done) is not None


def _offer_choice(form: Any, stale: EditionConcurrente) -> None:
    form.add_error(None, stale.message)
    form.fusion = [
        {"name": name, "label": form.fields[name].label, "mine": form[name].value(), "theirs": now}
        for name, now in stale.actuel.items()
        if name in form.fields and name != "version" and str(now) != str(form[name].value())
    ]
    form.data = form.data.copy()
    form.data["version"] = str(stale.actuel["version"])


def chosen(form: Form, stored: Any) -> dict[str, Any]:
    """Return the cleaned values, with the stored one wherever the person chose to keep it."""
    return {
        name: getattr(stored, name) if form.data.get(f"choix-{name}") == "actuel" else value
        for name, value in form.cleaned_data.items()
        if name != "version"
    }


def require(allowed: bool, reason: str) -> None:
    """Answer 403 with a reason in French."""
    if not allowed:
        raise PermissionDenied(reason)


def require_administration(user: Any) -> None:
    """Open the administration of accounts to those who may invite."""
    require(user.administre, "L’administration des comptes est ouverte aux personnes qui invitent.")
