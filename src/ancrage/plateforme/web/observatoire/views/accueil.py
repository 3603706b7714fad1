"""The way in: find a territory, or make one's own."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.observatoire.carte_choix import read_choix
from ancrage.plateforme.web.observatoire.forms import CompositionForm
from ancrage.plateforme.web.socle.rendu import rendre

RESULTATS = 30


@login_not_required
def observatoire(request: HttpRequest) -> HttpResponse:
    """Show the ways in: search, one's own territory, the region's areas by département."""
    region = profils.find_territoire(f"region:{settings.REGION}")
    groups = [
        (departement, profils.members_of(departement, "epci"))
        for departement in profils.members_of(region, "departement")
    ]
    context = {
        "region": region,
        "groupes": groups,
    }
    return rendre(request, "observatoire/observatoire.html", context)


@login_not_required
def chercher(request: HttpRequest) -> HttpResponse:
    """List the territories that look like what was typed, to read them or one indicator there."""
    texte = request.GET.get("q", "").strip()[:200]
    context = {
        "q": texte,
        "resultats": profils.search_territoires(texte, RESULTATS) if texte else [],
        "indicateur": profils.catalogue().get(request.GET.get("indicateur", "")),
    }
    return rendre(request, "observatoire/chercher.html", context, fragment="resultats")


@login_not_required
def composer(request: HttpRequest) -> HttpResponse:
    """Turn a pasted list into a territory with an address of its own; nothing is stored."""
    form = CompositionForm(request.GET if "liste" in request.GET else None)
    if form.is_valid() and not form.lue.refus and "voir" in request.GET:
        return redirect(reverse("observatoire:territoire", args=[form.code]))
    status = 400 if form.is_bound and not form.is_valid() else 200
    context = {"form": form, **read_choix(request)}
    return rendre(request, "observatoire/composer.html", context, status=status)
