"""What day it is for the contracts: today in Paris, unless a test drives the years itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse

_jour: ContextVar[date | None] = ContextVar("jour", default=None)


def today() -> date:
    """Return the current day."""
    return _jour.get() or timezone.localdate()


@contextmanager
def at(jour: date) -> Iterator[None]:
    """Make it that day for the contracts, in this context alone."""
    token = _jour.set(jour)
    try:
        yield
    finally:
        _jour.reset(token)


def day_of_act(on: date | None) -> date:
    """Return the day an act takes effect: today, or an earlier day if it is recorded late."""
    if on is None:
        return today()
    if on > today():
        raise ActeRefuse(
            f"Le {on:%d/%m/%Y} n’est pas encore passé.",
            "Un acte s’enregistre le jour même, ou plus tard avec sa vraie date.",
            champ="on",
        )
    return on
