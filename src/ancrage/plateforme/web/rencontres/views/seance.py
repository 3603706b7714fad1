"""During and after a meeting: who was there, what was decided, the minutes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.rencontres.lectures import (
    current_minutes,
    members_of,
    presences_of,
    read_quorum,
)
from ancrage.plateforme.rencontres.models import TEXTES, CompteRendu, Decision, Reunion
from ancrage.plateforme.rencontres.permissions import can_validate
from ancrage.plateforme.rencontres.services import comptes_rendus as minutes
from ancrage.plateforme.rencontres.services import decisions as services
from ancrage.plateforme.rencontres.services import presences as attendance
from ancrage.plateforme.web.rencontres.acces import (
    bound,
    find_reunion,
    frame,
    require_organiser,
    version_of,
)
from ancrage.plateforme.web.rencontres.emargement import PresencesForm
from ancrage.plateforme.web.rencontres.forms import (
    CompteRenduForm,
    DecisionForm,
    MotifForm,
    SuiteForm,
)
from ancrage.plateforme.web.rencontres.views.reunions import FORMULAIRE, address_of
from ancrage.plateforme.web.socle.formulaires import traiter


def presences(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Note who is there; each save keeps the others' lines."""
    found = find_reunion(request, slug, identifiant)
    require_organiser(request, found.contrat)
    if not found.a_venir:
        raise Http404
    rows = presences_of(found)
    form = PresencesForm(**bound(request), membres=list(members_of(found)), presences=rows)

    def act(data: dict[str, Any]) -> str:
        attendance.record_presences(acteur=request.user, reunion=found, presences=form.notees)
        messages.success(request, "Les présences sont notées.")
        return reverse("rencontres:presences", args=[slug, identifiant])

    page = frame(
        request, found.contrat, reunion=found, passee=found.le <= today(),
        quorum=read_quorum(found.instance, rows) if rows else None,
        restent=len(form.membres) - len(rows),
    )  # fmt: skip
    return traiter(request, form, act, "rencontres/presences.html", page)


