"""An action sheet read: all its parts, its versions, what is said of it; its buttons."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from ancrage.plateforme.programmes.acces import readable_fiches
from ancrage.plateforme.programmes.completude import missing_of
from ancrage.plateforme.programmes.listes import RoleIntervenant, StatutClassement
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.permissions import (
    can_classify,
    can_comment,
    can_edit,
    can_freeze,
)
from ancrage.plateforme.programmes.references import path_of
from ancrage.plateforme.programmes.releve import read_fiche
from ancrage.plateforme.programmes.services.commentaires import comment, settle
from ancrage.plateforme.programmes.services.fiches import freeze_fiche
from ancrage.plateforme.programmes.typologie import typologie
from ancrage.plateforme.web.programme.cadre import (
    Plan,
    find_fiche,
    go,
    open_plan,
    require,
    show,
    version_of,
)
from ancrage.plateforme.web.programme.forms import CommentaireForm
from ancrage.plateforme.web.socle.jetons import new_token, once_only

VALIDENT = "Seuls le siège de l’ARS et l’élu référent valident une fiche."


@login_not_required
@require_safe
def fiche(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show a sheet."""
    plan = open_plan(request, slug)
    found = find_fiche(request, plan.contrat, code)
    context = {
        "fiche": found,
        "chemin": path_of(found.axe, found.objectif),
        "intervenants": _by_role(found),
        "facettes": _facettes(found),
        "total": sum(one.centimes for one in found.financements.all()) / 100,
        "jeton": new_token(),
        **_neighbours(request, plan, found),
    }
    if request.user.is_authenticated:
        context |= _work(request, plan, found)
    return show(request, plan, "fiche.html", context)


def _work(request: HttpRequest, plan: Plan, found: FicheAction) -> dict[str, Any]:
    """Return what a person may do to a sheet, and what waits in it."""
    user, open_ = request.user, plan.contrat.is_open
    reads = can_comment(user, found)
    pending = [c for c in found.classements.all() if c.statut == StatutClassement.SUGGERE]
    return {
        "peut_modifier": open_ and can_edit(user, found),
        "peut_valider": open_ and not found.is_figee and can_freeze(user, plan.contrat),
        "peut_classer": not found.is_figee and can_classify(user, plan.contrat),
        "peut_commenter": reads,
        "dire": CommentaireForm(),
        "commentaires": list(found.commentaires.all()) if reads else [],
        "regleurs": can_edit(user, found),
        "versions": list(found.versions.order_by("-numero")) if plan.equipe else [],
        "manque": missing_of(read_fiche(found)) if plan.equipe and not found.is_figee else [],
        "suggestions": len(pending),
    }


def _neighbours(request: HttpRequest, plan: Plan, found: FicheAction) -> dict[str, Any]:
    """Return the sheets before and after, in the order of the plan."""
    rows = list(readable_fiches(request.user, plan.contrat).values_list("code", "titre"))
    place = [code for code, _ in rows].index(found.code)
    return {
        "precedente": rows[place - 1] if place else None,
        "suivante": rows[place + 1] if place + 1 < len(rows) else None,
    }


def _by_role(found: FicheAction) -> list[tuple[str, list[Any]]]:
    """Return the organisations by role, the pilot first."""
    rows = list(found.intervenants.all())
    groups = [(role.label, [one for one in rows if one.role == role]) for role in RoleIntervenant]
    return [(str(label), held) for label, held in groups if held]


def _facettes(found: FicheAction) -> list[tuple[str, list[str]]]:
    """Return the values that a person kept, by facet."""
    kept = [c for c in found.classements.all() if c.statut == StatutClassement.VALIDE]
    lines = []
    for facette in typologie().facettes:
        labels = facette.labels()
        held = [labels.get(c.code, c.code) for c in kept if c.facette == facette.code]
        if held:
            lines.append((capfirst(facette.libelle), held))
    return lines


@require_POST
@once_only
def commenter(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say something of a sheet."""
    plan = open_plan(request, slug)
    found = find_fiche(request, plan.contrat, code)
    require(can_comment(request.user, found), "Cette fiche ne vous est pas ouverte au travail.")
    comment(acteur=request.user, fiche=found, texte=request.POST.get("texte", ""))
    return go(request, "Votre commentaire est ajouté.", "programme:fiche", slug, code)


@require_POST
def regler(request: HttpRequest, slug: str, code: str, commentaire: UUID) -> HttpResponse:
    """Say that a comment is dealt with."""
    plan = open_plan(request, slug)
    found = find_fiche(request, plan.contrat, code)
    require(can_comment(request.user, found), "Cette fiche ne vous est pas ouverte au travail.")
    row = get_object_or_404(found.commentaires, identifiant=commentaire)
    settle(acteur=request.user, commentaire=row)
    return go(request, "Ce commentaire est réglé.", "programme:fiche", slug, code)


@require_POST
def valider(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Validate a sheet: its code is frozen."""
    plan = open_plan(request, slug)
    found = find_fiche(request, plan.contrat, code)
    require(can_freeze(request.user, plan.contrat), VALIDENT)
    freeze_fiche(acteur=request.user, fiche=found, expected=version_of(request))
    return go(request, f"La fiche {code} est validée.", "programme:fiche", slug, code)
