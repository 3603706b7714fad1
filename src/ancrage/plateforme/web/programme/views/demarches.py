"""The local processes beside a contract: read by all, written by the team."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ancrage.plateforme.programmes.acces import readable_fiches
from ancrage.plateforme.programmes.models import DemarcheLiee
from ancrage.plateforme.programmes.services import demarches as services
from ancrage.plateforme.web.programme.cadre import Plan, bound, frame, open_plan, open_writer, show
from ancrage.plateforme.web.programme.forms_demarches import DemarcheForm, ReprendreForm
from ancrage.plateforme.web.socle.formulaires import traiter
from ancrage.plateforme.web.socle.jetons import new_token, once_only

CHAMPS = ("version", *services.CHAMPS)


@login_not_required
@require_safe
def demarches(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the processes that the contract takes into account; to the public, once signed."""
    plan = open_plan(request, slug)
    readable = set(readable_fiches(request.user, plan.contrat).values_list("pk", flat=True))
    rows = DemarcheLiee.objects.of(plan.contrat).with_fiches()
    context = {
        "demarches": [
            (one, [fiche for fiche in one.fiches.all() if fiche.pk in readable]) for one in rows
        ],
        "proposees": services.proposed_demarches(plan.contrat) if plan.ecrit else (),
    }
    return show(request, plan, "demarches.html", context)


def _page(plan: Plan, titre: str, aide: str = "") -> dict[str, Any]:
    back = reverse("programme:demarches", args=[plan.contrat.slug])
    return {"titre": titre, "aide": aide, "retour": back}


def _done(request: HttpRequest, plan: Plan, said: str) -> str:
    messages.success(request, said)
    return reverse("programme:demarches", args=[plan.contrat.slug])


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a process."""
    plan = open_writer(request, slug)
    form = DemarcheForm(**bound(request), contrat=plan.contrat)

    def act(data: dict[str, Any]) -> str:
        data.pop("version")
        contenu = services.DemarcheEcrite(**data)
        services.add_demarche(acteur=request.user, contrat=plan.contrat, contenu=contenu)
        return _done(request, plan, "La démarche est ajoutée ; l’article 3 la cite.")

    context = frame(request, plan) | _page(plan, "Ajouter une démarche")
    return traiter(request, form, act, "programme/demarche.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Change a process."""
    plan = open_writer(request, slug)
    found = get_object_or_404(plan.contrat.demarches_liees, identifiant=identifiant)
    initial = {name: getattr(found, name) for name in CHAMPS}
    initial["fiches"] = [one.identifiant for one in found.fiches.all()]
    form = DemarcheForm(**bound(request), contrat=plan.contrat, initial=initial)

    def act(data: dict[str, Any]) -> str:
        expected = data.pop("version") or 0
        services.edit_demarche(
            acteur=request.user, demarche=found, expected=expected,
            contenu=services.DemarcheEcrite(**data),
        )  # fmt: skip
        return _done(request, plan, "La démarche est enregistrée.")

    context = (
        frame(request, plan)
        | _page(plan, found.nom)
        | {"demarche": found, "jeton_retrait": new_token()}
    )
    return traiter(request, form, act, "programme/demarche.html", context)


@require_POST
@once_only
def retirer(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Take a process off."""
    plan = open_writer(request, slug)
    found = get_object_or_404(plan.contrat.demarches_liees, identifiant=identifiant)
    services.remove_demarche(acteur=request.user, demarche=found)
    return redirect(_done(request, plan, "La démarche est retirée."))


@require_http_methods(["GET", "HEAD", "POST"])
def reprendre(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the local actors of the feasibility note, those that the person keeps."""
    plan = open_writer(request, slug)
    form = ReprendreForm(**bound(request), proposed=services.proposed_demarches(plan.contrat))

    def act(data: dict[str, Any]) -> str:
        count = services.take_from_note(
            acteur=request.user, contrat=plan.contrat, acteurs=data["acteurs"]
        )
        said = f"{count} démarche{'s' if count > 1 else ''} reprise{'s' if count > 1 else ''}."
        return _done(request, plan, f"{said} Dites comment le contrat en tient compte.")

    context = frame(request, plan) | _page(
        plan, "Reprendre les démarches de la note",
        "La note de faisabilité les a relevées. Décochez celles que le contrat ne retient pas.",
    ) | {"envoyer": "Reprendre ces démarches"}  # fmt: skip
    return traiter(request, form, act, "programme/demarche.html", context)
