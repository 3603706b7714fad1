"""The legal texts that acts cite: those of a day, their wordings, the next one."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.doctrine.lectures import versions_of_visas, visas_in_force
from ancrage.plateforme.doctrine.models import Visa
from ancrage.plateforme.doctrine.services.visas import publish_visa, try_visa
from ancrage.plateforme.web.doctrine.forms import VisaForm
from ancrage.plateforme.web.doctrine.region import day_read, frame, region_ruled
from ancrage.plateforme.web.doctrine.relecture import relire
from ancrage.plateforme.web.socle.rendu import rendre


@login_not_required
@require_safe
def visas(request: HttpRequest) -> HttpResponse:
    """Show what an act of a day cites, then every wording of every text."""
    on, erreur = day_read(request)
    context = frame(request, "doctrine:visas")
    every = versions_of_visas(context["region"])
    context |= {
        "on": on,
        "erreur": erreur,
        "cites": visas_in_force(context["region"], on=on),
        "textes": [list(rows)[::-1] for _, rows in groupby(every, key=lambda one: one.code)],
    }
    return rendre(request, "doctrine/visas.html", context)


def nouveau(request: HttpRequest) -> HttpResponse:
    """Cite one more text."""
    return _write(request, region_ruled(request), None)


def publier(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Write the next wording of a text."""
    region = region_ruled(request)
    rows = Visa.objects.visibles_par(request.user).filter(region=region)
    return _write(request, region, get_object_or_404(rows, identifiant=identifiant))


def _write(request: HttpRequest, region: str, ancien: Visa | None) -> HttpResponse:
    form = VisaForm(request.POST or None, ancien=ancien)

    def preview(data: dict[str, Any]) -> dict[str, Any]:
        if ancien and data["texte"].strip() == ancien.texte:
            raise ActeRefuse("Le texte cité ne change pas.", champ="texte")
        visa = try_visa(acteur=request.user, region=region, ancien=ancien, **data)
        return {"nouveau": visa}

    def act(data: dict[str, Any]) -> str:
        publish_visa(acteur=request.user, region=region, ancien=ancien, **data)
        messages.success(request, f"Ce texte sera cité à partir du {data['date_debut']:%d/%m/%Y}.")
        return reverse("doctrine:visas")

    return relire(
        request, form, preview=preview, act=act,
        templates=("doctrine/visa_version.html", "doctrine/visa_apercu.html"),
        context=frame(request, "doctrine:visas") | {"ancien": ancien},
    )  # fmt: skip
