"""What each signatory undertakes, and what became of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ancrage.plateforme.contrats.engagements import engagements_of, find_engagement
from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat, Engagement
from ancrage.plateforme.contrats.permissions import (
    can_prepare,
    can_record_vote,
    can_write_engagements,
)
from ancrage.plateforme.contrats.services.engagements import (
    CHAMPS,
    Promesse,
    add_engagement,
    edit_engagement,
    remove_engagement,
    state_engagement,
)
from ancrage.plateforme.web.contrat.commun import (
    Saisie,
    bound,
    get_worked,
    require,
    saisir,
    show,
    works_on,
)
from ancrage.plateforme.web.contrat.forms_engagements import ConstatForm, EngagementForm
from ancrage.plateforme.web.socle.contrats import get_contrat
from ancrage.plateforme.web.socle.jetons import new_token, once_only

RETOUR: dict[str, Any] = {"retour": ("contrat:engagements",), "parent": "Engagements"}


@login_not_required
@require_safe
def engagements(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what each signatory undertook; the comments are for those who work on it."""
    found = get_contrat(request, slug)
    works, avant = works_on(request.user, found), found.etat in AVANT_SIGNATURE
    joined = found.signataires.select_related("organisation").order_by("rang", "pk")
    rows = engagements_of(found)
    context = {
        "groupes": [(one, [row for row in rows if row.signataire_id == one.pk]) for one in joined],
        "nombre": len(rows),
        "suit": works,
        "avant": avant,
        "ecrit": works and can_write_engagements(request.user, found),
        "constate": works and found.is_signed and can_record_vote(request.user, found),
        "jeton": new_token(),
    }
    return show(request, found, "contrat/engagements.html", context)


def _found(contrat: Contrat, identifiant: UUID) -> Engagement:
    found = find_engagement(contrat, identifiant)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Write an engagement of a signatory."""
    found = get_worked(request, slug)
    rows = found.signataires.select_related("contrat", "organisation")
    signataire = rows.filter(identifiant=identifiant).first()
    if signataire is None:
        raise Http404
    require(can_prepare(request.user, found))

    def act(data: dict[str, Any]) -> None:
        data.pop("version")
        add_engagement(acteur=request.user, signataire=signataire, promesse=Promesse(**data))

    words = Saisie(
        f"Engagement de {signataire}", "Écrire l’engagement",
        "L’engagement est écrit ; l’article 6 le reprend.",
        "Ce que ce signataire apporte : une personne, un financement, des données, une date.",
        **RETOUR,
    )  # fmt: skip
    return saisir(request, found, EngagementForm(**bound(request)), act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Change an engagement before the signature."""
    found = get_worked(request, slug)
    one = _found(found, identifiant)
    require(can_prepare(request.user, found))
    initial = {name: getattr(one, name) for name in ("version", *CHAMPS)}

    def act(data: dict[str, Any]) -> None:
        expected = data.pop("version") or 0
        edit_engagement(
            acteur=request.user, engagement=one, expected=expected, promesse=Promesse(**data)
        )

    words = Saisie(
        f"Engagement de {one.signataire}", "Enregistrer", "L’engagement est enregistré.", **RETOUR
    )
    return saisir(request, found, EngagementForm(**bound(request), initial=initial), act, words)


@require_POST
@once_only
def retirer(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Take an engagement off before the signature."""
    found = get_worked(request, slug)
    one = _found(found, identifiant)
    require(can_prepare(request.user, found))
    remove_engagement(acteur=request.user, engagement=one)
    messages.success(request, "L’engagement est retiré.")
    return redirect("contrat:engagements", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def constater(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Say what became of an engagement."""
    found = get_worked(request, slug)
    one = _found(found, identifiant)
    require(can_record_vote(request.user, found))

    def act(data: dict[str, Any]) -> None:
        state_engagement(acteur=request.user, engagement=one, **data)

    words = Saisie(
        f"Constater : engagement de {one.signataire}", "Enregistrer le constat",
        "Le constat est enregistré.", one.texte, **RETOUR,
        note="Un contrat n’a pas d’autre sanction que ce constat : il reste, daté, à sa page.",
    )  # fmt: skip
    form = ConstatForm(**bound(request), initial={"on": today()})
    return saisir(request, found, form, act, words)
