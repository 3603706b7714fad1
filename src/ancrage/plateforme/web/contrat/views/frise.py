"""The timeline: what was done, where the contract is, what comes, with documents and people."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.web.contrat.chronologie import read_public, read_travail
from ancrage.plateforme.web.contrat.commun import show, works_on
from ancrage.plateforme.web.socle.contrats import get_contrat


@login_not_required
@require_safe
def frise(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the whole life of a contract; to the public, what was signed and no name."""
    found = get_contrat(request, slug)
    works = works_on(request.user, found)
    read = read_travail if works else read_public
    return show(request, found, "contrat/frise.html", {"vie": read(found, today()), "suit": works})
