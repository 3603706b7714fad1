"""The sheets of one contract to tie again after a revision: together, or one by one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.doctrine.models import ObjectifRegional
from ancrage.plateforme.programmes.acces import reads_team
from ancrage.plateforme.programmes.permissions import can_write
from ancrage.plateforme.programmes.rattachements import Rattachement, rattachements_of
from ancrage.plateforme.programmes.services.rattachement import relink_fiches
from ancrage.plateforme.web.doctrine.forms_rattachements import RattachementsForm
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_followed
from ancrage.plateforme.web.socle.formulaires import posted, traiter
from ancrage.plateforme.web.socle.rendu import rendre

TOUT = "tout"  # the button that accepts every proposal
REFUS = "Cette page est ouverte à l’équipe du contrat."
REFUS_ECRIRE = "Seules l’équipe du contrat et l’ARS de son département rattachent ses fiches."


@require_http_methods(["GET", "HEAD", "POST"])
def rattachements(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what waits, with what is proposed; tie what the person accepts."""
    contrat = get_followed(request, slug)
    if not reads_team(request.user, contrat):
        raise PermissionDenied(REFUS)
    writes = can_write(request.user, contrat)
    if request.method == "POST" and not writes:
        raise PermissionDenied(REFUS_ECRIRE)
    found = rattachements_of(contrat, today())
    context = frame_contrat(request, contrat) | {
        "attentes": found,
        "proposees": sum(bool(one.proposes) for one in found),
        "orphelines": sum(one.orpheline for one in found),
        "sans_reponse": sum(one.sans_reponse for one in found),
        "prepare": contrat.etat in AVANT_SIGNATURE,
        "ecrit": writes,
    }
    if not writes:
        return rendre(request, "doctrine/rattachements.html", context)
    form = RattachementsForm(
        posted(request) if request.method == "POST" else None,
        attentes=found, objectifs=_objectifs(found),
    )  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        choix = form.proposed() if request.POST.get("acte") == TOUT else form.chosen()
        done = relink_fiches(acteur=request.user, contrat=contrat, choix=choix, on=today())
        said = "1 fiche rattachée." if len(done) == 1 else f"{len(done)} fiches rattachées."
        messages.success(request, said)
        return reverse("doctrine:rattachements", args=[slug])

    return traiter(request, form, act, "doctrine/rattachements.html", context)


def _objectifs(found: list[Rattachement]) -> dict[int, list[ObjectifRegional]]:
    """Return the objectives of each version in force that a sheet may be tied to."""
    plans = {one.actuel.pk: one.actuel for one in found}
    return {pk: list(ObjectifRegional.objects.of(plan)) for pk, plan in plans.items()}
