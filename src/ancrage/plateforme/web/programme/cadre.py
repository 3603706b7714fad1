"""What every page of a plan starts from: the contract, what the person reads and writes."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.acces import readable_fiches, reads_team
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.permissions import can_write
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_contrat, get_followed
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne, posted
from ancrage.plateforme.web.socle.rendu import rendre

VUES = (
    ("Arbre", "programme:arbre", False),
    ("Tableau", "programme:tableau", False),
    ("Calendrier", "programme:calendrier", False),
    ("Carte", "programme:carte", False),
    ("Démarches liées", "programme:demarches", False),
    ("Besoins et priorités", "programme:strategie", True),
    ("Fil rouge", "programme:fil", True),
)
REFUS = "Seules l’équipe du contrat et l’ARS de son département écrivent ce programme."
CLOS = "Ce contrat est fini : son programme ne change plus."


@dataclass(frozen=True, slots=True)
class Plan:
    """A contract as a person stands before its plan."""

    contrat: Contrat
    equipe: bool  # reads drafts, needs, gaps
    ecrit: bool  # changes the plan


def open_plan(request: HttpRequest, slug: str) -> Plan:
    """Return a plan that the person may read; for the public, what is signed."""
    contrat = get_contrat(request, slug)
    team = reads_team(request.user, contrat)
    return Plan(contrat, team, contrat.is_open and can_write(request.user, contrat))


def open_team(request: HttpRequest, slug: str) -> Plan:
    """Return a plan whose work the person follows."""
    plan = open_plan(request, get_followed(request, slug).slug)
    if not plan.equipe:
        raise PermissionDenied("Cette page est ouverte à l’équipe du contrat.")
    return plan


def open_writer(request: HttpRequest, slug: str) -> Plan:
    """Return a plan that the person writes."""
    plan = open_plan(request, get_followed(request, slug).slug)
    if not plan.ecrit:
        raise PermissionDenied(REFUS if plan.contrat.is_open else CLOS)
    return plan


def require(allowed: bool, reason: str) -> None:
    """Answer 403 with a reason in French."""
    if not allowed:
        raise PermissionDenied(reason)


def find_fiche(request: HttpRequest, contrat: Contrat, code: str) -> FicheAction:
    """Return a sheet that the person may open, with all its parts."""
    rows = readable_fiches(request.user, contrat).with_parts()
    found: FicheAction = get_object_or_404(rows, code=code)
    return found


def show(
    request: HttpRequest, plan: Plan, template: str, context: dict[str, Any], **options: Any
) -> HttpResponse:
    """Answer with a page of the plan, under the frame of its contract."""
    return rendre(request, f"programme/{template}", frame(request, plan) | context, **options)


def frame(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """Return what each page of a plan shows around itself: tabs, views, what may be done."""
    slug = plan.contrat.slug
    home = reverse("programme:arbre", args=[slug])
    context = frame_contrat(request, plan.contrat)
    context["onglets"] = [replace(one, courant=one.url == home) for one in context["onglets"]]
    vues = [(nom, reverse(route, args=[slug])) for nom, route, team in VUES if plan.equipe >= team]
    return context | {
        "plan": plan,
        "vues": [(nom, url, request.path == url) for nom, url in vues],
    }


def bound(request: HttpRequest) -> dict[str, Any]:
    """Return the arguments that bind a form to what was sent, files included."""
    sent = request.method == "POST"
    return {"data": posted(request) if sent else None, "files": request.FILES if sent else None}


def version_of(request: HttpRequest) -> int:
    """Return the version that a button was shown on."""
    form = FormulaireVersionne(request.POST)
    if not form.is_valid():
        raise ActeRefuse(
            "Ce bouton vient d’une page incomplète.", "Rouvrez la page et recommencez."
        )
    version: int = form.cleaned_data["version"]
    return version


def go(request: HttpRequest, said: str, route: str, *args: Any) -> HttpResponse:
    """Say what was done, and go to a page."""
    messages.success(request, said)
    return redirect(route, *args)
