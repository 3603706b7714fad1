"""The steps and ends of actions, month by month, and the same as a calendar file."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ancrage.plateforme.programmes.acces import readable_fiches
from ancrage.plateforme.web.programme.cadre import open_plan, show
from ancrage.plateforme.web.programme.calendrier import (
    by_month,
    read_echeances,
    undated,
    write_ics,
)
from ancrage.plateforme.web.socle.fichiers import send


@login_not_required
@require_safe
def calendrier(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what comes; the months that passed are folded."""
    plan = open_plan(request, slug)
    fiches = list(readable_fiches(request.user, plan.contrat).prefetch_related("jalons"))
    today = timezone.localdate()
    dates = read_echeances(fiches)
    context = {
        "a_venir": by_month(one for one in dates if one.le >= today),
        "passes": by_month(one for one in dates if one.le < today),
        "en_retard": [one for one in dates if one.is_late(today)],
        "sans_date": undated(fiches),
    }
    return show(request, plan, "calendrier.html", context)


@login_not_required
@require_safe
def ics(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the same dates as a file."""
    plan = open_plan(request, slug)
    fiches = readable_fiches(request.user, plan.contrat).prefetch_related("jalons")
    return send(write_ics(plan.contrat, read_echeances(fiches)), f"programme-{slug}", "ics")
