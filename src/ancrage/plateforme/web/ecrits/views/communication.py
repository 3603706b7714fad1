"""The plan of communication: its rows, written one at a time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.documents.models import LigneCommunication
from ancrage.plateforme.documents.services import communication as services
from ancrage.plateforme.web.ecrits.forms import LigneForm
from ancrage.plateforme.web.ecrits.views.documents import find_prepared
from ancrage.plateforme.web.socle.contrats import frame_contrat
from ancrage.plateforme.web.socle.formulaires import posted, traiter
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import rendre

FORMULAIRE = "ecrits/ligne.html"


def _address(contrat: Contrat) -> str:
    return reverse("ecrits:communication", args=[contrat.slug])


@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the plan, what is late said so."""
    found, day = find_prepared(request, slug), today()
    rows = [(one, one.is_late(day)) for one in LigneCommunication.objects.of(found)]
    context = frame_contrat(request, found) | {"lignes": rows, "jeton": new_token()}
    return rendre(request, "ecrits/communication.html", context)


@require_POST
@once_only
def proposer(request: HttpRequest, slug: str) -> HttpResponse:
    """Add the rows that the catalogue proposes and the plan lacks."""
    found = find_prepared(request, slug)
    count = services.propose_plan(acteur=request.user, contrat=found)
    added = f"{count} ligne{'s' if count > 1 else ''} ajoutée{'s' if count > 1 else ''}."
    messages.success(request, added if count else "Le plan a déjà toutes les lignes proposées.")
    return redirect(_address(found))


def nouvelle(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a row."""
    found = find_prepared(request, slug)
    data = posted(request) if request.method == "POST" else None
    form = LigneForm(data, initial={"version": 1})

    def act(cleaned: dict[str, Any]) -> str:
        services.add_ligne(acteur=request.user, contrat=found, contenu=form.contenu)
        return _address(found)

    return traiter(request, form, act, FORMULAIRE, _page(request, found, "Ajouter une ligne"))


def modifier(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Change a row, or say that it is done."""
    found = find_prepared(request, slug)
    one = _line(found, identifiant)
    initial = {name: getattr(one, name) for name in (*services.CHAMPS, "version")}
    form = LigneForm(posted(request) if request.method == "POST" else None, initial=initial)

    def act(cleaned: dict[str, Any]) -> str:
        services.edit_ligne(
            acteur=request.user, ligne=one, expected=cleaned["version"], contenu=form.contenu
        )
        return _address(found)

    page = _page(request, found, "Modifier une ligne") | {"ligne": one}
    return traiter(request, form, act, FORMULAIRE, page)


@require_POST
@once_only
def retirer(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Take a row out."""
    found = find_prepared(request, slug)
    services.remove_ligne(acteur=request.user, ligne=_line(found, identifiant))
    messages.success(request, "La ligne est retirée. L’historique garde ce qu’elle disait.")
    return redirect(_address(found))


def _line(contrat: Contrat, identifiant: UUID) -> LigneCommunication:
    found: LigneCommunication | None = (
        LigneCommunication.objects.of(contrat)
        .filter(identifiant=identifiant)
        .select_related("contrat")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, contrat: Contrat, titre: str) -> dict[str, Any]:
    return frame_contrat(request, contrat) | {"titre": titre, "retour": _address(contrat)}
