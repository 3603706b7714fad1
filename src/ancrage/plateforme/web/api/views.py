"""The documentation page, written from the description; and addresses that do not exist."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ancrage.plateforme.comptes.jetons import PorteeJeton
from ancrage.plateforme.web.api.acces import DEBITS
from ancrage.plateforme.web.api.application import PRESENTATION, api
from ancrage.plateforme.web.api.lecture import list_operations
from ancrage.plateforme.web.api.porte import guard
from ancrage.plateforme.web.api.problemes import NATURES, Probleme
from ancrage.plateforme.web.socle.rendu import rendre


@login_not_required
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Show every operation, its parameters and an example to paste in a terminal."""
    base = request.build_absolute_uri(reverse("api:documentation"))
    context = {
        "presentation": PRESENTATION,
        "operations": list_operations(api.get_openapi_schema(), base),
        "base": base,
        "debits": DEBITS,
        "portees": PorteeJeton.choices,
        "natures": NATURES,
    }
    return rendre(request, "api/documentation.html", context)


@guard
def unknown(request: HttpRequest, rest: str = "") -> Any:
    """Answer to an address that is not of the API, in the shape of the API."""
    raise Probleme(
        "inconnu", "Cette adresse n’existe pas dans l’API.", "Les adresses sont dans /api/v1/."
    )
