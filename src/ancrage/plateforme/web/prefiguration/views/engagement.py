"""The signed letter of commitment: recorded, withdrawn."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.prefiguration.permissions import can_record_letter
from ancrage.plateforme.prefiguration.services.engagement import record_letter, withdraw_letter
from ancrage.plateforme.web.prefiguration.acces import (
    bound,
    find_contrat,
    keep_piece,
    require,
    saisir,
)
from ancrage.plateforme.web.prefiguration.forms import LettreForm, MotifForm

MODIFIABLE = ["GET", "HEAD", "POST"]


def _engaged(request: HttpRequest, slug: str) -> Contrat:
    contrat = find_contrat(request, slug)
    allowed = can_record_letter(request.user, contrat)
    require(allowed, "Les élus, le coordonnateur et l’ARS enregistrent cette lettre.")
    return contrat


@require_http_methods(MODIFIABLE)
def enregistrer(request: HttpRequest, slug: str) -> HttpResponse:
    """Record the letter that élus signed."""
    contrat = _engaged(request, slug)

    def act(data: dict[str, Any]) -> None:
        data["fichier"] = keep_piece(request, contrat, data["fichier"])
        record_letter(acteur=request.user, contrat=contrat, **data)

    return saisir(
        request, contrat, LettreForm(**bound(request)), act,
        "Enregistrer la lettre d’engagement signée",
        chapeau="Elle établit que le portage politique est assuré.",
        fait="La lettre est enregistrée : le portage politique est établi.",
    )  # fmt: skip


@require_http_methods(MODIFIABLE)
def retirer(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Withdraw a letter recorded by mistake."""
    contrat = _engaged(request, slug)
    rows = contrat.lettres_engagement.select_related("contrat")
    lettre = get_object_or_404(rows, identifiant=identifiant, retiree_le=None)

    def act(data: dict[str, Any]) -> None:
        withdraw_letter(acteur=request.user, lettre=lettre, motif=data["motif"])

    return saisir(
        request, contrat, MotifForm(**bound(request)), act, "Retirer la lettre d’engagement",
        envoyer="Retirer", fait="La lettre est retirée.",
        chapeau="Elle n’établira plus le portage politique. Les étapes franchies gardent leur "
        "trace.",
    )  # fmt: skip
