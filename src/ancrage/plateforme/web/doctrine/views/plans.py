"""The regional plans: their versions, the tree of one, and a new version from a table."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.effets_doctrine import running
from ancrage.plateforme.doctrine.arbres import Branche, compare_plans, tree_of
from ancrage.plateforme.doctrine.lectures import plan_before, plans_of
from ancrage.plateforme.doctrine.models import ObjectifRegional, PlanRegional, TypePlan
from ancrage.plateforme.doctrine.services.plans import publish_plan, try_plan
from ancrage.plateforme.web.doctrine.forms_plans import PlanForm
from ancrage.plateforme.web.doctrine.region import frame, region_ruled
from ancrage.plateforme.web.doctrine.relecture import relire
from ancrage.plateforme.web.socle.rendu import rendre


@login_not_required
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Show every plan of the region, version after version."""
    context = frame(request, "doctrine:plans")
    versions = list(plans_of(context["region"]))
    context["types"] = [
        (one.label, rows) for one in TypePlan if (rows := [v for v in versions if v.type == one])
    ]
    return rendre(request, "doctrine/plans.html", context)


def find_plan(request: HttpRequest, identifiant: UUID) -> PlanRegional:
    """Return a version of a plan: all are public."""
    rows = PlanRegional.objects.visibles_par(request.user)
    found: PlanRegional = get_object_or_404(rows, identifiant=identifiant)
    return found


@login_not_required
@require_safe
def plan(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Show the tree of one version."""
    found = find_plan(request, identifiant)
    context = frame(request, "doctrine:plans") | {
        "plan": found,
        "precedent": plan_before(found),
        "branches": tree_of(ObjectifRegional.objects.of(found)),
    }
    return rendre(request, "doctrine/plan.html", context)


def publier(request: HttpRequest) -> HttpResponse:
    """Send a table, read what it would store, publish it."""
    region = region_ruled(request)
    sent = request.method == "POST"
    form = PlanForm(request.POST if sent else None, request.FILES if sent else None)

    def values(data: dict[str, Any]) -> dict[str, Any]:
        return {
            "acteur": request.user, "region": region, "type_": data["type"],
            **{name: data[name] for name in ("libelle", "date_debut", "source", "objectifs")},
        }  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        made = publish_plan(**values(data))
        messages.success(request, f"« {made} » est publié, version {made.numero}.")
        if made.numero > 1:
            return reverse("doctrine:revision", args=[made.identifiant])
        return reverse("doctrine:plan", args=[made.identifiant])

    return relire(
        request, form, act=act, preview=lambda data: _preview(region, data, values(data)),
        templates=("doctrine/plan_version.html", "doctrine/plan_apercu.html"),
        context=frame(request, "doctrine:plans"),
    )  # fmt: skip


def _preview(region: str, data: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Return the tree that would be stored, what it changes, and how many contracts may wait."""
    made = try_plan(**values)
    rows = list(plans_of(region))
    former = next((one for one in rows if one.type == made.type and one.date_fin is None), None)
    branches: list[Branche] = tree_of(data["objectifs"])
    held = ObjectifRegional.objects.of(former) if former else ()
    return {
        "nouveau": made,
        "ancien": former,
        "branches": branches,
        "comparaison": compare_plans(held, data["objectifs"]) if former else None,
        "en_cours": len(running(region)),
    }
