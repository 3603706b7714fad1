"""Where takeovers start: the two ways, and what is being prepared."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.models import BrouillonReprise, ClasseurReprise
from ancrage.plateforme.contrats.permissions import regions_taken_over
from ancrage.plateforme.web.socle.jetons import new_token
from ancrage.plateforme.web.socle.rendu import rendre

MONTRES = 20


def region_of(request: HttpRequest) -> str:
    """Return the region where this person takes contracts over; refuse the others."""
    user: Any = request.user
    regions = regions_taken_over(user)
    if not regions:
        raise PermissionDenied("Seule l’ARS reprend un contrat en cours.")
    return min(regions)


@require_safe
def reprises(request: HttpRequest) -> HttpResponse:
    """Offer the form and the workbook, and list what is not finished."""
    region_of(request)
    drafts = BrouillonReprise.objects.visibles_par(request.user).filter(contrat__isnull=True)
    books = ClasseurReprise.objects.visibles_par(request.user)
    context = {
        "brouillons": drafts.select_related("auteur")[:MONTRES],
        "classeurs": books.select_related("auteur", "fichier")[:MONTRES],
        "jeton": new_token(),
    }
    return rendre(request, "reprise/reprises.html", context)
