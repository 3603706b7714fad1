"""A text kept while it is typed: what the page sends at each pause, and what it gives up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.diagnostics.services import brouillons
from ancrage.plateforme.web.observatoire.views.diagnostics import drafted, require_role
from ancrage.plateforme.web.socle.jetons import once_only
from ancrage.plateforme.web.socle.rendu import rendre

TEXTE = "observatoire/diagnostics/texte.html"


def number(request: HttpRequest, name: str) -> int:
    """Return a version that the page sends back, 0 for none."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


@require_POST
def brouillon(request: HttpRequest, identifiant: UUID, cle: str) -> HttpResponse:
    """Keep what is being typed; answer with where it stands, or with the other's draft."""
    found = drafted(request, identifiant)
    require_role(request, "rediger", found)
    context: dict[str, Any] = {"diagnostic": found, "cle": cle, "modifiable": True}
    status = 200
    try:
        context["garde"] = brouillons.keep_draft(
            acteur=request.user,
            diagnostic=found,
            cle=cle,
            texte=request.POST.get("texte", "").replace("\r\n", "\n"),
            lu=number(request, "version"),
            expected=number(request, "brouillon"),
        )
        context["dit"] = True
    except EditionConcurrente as stale:
        context |= {"autre": stale.actuel, "tenu": number(request, "brouillon")}
        status = 409
    except ActeRefuse as refus:
        context |= {"refus": str(refus), "tenu": number(request, "brouillon")}
        status = 422
    if not getattr(request, "htmx", False):
        return redirect("observatoire:dls_texte", identifiant, cle)
    return rendre(request, TEXTE, context, fragment="garde", status=status)


@require_POST
@once_only
def abandonner(request: HttpRequest, identifiant: UUID, cle: str) -> HttpResponse:
    """Give a draft up; the journal keeps it."""
    found = drafted(request, identifiant)
    require_role(request, "rediger", found)
    brouillons.drop_draft(
        acteur=request.user, diagnostic=found, cle=cle, expected=number(request, "brouillon")
    )
    messages.success(request, "Le brouillon est abandonné ; le journal en garde la trace.")
    return redirect("observatoire:dls_texte", identifiant, cle)