@require_POST
def tenir(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Say that the meeting was held: its attendance is frozen."""
    found = find_reunion(request, slug, identifiant)
    require_organiser(request, found.contrat)
    attendance.hold_reunion(acteur=request.user, reunion=found, expected=version_of(request))
    messages.success(request, "La réunion est tenue ; son émargement ne change plus.")
    return redirect(address_of(found))


# --- minutes


@require_POST
def ouvrir_compte_rendu(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Open minutes already filled."""
    found = find_reunion(request, slug, identifiant)
    require_organiser(request, found.contrat)
    minutes.open_compte_rendu(acteur=request.user, reunion=found)
    return redirect("rencontres:compte_rendu", slug=slug, identifiant=identifiant)


def _minutes(reunion: Reunion) -> CompteRendu:
    found = current_minutes(reunion)
    if found is None:
        raise Http404
    return found


def compte_rendu(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Write the minutes in writing."""
    reunion = find_reunion(request, slug, identifiant)
    require_organiser(request, reunion.contrat)
    found = _minutes(reunion)
    if found.valide:
        raise PermissionDenied("Ce compte rendu est validé : une édition motivée le corrige.")
    initial = {name: getattr(found, name) for name in (*TEXTES, "version")}
    form = CompteRenduForm(**bound(request), initial=initial)

    def act(data: dict[str, Any]) -> str:
        minutes.write_compte_rendu(
            acteur=request.user, compte_rendu=found, expected=data["version"], textes=data
        )
        messages.success(request, "Le compte rendu est enregistré.")
        return address_of(reunion)

    page = frame(
        request, reunion.contrat, titre="Écrire le compte rendu", retour=address_of(reunion),
        chapeau="Les présences, l’ordre du jour et les décisions y entrent d’eux-mêmes.",
    )  # fmt: skip
    return traiter(request, form, act, FORMULAIRE, page)


@require_POST
def valider_compte_rendu(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Validate the minutes: they are frozen."""
    reunion = find_reunion(request, slug, identifiant)
    if not can_validate(request.user, reunion.contrat):
        raise PermissionDenied("L’élu référent ou l’ARS valide le compte rendu.")
    found = _minutes(reunion)
    minutes.validate_compte_rendu(
        acteur=request.user, compte_rendu=found, expected=version_of(request)
    )
    messages.success(request, "Le compte rendu est validé et figé.")
    return redirect(address_of(reunion))


def corriger_compte_rendu(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Open a corrected edition of validated minutes."""
    reunion = find_reunion(request, slug, identifiant)
    require_organiser(request, reunion.contrat)
    form = MotifForm(**bound(request), initial={"version": _minutes(reunion).version})

    def act(data: dict[str, Any]) -> str:
        minutes.correct_compte_rendu(acteur=request.user, reunion=reunion, motif=data["motif"])
        return reverse("rencontres:compte_rendu", args=[slug, identifiant])

    page = frame(
        request, reunion.contrat, titre="Corriger le compte rendu", retour=address_of(reunion),
        envoyer="Ouvrir une édition corrigée", chapeau="L’édition validée reste lisible.",
    )  # fmt: skip
    return traiter(request, form, act, FORMULAIRE, page)


# --- decisions


def nouvelle_decision(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Take a decision in a meeting."""
    reunion = find_reunion(request, slug, identifiant)
    require_organiser(request, reunion.contrat)
    form = DecisionForm(**bound(request), region=reunion.region, initial={"version": 1})

    def act(data: dict[str, Any]) -> str:
        made = services.take_decision(acteur=request.user, reunion=reunion, contenu=form.contenu)
        messages.success(request, f"La décision n° {made.numero} est enregistrée.")
        return address_of(reunion)

    page = frame(
        request, reunion.contrat, titre="Prendre une décision", retour=address_of(reunion),
        chapeau="Elle prend le numéro suivant du contrat et sera suivie jusqu’à son terme.",
    )  # fmt: skip
    return traiter(request, form, act, FORMULAIRE, page)


def _decision(request: HttpRequest, slug: str, identifiant: str, numero: int) -> Decision:
    reunion = find_reunion(request, slug, identifiant)
    require_organiser(request, reunion.contrat)
    rows = Decision.objects.of(reunion.contrat).filter(reunion=reunion).select_related("contrat")
    return get_object_or_404(rows, numero=numero)


def corriger_decision(
    request: HttpRequest, slug: str, identifiant: str, numero: int
) -> HttpResponse:
    """Correct the words of a decision while its minutes are in writing."""
    one = _decision(request, slug, identifiant, numero)
    initial = {name: getattr(one, name) for name in (*services.CONTENU, "version")}
    form = DecisionForm(**bound(request), region=one.region, initial=initial)
    back = reverse("rencontres:reunion", args=[slug, identifiant])

    def act(data: dict[str, Any]) -> str:
        services.edit_decision(
            acteur=request.user, decision=one, expected=data["version"], contenu=form.contenu
        )
        return back

    page = frame(request, one.contrat, titre=f"Corriger la décision n° {numero}", retour=back)
    return traiter(request, form, act, FORMULAIRE, page)


def suivre_decision(request: HttpRequest, slug: str, identifiant: str, numero: int) -> HttpResponse:
    """Say where a decision is."""
    one = _decision(request, slug, identifiant, numero)
    names = ("etat", "suites", "faite_le", "motif", "version")
    form = SuiteForm(**bound(request), initial={name: getattr(one, name) for name in names})
    back = reverse("rencontres:reunions", args=[slug])

    def act(data: dict[str, Any]) -> str:
        values = {name: value for name, value in data.items() if name != "version"}
        services.follow_decision(
            acteur=request.user, decision=one, expected=data["version"], **values
        )
        return back

    who = f"{one.responsable}, pour le {one.quand:%d/%m/%Y}" if one.quand else one.responsable
    page = frame(
        request, one.contrat, titre=f"Suivre la décision n° {numero}", retour=back,
        chapeau=f"{one.quoi} — {who}.",
    )  # fmt: skip
    return traiter(request, form, act, FORMULAIRE, page)
