"""The map of where actions happen, and the same in words."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ancrage.plateforme.programmes.acces import readable_fiches
from ancrage.plateforme.programmes.lieux import read_lieux
from ancrage.plateforme.web.programme.cadre import open_plan, show
from ancrage.plateforme.web.socle.lieux import show_lieux


@login_not_required
@require_safe
def carte(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the communes that sheets name, and what covers the whole perimeter."""
    plan = open_plan(request, slug)
    fiches = list(readable_fiches(request.user, plan.contrat).prefetch_related("lieux"))
    lieux = read_lieux(plan.contrat, fiches)
    context = {"lieux": lieux, "nombre": len(fiches), "vue": show_lieux(plan.contrat, lieux)}
    return show(request, plan, "carte.html", context)
