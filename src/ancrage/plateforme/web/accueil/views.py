"""The front page, and the statement of accessibility."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from ancrage.plateforme.ui.classes import VERDICTS_CONNUS
from ancrage.plateforme.web.socle.navigation import liens, tuiles
from ancrage.plateforme.web.socle.rendu import rendre


@login_not_required
def accueil(request: HttpRequest) -> HttpResponse:
    """Show a visitor what Ancrage holds, a member what waits for her."""
    espaces = [lien for lien in liens(request, "espaces") if lien.texte]
    if request.user.is_authenticated:
        context = {"espaces": espaces, "tuiles": tuiles(request)}
        return rendre(request, "accueil/membre.html", context)
    context = {"espaces": espaces, "verdicts": VERDICTS_CONNUS}
    return rendre(request, "accueil/accueil.html", context)


@login_not_required
def accessibilite(request: HttpRequest) -> HttpResponse:
    """Say what is accessible, what was checked and how, and whom to tell."""
    return rendre(request, "accueil/accessibilite.html")
