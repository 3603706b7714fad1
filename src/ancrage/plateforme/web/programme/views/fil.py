"""The golden thread: each need against each axis, and what is missing both ways."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.programmes.lectures import gaps_of
from ancrage.plateforme.programmes.matrice import build_matrice
from ancrage.plateforme.programmes.rattachements import rattachements_of
from ancrage.plateforme.web.programme.cadre import open_team, show


@require_safe
def fil(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the grid of needs and axes, then the gaps."""
    plan = open_team(request, slug)
    context = {
        "matrice": build_matrice(plan.contrat),
        "ecarts": gaps_of(plan.contrat),
        "a_relier": rattachements_of(plan.contrat, today()),
    }
    return show(request, plan, "fil.html", context)
