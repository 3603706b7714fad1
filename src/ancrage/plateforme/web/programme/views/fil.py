"""The golden thread: each need against each axis, and what is missing both ways."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ancrage.plateforme.programmes.lectures import gaps_of, orphans_of_revision
from ancrage.plateforme.programmes.matrice import build_matrice
from ancrage.plateforme.web.programme.cadre import open_team, show


@require_safe
def fil(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the grid of needs and axes, then the gaps."""
    plan = open_team(request, slug)
    context = {
        "matrice": build_matrice(plan.contrat),
        "ecarts": gaps_of(plan.contrat),
        "a_relier": orphans_of_revision(plan.contrat),
    }
    return show(request, plan, "fil.html", context)
