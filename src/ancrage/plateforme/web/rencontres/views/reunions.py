"""Meetings: listed, planned, shown, changed, convened, cancelled; their back-planning."""

from datetime import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.rencontres.contenu import decisions_of
from ancrage.plateforme.rencontres.lectures import (
    by_college,
    current_minutes,
    presences_of,
    read_quorum,
    still_unreached,
    validated_minutes,
)
from ancrage.plateforme.rencontres.models import Decision, Instance, Reunion
from ancrage.plateforme.rencontres.permissions import can_organise, can_validate, reads_all
from ancrage.plateforme.rencontres.services import convocations
from ancrage.plateforme.rencontres.services import reunions as services
from ancrage.plateforme.web.rencontres.abonnements import subscription_url
from ancrage.plateforme.web.rencontres.acces import (
    bound,
    find_contrat,
    find_reunion,
    frame,
    require_organiser,
    version_of,
)
from ancrage.plateforme.web.rencontres.forms import MotifForm, NouvelleReunionForm, ReunionForm
from ancrage.plateforme.web.socle.formulaires import traiter
from ancrage.plateforme.web.socle.rendu import paginate, rendre

FORMULAIRE = "rencontres/formulaire.html"


def address_of(reunion: Reunion) -> str:
    """Return the address of a meeting."""
    return reverse("rencontres:reunion", args=[reunion.contrat.slug, reunion.identifiant])


@require_safe
def reunions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the meetings of a contract: the next one, the decisions to follow, the others."""
    contrat = find_contrat(request, slug)
    day = today()
    seen = Reunion.objects.visibles_par(request.user).of(contrat).select_related("instance")
    to_do = Decision.objects.of(contrat).filter(reunion__in=seen).ouvertes()
    context = frame(
        request,
        contrat,
        prochaine=seen.filter(etat__in=("prevue", "convoquee"), le__gte=day).last(),
        decisions=[(one, one.is_late(day)) for one in to_do],
        page=paginate(request, seen),
        lit_tout=reads_all(request.user, contrat),
        abonnement=subscription_url(request.user, contrat),
        aujourdhui=day,
    )
    return rendre(request, "rencontres/reunions.html", context)


def planifier(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a meeting of one of the bodies."""
    contrat = find_contrat(request, slug)
    require_organiser(request, contrat)
    initial = {"version": 1, "heure": time(14), **request.GET.dict()}
    rows = Instance.objects.of(contrat).select_related("contrat")
    form = NouvelleReunionForm(**bound(request), instances=rows, initial=initial)

    def act(data: dict[str, Any]) -> str:
        made = services.plan_reunion(
            acteur=request.user, instance=data["instance"], contenu=form.contenu
        )
        return address_of(made)

    back = reverse("rencontres:reunions", args=[slug])
    page = frame(request, contrat, titre="Prévoir une réunion", retour=back)
    return traiter(request, form, act, FORMULAIRE, page)


@require_safe
def reunion(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Show a meeting: what is next to do, agenda, attendance, decisions, minutes, dates."""
    found = find_reunion(request, slug, identifiant)
    day, rows = today(), presences_of(found)
    silent, waiting = still_unreached(found)
    minutes = current_minutes(found)
    context = frame(
        request,
        found.contrat,
        reunion=found,
        points=found.points.all(),
        colleges=by_college(rows),
        quorum=read_quorum(found.instance, rows) if rows else None,
        decisions=decisions_of(found),
        compte_rendu=minutes,
        valide=validated_minutes(found),
        peut_valider=can_validate(request.user, found.contrat),
        equipe=can_organise(request.user, found.contrat)
        or can_validate(request.user, found.contrat),
        sans_adresse=silent,
        en_attente=waiting,
        etapes=[(one, one.is_late(day)) for one in found.retroplanning.all()],
        passee=found.le <= day,
    )
    return rendre(request, "rencontres/reunion.html", context)


def modifier(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Change a meeting to come."""
    found = find_reunion(request, slug, identifiant)
    require_organiser(request, found.contrat)
    names = ("le", "heure", "duree", "lieu", "version")
    agenda = "\n".join(found.points.values_list("libelle", flat=True))
    initial = {name: getattr(found, name) for name in names} | {"points": agenda}
    form = ReunionForm(**bound(request), initial=initial)

    def act(data: dict[str, Any]) -> str:
        services.edit_reunion(
            acteur=request.user, reunion=found, expected=data["version"], contenu=form.contenu
        )
        return address_of(found)

    told = found.etat == "convoquee"
    lead = "Les membres déjà convoqués sont prévenus si la date, l’heure ou le lieu change."
    page = frame(
        request, found.contrat, titre="Modifier la réunion", retour=address_of(found),
        chapeau=lead if told else "",
    )  # fmt: skip
    return traiter(request, form, act, FORMULAIRE, page)


def annuler(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Cancel a meeting, with the reason."""
    found = find_reunion(request, slug, identifiant)
    require_organiser(request, found.contrat)
    form = MotifForm(**bound(request), initial={"version": found.version})

    def act(data: dict[str, Any]) -> str:
        services.cancel_reunion(
            acteur=request.user, reunion=found, expected=data["version"], motif=data["motif"]
        )
        return address_of(found)

    page = frame(
        request, found.contrat, titre="Annuler la réunion", retour=address_of(found),
        envoyer="Annuler la réunion",
        chapeau="Les membres déjà convoqués sont prévenus. Une réunion annulée garde son numéro.",
    )  # fmt: skip
    return traiter(request, form, act, FORMULAIRE, page)


@require_POST
def convoquer(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Convene the members."""
    found = find_reunion(request, slug, identifiant)
    require_organiser(request, found.contrat)
    convocations.convene(acteur=request.user, reunion=found, expected=version_of(request))
    messages.success(request, "Les convocations partent.")
    return redirect(address_of(found))


@require_POST
def relancer(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Send to the members who were not reached."""
    found = find_reunion(request, slug, identifiant)
    require_organiser(request, found.contrat)
    convocations.tell_missing(acteur=request.user, reunion=found)
    messages.success(request, "Les convocations qui manquent partent.")
    return redirect(address_of(found))


@require_safe
def retroplanning(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Show the dates counted around a meeting, with the rule that counts them."""
    found = find_reunion(request, slug, identifiant)
    day = today()
    rows = found.retroplanning.select_related("regle")
    lines = [(one, one.is_late(day), _gap((one.pour_le - found.le).days)) for one in rows]
    context = frame(request, found.contrat, reunion=found, etapes=lines)
    return rendre(request, "rencontres/retroplanning.html", context)


def _gap(days: int) -> str:
    return f"{-days} jours avant" if days < 0 else f"{days} jours après"


@require_POST
def faire_etape(request: HttpRequest, slug: str, identifiant: str, etape: str) -> HttpResponse:
    """Say that a step of the back-planning is done."""
    found = find_reunion(request, slug, identifiant)
    require_organiser(request, found.contrat)
    rows = found.retroplanning.select_related("reunion__instance__contrat")
    services.close_etape(acteur=request.user, etape=get_object_or_404(rows, etape=etape))
    return redirect("rencontres:retroplanning", slug=slug, identifiant=identifiant)
