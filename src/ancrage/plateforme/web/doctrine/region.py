"""Which region a page of the doctrine is about, on which day."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from ancrage.plateforme.doctrine.permissions import regions_ruled

PREMIERE = date(2009, 7, 21)  # the HPST law makes the contracts: no rule before
DATE_REFUSEE = "Cette date ne se lit pas, ou précède la loi HPST (21 juillet 2009)."
ONGLETS = (
    ("Règles", "doctrine:regles"),
    ("Procédure", "doctrine:procedure"),
    ("Visas", "doctrine:visas"),
    ("Plans régionaux", "doctrine:plans"),
)


def region_read(request: HttpRequest) -> str:
    """Return the region that a person reads: hers, else that of the site."""
    user: Any = request.user
    held = sorted(user.regions) if user.is_authenticated else []
    return str(held[0]) if held and settings.REGION not in held else str(settings.REGION)


def region_ruled(request: HttpRequest) -> str:
    """Return the region where this person lays the doctrine down; refuse the others."""
    regions = regions_ruled(request.user)
    if not regions:
        raise PermissionDenied("Seul le siège de l’ARS règle la doctrine de sa région.")
    return min(regions)


def day_read(request: HttpRequest) -> tuple[date, str]:
    """Return the day of `?le=`, today by default, and what is wrong with it."""
    asked = request.GET.get("le", "").strip()[:10]
    try:
        found = parse_date(asked) if asked else timezone.localdate()
    except ValueError:
        found = None
    if found is None or found < PREMIERE:
        return timezone.localdate(), DATE_REFUSEE
    return found, ""


def frame(request: HttpRequest, route: str) -> dict[str, Any]:
    """Return what every page of the space shows around itself."""
    region = region_read(request)
    return {
        "region": region,
        "regle_ici": region in regions_ruled(request.user),
        "onglets": [(nom, reverse(one), one == route) for nom, one in ONGLETS],
    }
