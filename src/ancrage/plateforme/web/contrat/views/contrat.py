"""The contract itself: where it stands, the next action, its parties in short; its public page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from ancrage.plateforme.contrats.choix import find_piece
from ancrage.plateforme.contrats.etats import ACTES
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat, Echeance
from ancrage.plateforme.contrats.permissions import can_prepare
from ancrage.plateforme.contrats.services.cycle import complete_duty
from ancrage.plateforme.contrats.situation import (
    SANS_PAGE,
    forward_act,
    other_acts,
    read_a_regler,
    read_suite,
)
from ancrage.plateforme.documents.lectures import has_text
from ancrage.plateforme.programmes.models import DemarcheLiee
from ancrage.plateforme.web.contrat.commun import get_worked, require, show, works_on
from ancrage.plateforme.web.contrat.lieux import with_places
from ancrage.plateforme.web.contrat.presentation import next_action, read_territoire
from ancrage.plateforme.web.socle.contrats import get_contrat, readable_contrats
from ancrage.plateforme.web.socle.fichiers import send_kept
from ancrage.plateforme.web.socle.jetons import new_token, once_only


@login_not_required
@require_safe
def contrat(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a contract: to the public what was signed, to those who work on it where it stands."""
    found = get_contrat(request, slug)
    context = {"territoire": read_territoire(found), **_parties(request, found)}
    context |= {
        "demarches": DemarcheLiee.objects.of(found), "texte_lisible": has_text(found),
    }  # fmt: skip
    if not works_on(request.user, found):
        return show(request, found, "contrat/public.html", context)
    return show(request, found, "contrat/contrat.html", {**context, **_work(request, found)})


def _parties(request: HttpRequest, found: Contrat) -> dict[str, Any]:
    """Return who signs, with a name and a function: nobody's coordinates."""
    readable = readable_contrats(request.user)
    joined = Q(avenant__isnull=True) | Q(avenant__signe_le__isnull=False)
    return {
        "signataires": found.signataires.filter(joined).select_related("organisation", "avenant"),
        "partenaires": found.partenaires.filter(jusqu_au__isnull=True).select_related(
            "organisation"
        ),
        "precedent": readable.filter(suivants=found).first(),
        "suivants": readable.filter(contrat_precedent=found).order_by("generation", "pk"),
        "alias": found.alias.all(),
    }


def _work(request: HttpRequest, found: Contrat) -> dict[str, Any]:
    user, on = request.user, today()
    nom, reste = forward_act(found.etat), read_a_regler(found, on)
    suite = read_suite(user, found, nom, on) if nom else None
    return {
        "on": on,
        "suite": suite,
        "gardes": with_places(found, suite.constats) if suite else [],
        "suite_a_page": bool(nom) and nom not in SANS_PAGE,
        "action": next_action(user, found, suite, reste),
        "reste": reste,
        "autres": [(nom, ACTES[nom].libelle) for nom in other_acts(user, found)],
        "derniere": found.transitions.order_by("-rang").first(),
        "postes": found.coordonnateurs.en_cours(on).select_related("utilisateur", "employeur"),
        "elus": found.mandats.en_cours(on).select_related("organisation"),
        "prepare": can_prepare(user, found),
        "jeton": new_token(),
    }


@require_POST
@once_only
def lever(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Say that what was due is done."""
    found = get_worked(request, slug)
    require(can_prepare(request.user, found))
    due = Echeance.objects.of(found).filter(identifiant=identifiant).first()
    if due is None:
        raise Http404
    complete_duty(acteur=request.user, echeance=due)
    messages.success(request, "L’échéance est levée.")
    return redirect("contrat:contrat", slug)


@require_safe
def piece(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Give a file that the contract holds, always as a download."""
    return send_kept(find_piece(get_worked(request, slug), identifiant))
