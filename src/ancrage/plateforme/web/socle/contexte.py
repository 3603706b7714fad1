"""What the skeleton of every page needs."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ancrage.plateforme.web.socle.navigation import PLACES, liens

APPARENCES = frozenset({"clair", "sombre"})


def coquille(request: HttpRequest) -> dict[str, Any]:
    """Return the facts of the shell: demonstration, region, chosen appearance, menus.

    The menus are computed when a template reads them: a fragment never pays for them. A page of
    error may be made before the person is known: it then has no menu.
    """
    apparence = request.COOKIES.get("apparence")
    menus: dict[str, Any] = {}
    if hasattr(request, "user"):
        menus = {
            f"menu_{place}": SimpleLazyObject(partial(liens, request, place)) for place in PLACES
        }
    return {
        "demo": settings.DEMO,
        "region_site": settings.REGION,
        "apparence": apparence if apparence in APPARENCES else "",
        **menus,
    }
