"""The release calendar of the producers, and the queue of what a new edition changes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ancrage.plateforme.observations.etats import GenreConsequence
from ancrage.plateforme.observations.lectures import comparison_of, last_edition
from ancrage.plateforme.observations.models import CalendrierDiffusion, Consequence
from ancrage.plateforme.observations.permissions import regions_kept
from ancrage.plateforme.observations.services import calendrier as services
from ancrage.plateforme.web.observatoire.actes_ors import bound, do, require, require_ors
from ancrage.plateforme.web.observatoire.forms_ors import (
    DateParutionForm,
    ParutionForm,
    ReceptionForm,
)
from ancrage.plateforme.web.socle.formulaires import traiter
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import paginate, rendre


@require_safe
def calendrier(request: HttpRequest) -> HttpResponse:
    """List what producers will publish, what is late, what came."""
    require_ors(request)
    rows = CalendrierDiffusion.objects.visibles_par(request.user)
    region = min(regions_kept(request.user))
    context = {
        "retards": list(rows.en_retard()),
        "page": paginate(request, rows.attendues()),
        "recues": list(rows.recues()[:20]),
        "a_revoir": Consequence.objects.visibles_par(request.user).a_revoir().count(),
        "edition": last_edition(region),
        "travail": comparison_of(region),
        "jeton": new_token(),
    }
    return rendre(request, "observatoire/calendrier/calendrier.html", context)


def _back() -> dict[str, Any]:
    """Return where a form of the calendar leads back to."""
    calendar = reverse("observatoire:calendrier")
    return {"retour": calendar, "fil": [("Calendrier de diffusion", calendar)]}


def nouvelle(request: HttpRequest) -> HttpResponse:
    """Note a release that a producer announced."""
    require_ors(request)
    form = ParutionForm(**bound(request))

    def act(data: dict[str, Any]) -> str:
        region = min(regions_kept(request.user))
        services.enter_release(acteur=request.user, region=region, **data)
        return reverse("observatoire:calendrier")

    context = {"titre": "Noter une parution", "envoyer": "Noter",
               "chapeau": "Une édition annoncée par un producteur, avec son jour.",
               **_back()}  # fmt: skip
    return traiter(request, form, act, "socle/formulaire.html", context)


def _find(request: HttpRequest, identifiant: str) -> CalendrierDiffusion:
    rows = CalendrierDiffusion.objects.visibles_par(request.user)
    return get_object_or_404(rows, identifiant=identifiant)


def dater(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Change the day of a release."""
    found = _find(request, identifiant)
    initial = {"version": found.version, "attendue_le": found.attendue_le}
    form = DateParutionForm(**bound(request), initial=initial)

    def act(data: dict[str, Any]) -> str:
        services.change_date(
            acteur=request.user, parution=found, expected=data["version"],
            attendue_le=data["attendue_le"],
        )  # fmt: skip
        return reverse("observatoire:calendrier")

    context = {"titre": f"Dater : {found}", "chapeau": f"Annonce : {found.annonce}.",
               **_back()}  # fmt: skip
    return traiter(request, form, act, "socle/formulaire.html", context)


def recevoir(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Say that a release came."""
    found = _find(request, identifiant)
    form = ReceptionForm(**bound(request), initial={"version": found.version})

    def act(data: dict[str, Any]) -> str:
        services.receive(
            acteur=request.user, parution=found, expected=data["version"],
            millesime=data["millesime"],
        )  # fmt: skip
        return reverse("observatoire:calendrier")

    context = {"titre": f"Reçue : {found}", "envoyer": "Noter la réception",
               "chapeau": "Le chargement de ses fichiers la note aussi, de lui-même.",
               **_back()}  # fmt: skip
    return traiter(request, form, act, "socle/formulaire.html", context)


@require_POST
@once_only
def comparer(request: HttpRequest) -> HttpResponse:
    """Compare the figures in use with the last reading, now rather than tonight."""
    require_ors(request)
    services.compare_now(acteur=request.user, region=min(regions_kept(request.user)))
    messages.success(request, "La comparaison est lancée : cette page dira où elle en est.")
    return redirect("observatoire:calendrier")


@require_safe
def consequences(request: HttpRequest) -> HttpResponse:
    """List what a new edition changes; what nobody has read first."""
    require_ors(request)
    rows = Consequence.objects.visibles_par(request.user)
    genre, vue = request.GET.get("genre", ""), request.GET.get("vue", "")
    shown = rows.filter(genre=genre) if genre in GenreConsequence.values else rows
    context = {
        "page": paginate(request, shown if vue == "toutes" else shown.a_revoir()),
        "genre": genre if genre in GenreConsequence.values else "",
        "vue": vue if vue == "toutes" else "",
        "genres": GenreConsequence.choices,
        "restent": rows.a_revoir().count(),
        "jeton": new_token(),
    }
    return rendre(request, "observatoire/calendrier/consequences.html", context, fragment="lignes")


@require_POST
def revoir(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Say that one has read a line, and what was done of it."""
    rows = Consequence.objects.visibles_par(request.user)
    found = get_object_or_404(rows, identifiant=identifiant)
    note = request.POST.get("note", "")[:2_000]
    require(bool(regions_kept(request.user)))
    return do(
        request,
        lambda version: services.review(
            acteur=request.user, consequence=found, expected=version, note=note
        ),
        "C’est noté.",
        "observatoire:consequences",
    )
