"""The support plan of élus: proposed, written, ordered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.prefiguration.models import EtapeAccompagnement
from ancrage.plateforme.prefiguration.services import accompagnement as services
from ancrage.plateforme.web.prefiguration.acces import (
    bound,
    keep_piece,
    prepared,
    saisir,
    version_of,
)
from ancrage.plateforme.web.prefiguration.forms import EtapeForm

MODIFIABLE = ["GET", "HEAD", "POST"]


def _back(contrat: Contrat) -> HttpResponse:
    page = reverse("prefiguration:prefiguration", args=[contrat.slug])
    return redirect(f"{page}#h-accompagnement")


def _etape(contrat: Contrat, identifiant: UUID) -> EtapeAccompagnement:
    rows = contrat.etapes_accompagnement.select_related("contrat", "fichier")
    found: EtapeAccompagnement = get_object_or_404(rows, identifiant=identifiant)
    return found


@require_POST
def proposer(request: HttpRequest, slug: str) -> HttpResponse:
    """Add the proposed steps that the plan has not taken yet."""
    contrat = prepared(request, slug)
    made = services.propose_plan(acteur=request.user, contrat=contrat)
    said = f"Étapes ajoutées : {len(made)}." if made else "Le plan a déjà toutes ces étapes."
    messages.success(request, said)
    return _back(contrat)


@require_http_methods(MODIFIABLE)
def nouvelle(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a step of one's own."""
    contrat = prepared(request, slug)

    def act(data: dict[str, Any]) -> None:
        contenu = _written(request, contrat, data)
        services.add_etape(acteur=request.user, contrat=contrat, contenu=contenu)

    form = EtapeForm(**bound(request), initial={"version": 1})
    return saisir(request, contrat, form, act, "Ajouter une étape d’accompagnement")


def _written(request: HttpRequest, contrat: Contrat, data: dict[str, Any]) -> services.EtapeEcrite:
    values = {name: value for name, value in data.items() if name != "version"}
    values["fichier"] = keep_piece(request, contrat, values["fichier"])
    return services.EtapeEcrite(**values)


@require_http_methods(MODIFIABLE)
def modifier(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Write a step again, say that it was done."""
    contrat = prepared(request, slug)
    one = _etape(contrat, identifiant)
    names = ("quoi", "contenu", "pour", "par", "prevue_le", "faite_le", "version")
    form = EtapeForm(**bound(request), initial={name: getattr(one, name) for name in names})

    def act(data: dict[str, Any]) -> None:
        contenu = _written(request, contrat, data)
        services.edit_etape(
            acteur=request.user, etape=one, expected=data["version"], contenu=contenu
        )

    held = f"Document déjà donné : {one.fichier.nom}. Un autre le remplace." if one.fichier else ""
    return saisir(request, contrat, form, act, f"Modifier : {one}", chapeau=held)


@require_POST
def deplacer(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Move a step one place up or down."""
    contrat = prepared(request, slug)
    up = request.POST.get("sens") == "haut"
    services.move_etape(acteur=request.user, etape=_etape(contrat, identifiant), up=up)
    return _back(contrat)


@require_POST
def retirer(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Take a step out of the plan."""
    contrat = prepared(request, slug)
    one = _etape(contrat, identifiant)
    services.remove_etape(acteur=request.user, etape=one, expected=version_of(request))
    messages.success(request, f"« {one} » est retirée du plan.")
    return _back(contrat)
