"""Municipal elections of a region: mandates end together, adhesions are to be confirmed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.lectures import read_elections
from ancrage.plateforme.contrats.permissions import regions_held
from ancrage.plateforme.contrats.services.mandats import hold_elections
from ancrage.plateforme.web.contrat.commun import bound, require
from ancrage.plateforme.web.contrat.forms_vie import ElectionForm
from ancrage.plateforme.web.socle.formulaires import traiter

FERME = "Seul le siège de l’ARS enregistre une élection."


@require_http_methods(["GET", "HEAD", "POST"])
def elections(request: HttpRequest) -> HttpResponse:
    """Record an election; follow what each one left to designate and to confirm."""
    regions = regions_held(request.user)
    require(bool(regions), FERME)
    form = ElectionForm(**bound(request), regions=regions)

    def act(data: dict[str, Any]) -> str:
        made = hold_elections(acteur=request.user, **data)
        ended = made.mandats_finis.count()
        messages.success(
            request, f"« {made} » est enregistrée. Mandats finis : {ended}. Chaque contrat en est "
            "averti.",
        )  # fmt: skip
        return reverse("contrat:elections")

    context = {"elections": read_elections(regions, today())}
    return traiter(request, form, act, "contrat/elections.html", context)
