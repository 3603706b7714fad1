"""What the pages of the observatory's work share: the door, and one act behind a button."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.observations.permissions import is_ors
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne, posted

FERME = "Cette page est ouverte à l’observatoire de la santé de la région."


def require(allowed: bool, reason: str = FERME) -> None:
    """Answer 403 with a reason in French."""
    if not allowed:
        raise PermissionDenied(reason)


def require_ors(request: HttpRequest) -> None:
    """Open a page to the observatory alone."""
    require(is_ors(request.user))


def bound(request: HttpRequest) -> dict[str, Any]:
    """Return the arguments that bind a form to what was sent, files included."""
    sent = request.method == "POST"
    return {"data": posted(request) if sent else None, "files": request.FILES if sent else None}


def version_of(request: HttpRequest) -> int:
    """Return the version that a button was shown on."""
    form = FormulaireVersionne(request.POST)
    if not form.is_valid():
        raise ActeRefuse(
            "Ce bouton vient d’une page incomplète.", "Rouvrez la page et recommencez."
        )
    version: int = form.cleaned_data["version"]
    return version


def do(request: HttpRequest, act: Callable[[int], Any], said: str, *where: Any) -> HttpResponse:
    """Do the act of a button on the version it was shown on, say so, and go to a page."""
    act(version_of(request))
    messages.success(request, said)
    return redirect(*where)
