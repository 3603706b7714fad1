"""The front page, and the statement of accessibility."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ancrage.plateforme.ui.classes import VERDICTS_CONNUS
from ancrage.plateforme.web.accueil.instruction import instructs, read_page
from ancrage.plateforme.web.accueil.suivi import contrats_of_elu, read_nouveautes
from ancrage.plateforme.web.socle.navigation import attentes, liens, tuiles
from ancrage.plateforme.web.socle.rendu import rendre


@login_not_required
def accueil(request: HttpRequest) -> HttpResponse:
    """Show a visitor what Ancrage holds, a member what waits for her."""
    espaces = [lien for lien in liens(request, "espaces") if lien.texte]
    if request.user.is_authenticated:
        found = tuiles(request)
        waiting = attentes(found)
        context = {
            "espaces": espaces,
            "tuiles": [one for one in found if not one.attentes],
            "retards": [one for one in waiting if one.en_retard],
            "attentes": [one for one in waiting if not one.en_retard],
            "syntheses": contrats_of_elu(request.user),
            "nouveautes": read_nouveautes(request),
        }
        return rendre(request, "accueil/membre.html", context)
    context = {"espaces": espaces, "verdicts": VERDICTS_CONNUS}
    return rendre(request, "accueil/accueil.html", context)


@require_safe
def file_ars(request: HttpRequest) -> HttpResponse:
    """Show what waits for the ARS, the oldest first, by kind and by département."""
    if not instructs(request.user):
        raise PermissionDenied("La file est celle de l’ARS.")
    return rendre(request, "accueil/file_ars.html", read_page(request), fragment="file")


@login_not_required
def accessibilite(request: HttpRequest) -> HttpResponse:
    """Say what is accessible, what was checked and how, and whom to tell."""
    return rendre(request, "accueil/accessibilite.html")
