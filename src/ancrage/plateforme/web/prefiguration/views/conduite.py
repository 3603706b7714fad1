"""The page of a préfiguration, and who leads it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.prefiguration import lectures
from ancrage.plateforme.prefiguration.models import Copilote
from ancrage.plateforme.prefiguration.permissions import can_record_letter
from ancrage.plateforme.prefiguration.services import copilotes as services
from ancrage.plateforme.prefiguration.services.accompagnement import missing_etapes
from ancrage.plateforme.web.prefiguration.acces import (
    bound,
    find_contrat,
    frame,
    is_written,
    prepared,
    saisir,
)
from ancrage.plateforme.web.prefiguration.forms import CopiloteForm, FinForm
from ancrage.plateforme.web.socle.fichiers import send_kept
from ancrage.plateforme.web.socle.rendu import rendre

MODIFIABLE = ["GET", "HEAD", "POST"]


@require_safe
def prefiguration(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who leads, the support plan of élus, the signed letter, where the follow-up is."""
    contrat, day = find_contrat(request, slug), today()
    plan = lectures.plan_of(contrat)
    context = frame(
        request,
        contrat,
        copilotes=list(lectures.copilotes_of(contrat, day)),
        anciens=contrat.copilotes.filter(fin__lt=day).for_list().order_by("-fin"),
        plan=[(one, one.is_late(day)) for one in plan],
        a_proposer=missing_etapes(contrat, {one.modele for one in plan}, day),
        faites=sum(one.faite_le is not None for one in plan),
        lettre=lectures.letter_of(contrat, day),
        engage=can_record_letter(request.user, contrat) and is_written(contrat),
        indicateurs=contrat.indicateurs_suivi.count(),
        convenus_le=lectures.agreed_on(contrat, day),
    )
    return rendre(request, "prefiguration/prefiguration.html", context)


@require_safe
def piece(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Give a document of a step, or a signed letter."""
    return send_kept(lectures.piece_of(find_contrat(request, slug), identifiant))


@require_http_methods(MODIFIABLE)
def designer(request: HttpRequest, slug: str) -> HttpResponse:
    """Name a co-lead."""
    contrat = prepared(request, slug)
    initial = {"version": 1, "debut": today()}
    form = CopiloteForm(**bound(request), contrat=contrat, initial=initial)

    def act(data: dict[str, Any]) -> None:
        services.name_copilote(acteur=request.user, contrat=contrat, contenu=form.contenu)

    return saisir(request, contrat, form, act, "Désigner un copilote", fait="Copilote désigné.")


def _copilote(contrat: Contrat, identifiant: UUID) -> Copilote:
    rows = contrat.copilotes.for_list().select_related("contrat")
    found: Copilote = get_object_or_404(rows, identifiant=identifiant)
    return found


@require_http_methods(MODIFIABLE)
def modifier_copilote(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Change what is known of a co-lead."""
    contrat = prepared(request, slug)
    one = _copilote(contrat, identifiant)
    names = ("organisation", "demarche", "fonction", "role", "debut", "version")
    initial = {name: getattr(one, name) for name in names}
    form = CopiloteForm(**bound(request), contrat=contrat, initial=initial)

    def act(data: dict[str, Any]) -> None:
        services.edit_copilote(
            acteur=request.user, copilote=one, expected=data["version"], contenu=form.contenu
        )

    return saisir(request, contrat, form, act, f"Modifier : {one}")


@require_http_methods(MODIFIABLE)
def finir_copilote(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """End the lead of an organisation."""
    contrat = prepared(request, slug)
    one = _copilote(contrat, identifiant)
    form = FinForm(**bound(request), initial={"version": one.version, "fin": today()})

    def act(data: dict[str, Any]) -> None:
        services.end_copilote(
            acteur=request.user, copilote=one, expected=data["version"], fin=data["fin"]
        )

    titre = f"Finir le copilotage : {one}"
    return saisir(request, contrat, form, act, titre, envoyer="Finir le copilotage")
