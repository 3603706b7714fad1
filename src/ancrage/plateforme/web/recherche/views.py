"""One question, every kind of answer."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ancrage.plateforme.recherche.lectures import LONGUEUR_MAX, search
from ancrage.plateforme.web.socle.rendu import rendre


@login_not_required
@require_safe
def recherche(request: HttpRequest) -> HttpResponse:
    """Show what answers a text, by kind; the address holds the question."""
    texte = request.GET.get("q", "").strip()[:LONGUEUR_MAX]
    groupes = search(request.user, texte)
    context = {
        "q": texte,
        "groupes": groupes,
        "total": sum(len(groupe.resultats) for groupe in groupes),
    }
    return rendre(request, "recherche/recherche.html", context, fragment="resultats")
