"""How often a visitor may ask: a count by minute, kept in the cache that all processes share."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

FENETRE = 60  # seconds


def address_of(request: HttpRequest) -> str:
    """Return the address that asks, read as the sign-in reads it; all share one if unknown."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


def seconds_to_wait(who: str, limit: int) -> int:
    """Count a request in the current minute; return how long to wait beyond the limit, else 0.

    Two at the same instant may count as one: the limit protects the site, it is not a bill.
    """
    now = time.time()
    window = int(now // FENETRE)
    key = f"debit:{who}:{window}"
    cache.add(key, 0, FENETRE * 2)
    try:
        asked = cache.incr(key)
    except ValueError:  # evicted in between
        asked = 1
    return int((window + 1) * FENETRE - now) + 1 if asked > limit else 0
