"""Files: the calendars, the documents; and the year shared by several contracts."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.documents import seances
from ancrage.plateforme.rencontres.agenda import published
from ancrage.plateforme.rencontres.lectures import retroplannings_of, year_of
from ancrage.plateforme.rencontres.models import Reunion
from ancrage.plateforme.rencontres.permissions import can_organise, can_validate
from ancrage.plateforme.web.rencontres.abonnements import read_subscription
from ancrage.plateforme.web.rencontres.acces import find_contrat, find_instance, find_reunion
from ancrage.plateforme.web.socle.fichiers import send
from ancrage.plateforme.web.socle.rendu import rendre
from ancrage.publication.typographie import MOIS

INTERNE = "Ce document nomme des personnes ou n’est pas validé : il reste dans l’équipe du contrat."


def _file(content: bytes, name: str, format: str) -> HttpResponse:
    return send(content, name, format, private=True)


def _calendar(user: Any, contrat: Contrat) -> bytes:
    rows = Reunion.objects.visibles_par(user).of(contrat).for_list().prefetch_related("points")
    return published(f"Réunions : {contrat}", rows, retroplannings_of(rows))


@require_safe
def calendrier_reunion(request: HttpRequest, slug: str, identifiant: str) -> HttpResponse:
    """Send one meeting, for any calendar."""
    found = find_reunion(request, slug, identifiant)
    return _file(published(str(found), [found]), f"reunion-{found.le:%Y-%m-%d}", "ics")


@require_safe
def calendrier(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the meetings of a contract and the dates around them."""
    contrat = find_contrat(request, slug)
    return _file(_calendar(request.user, contrat), f"reunions-{slug}", "ics")


@login_not_required
@require_safe
def abonnement(request: HttpRequest, cle: str) -> HttpResponse:
    """Send the same to a calendar that subscribes, for the person of the key."""
    person, slug = read_subscription(cle)
    contrat = get_object_or_404(Contrat.objects.visibles_par(person), slug=slug)
    return _file(_calendar(person, contrat), f"reunions-{slug}", "ics")


def _in_team(user: Any, contrat: Contrat) -> bool:
    return can_organise(user, contrat) or can_validate(user, contrat)


@require_safe
def document(
    request: HttpRequest, slug: str, identifiant: str, code: str, format: str
) -> HttpResponse:
    """Send a document of a meeting; the names and the drafts stay in the team."""
    found = find_reunion(request, slug, identifiant)
    if code not in seances.DESSINS or format not in seances.FORMATS:
        raise Http404
    if code in seances.INTERNES and not _in_team(request.user, found.contrat):
        raise PermissionDenied(INTERNE)
    name = f"{code}-{found.instance.type}-{found.numero}"
    return _file(seances.draw_of_reunion(found, code, format), name, format)


@require_safe
def reglement(request: HttpRequest, slug: str, identifiant: str, format: str) -> HttpResponse:
    """Send the rules of a body."""
    found = find_instance(request, slug, identifiant)
    if format not in seances.FORMATS:
        raise Http404
    return _file(seances.draw_reglement(found, format), f"reglement-{found.type}", format)


def _asked_year(request: HttpRequest) -> int:
    asked = request.GET.get("annee", "")
    if asked.isascii() and asked.isdigit() and 2009 <= int(asked) <= 2100:
        return int(asked)
    return today().year


def _rows(request: HttpRequest, year: int) -> list[tuple[date, str, Any]]:
    followed = Reunion.objects.visibles_par(request.user).for_list().prefetch_related("points")
    return year_of(followed, year)


@require_safe
def annee(request: HttpRequest) -> HttpResponse:
    """Show one year of all the contracts that a person follows: meetings, dates around them."""
    year = _asked_year(request)
    rows = _rows(request, year)
    months = [
        (name, [row for row in rows if row[0].month == rank])
        for rank, name in enumerate(MOIS, start=1)
    ]
    context = {
        "annee": year,
        "mois": [(name, found) for name, found in months if found],
        "reunions": sum(kind == "reunion" for _, kind, _ in rows),
        "contrats": len({_contrat(one).pk for _, _, one in rows}),
        "aujourdhui": today(),
    }
    return rendre(request, "rencontres/annee.html", context)


def _contrat(one: Any) -> Contrat:
    found: Contrat = one.contrat if isinstance(one, Reunion) else one.reunion.contrat
    return found


@require_safe
def annee_ics(request: HttpRequest, annee: int) -> HttpResponse:
    """Send that year as a calendar."""
    if not 2009 <= annee <= 2100:
        raise Http404
    rows = _rows(request, annee)
    meetings = [one for _, kind, one in rows if kind == "reunion"]
    steps = [one for _, kind, one in rows if kind == "etape"]
    return _file(published(f"Réunions {annee}", meetings, steps), f"reunions-{annee}", "ics")
