"""The bodies of a contract and who sits in them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.lectures import mandats_to_renew
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.rencontres.lectures import by_college, composition_alerts
from ancrage.plateforme.rencontres.models import Instance, MembreInstance
from ancrage.plateforme.rencontres.permissions import reads_all
from ancrage.plateforme.rencontres.services import instances as services
from ancrage.plateforme.web.rencontres.acces import (
    bound,
    find_contrat,
    find_instance,
    frame,
    require_organiser,
)
from ancrage.plateforme.web.rencontres.forms import FinForm, InstanceForm, MembreForm
from ancrage.plateforme.web.socle.formulaires import traiter
from ancrage.plateforme.web.socle.rendu import rendre

FORMULAIRE = "rencontres/formulaire.html"


@require_safe
def instances(request: HttpRequest, slug: str) -> HttpResponse:
    """List the bodies of a contract, with what their composition lacks."""
    contrat = find_contrat(request, slug)
    if not reads_all(request.user, contrat):
        raise Http404
    day = today()
    rows = Instance.objects.of(contrat).select_related("contrat")
    found = [(one, one.membres.en_cours(day).count(), composition_alerts(one, day)) for one in rows]
    context = frame(request, contrat, instances=found, a_designer=mandats_to_renew(contrat, day))
    return rendre(request, "rencontres/instances.html", context)


@require_safe
def instance(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Show a body: its rules, its members by college, those who left."""
    found = find_instance(request, slug, identifiant)
    day = today()
    members = found.membres.for_list()
    context = frame(
        request,
        found.contrat,
        instance=found,
        colleges=by_college(list(members.en_cours(day))),
        anciens=members.filter(fin__lt=day).order_by("-fin"),
        alertes=composition_alerts(found, day),
    )
    return rendre(request, "rencontres/instance.html", context)


def _page(request: HttpRequest, contrat: Contrat, titre: str, retour: str, **more: Any) -> Any:
    return frame(request, contrat, titre=titre, retour=retour, **more)


def nouvelle(request: HttpRequest, slug: str) -> HttpResponse:
    """Set up a body."""
    contrat = find_contrat(request, slug)
    require_organiser(request, contrat)
    form = InstanceForm(**bound(request), initial={"version": 1})

    def act(data: dict[str, Any]) -> str:
        made = services.create_instance(
            acteur=request.user, contrat=contrat, type=data["type"], contenu=form.contenu
        )
        return _address(made)

    back = reverse("rencontres:instances", args=[slug])
    return traiter(
        request, form, act, FORMULAIRE, _page(request, contrat, "Créer une instance", back)
    )


def _address(one: Instance) -> str:
    return reverse("rencontres:instance", args=[one.contrat.slug, one.identifiant])


def modifier(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Change a body; its type stays."""
    found = find_instance(request, slug, identifiant)
    require_organiser(request, found.contrat)
    names = ("nom", "role", "president", "quorum", "seances_par_an", "version")
    form = InstanceForm(**bound(request), initial={name: getattr(found, name) for name in names})
    del form.fields["type"]

    def act(data: dict[str, Any]) -> str:
        services.edit_instance(
            acteur=request.user, instance=found, expected=data["version"], contenu=form.contenu
        )
        return _address(found)

    page = _page(request, found.contrat, f"Modifier : {found}", _address(found))
    return traiter(request, form, act, FORMULAIRE, page)


def designer(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Seat a member."""
    found = find_instance(request, slug, identifiant)
    require_organiser(request, found.contrat)
    initial = {"version": 1, "debut": today()}
    form = MembreForm(**bound(request), instance=found, initial=initial)

    def act(data: dict[str, Any]) -> str:
        services.seat_membre(acteur=request.user, instance=found, contenu=form.contenu)
        return _address(found)

    page = _page(request, found.contrat, f"Désigner un membre : {found}", _address(found))
    return traiter(request, form, act, FORMULAIRE, page)


def _membre(request: HttpRequest, slug: str, identifiant: str, membre: str) -> MembreInstance:
    found = find_instance(request, slug, identifiant)
    require_organiser(request, found.contrat)
    rows = found.membres.for_list().select_related("instance__contrat")
    one: MembreInstance = get_object_or_404(rows, identifiant=membre)
    if one.fin is not None and one.fin < today():
        raise PermissionDenied("Ce mandat est fini : il ne change plus.")
    return one


def modifier_membre(request: HttpRequest, slug: str, identifiant: str, membre: str) -> HttpResponse:
    """Change what is known of a member."""
    one = _membre(request, slug, identifiant, membre)
    names = (
        "college", "organisation", "fonction", "utilisateur", "titulaire", "courriel",
        "deliberative", "debut", "version",
    )  # fmt: skip
    initial = {name: getattr(one, name) for name in names}
    form = MembreForm(**bound(request), instance=one.instance, initial=initial)

    def act(data: dict[str, Any]) -> str:
        services.edit_membre(
            acteur=request.user, membre=one, expected=data["version"], contenu=form.contenu
        )
        return _address(one.instance)

    page = _page(request, one.instance.contrat, f"Modifier : {one}", _address(one.instance))
    return traiter(request, form, act, FORMULAIRE, page)


def finir_membre(request: HttpRequest, slug: str, identifiant: str, membre: str) -> HttpResponse:
    """End a seat."""
    one = _membre(request, slug, identifiant, membre)
    form = FinForm(**bound(request), initial={"version": one.version, "fin": today()})

    def act(data: dict[str, Any]) -> str:
        services.end_seat(
            acteur=request.user, membre=one, expected=data["version"], fin=data["fin"]
        )
        return _address(one.instance)

    page = _page(
        request, one.instance.contrat, f"Finir le mandat : {one}", _address(one.instance),
        envoyer="Finir le mandat",
    )  # fmt: skip
    return traiter(request, form, act, FORMULAIRE, page)
