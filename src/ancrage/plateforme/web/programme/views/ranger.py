"""Change an order: one step up or down by a button, or the whole order after a drag."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.programmes.services.fiches import reorder_fiches
from ancrage.plateforme.programmes.services.strategie import reorder
from ancrage.plateforme.web.programme.cadre import Plan, open_writer

LISTES = ("fiches", "besoins", "priorites", "axes")
SENS = {"haut": -1, "bas": 1}


@require_POST
def ranger(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep an order; codes never change."""
    plan = open_writer(request, slug)
    quoi = request.POST.get("quoi", "")
    if quoi not in LISTES:
        raise ActeRefuse("Cette liste ne se range pas.")
    wanted = request.POST.getlist("ordre") or _moved(plan, quoi, request)
    if quoi == "fiches":
        reorder_fiches(acteur=request.user, contrat=plan.contrat, codes=wanted)
    else:
        reorder(acteur=request.user, contrat=plan.contrat, quoi=quoi, identifiants=wanted)
    return redirect(_back(request, slug))


def _moved(plan: Plan, quoi: str, request: HttpRequest) -> list[str]:
    """Return the order once the thing of a button has passed its neighbour."""
    cle, step = request.POST.get("cle", ""), SENS.get(request.POST.get("sens", ""), 0)
    rows: Sequence[Any] = list(getattr(plan.contrat, quoi).all())
    keys = [one.code if quoi == "fiches" else str(one.identifiant) for one in rows]
    if cle not in keys or not step:
        raise ActeRefuse("Ce bouton vient d’une page ancienne.", "Rechargez la page.")
    here = keys.index(cle)
    there = here + step
    while quoi == "fiches" and 0 <= there < len(rows) and not _together(rows[here], rows[there]):
        there += step  # the neighbour is the one of the same objective
    if 0 <= there < len(rows):
        keys.insert(there, keys.pop(here))
    return keys


def _together(one: Any, other: Any) -> bool:
    return (one.axe_id, one.objectif_id) == (other.axe_id, other.objectif_id)


def _back(request: HttpRequest, slug: str) -> str:
    wanted = request.POST.get("retour", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if safe else reverse("programme:arbre", args=[slug])
