"""The plan as a tree: priorities, axes, objectives, sheets; its gauge and its gaps."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.doctrine.lectures import rule_in_force
from ancrage.plateforme.programmes.acces import readable_fiches
from ancrage.plateforme.programmes.arbre import build_arbre
from ancrage.plateforme.programmes.lectures import gaps_of, gauge_of
from ancrage.plateforme.web.programme.cadre import open_plan, show


@login_not_required
@require_safe
def arbre(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the tree; the public reads the frozen sheets of a signed contract."""
    plan = open_plan(request, slug)
    fiches = list(readable_fiches(request.user, plan.contrat))
    context = {
        "arbre": build_arbre(plan.contrat, fiches, entier=plan.equipe),
        "nombre": len(fiches),
        "vide": not (fiches or plan.contrat.besoins.exists() or plan.contrat.axes.exists()),
        "ranger": plan.ecrit and "ranger" in request.GET,
        "codes": [one.code for one in fiches],
    }
    if plan.equipe:
        context |= {
            "jauge": gauge_of(plan.contrat),
            "fourchette": _fourchette(plan.contrat),
            "ecarts": gaps_of(plan.contrat),
        }
    return show(request, plan, "arbre.html", context)


def _fourchette(contrat: Contrat) -> tuple[int, int] | None:
    """Return how many priorities the region expects (R6), or None without such a rule."""
    rule = rule_in_force(contrat.region, "R6", on=timezone.localdate())
    return (rule.lus.minimum, rule.lus.maximum) if rule else None
