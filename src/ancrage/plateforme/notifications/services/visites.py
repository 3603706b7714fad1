"""Remember when a person last came, so that her home page tells what changed since."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from ancrage.plateforme.notifications.models import Visite

PAUSE = timedelta(minutes=30)  # opened again sooner, it is the same visit


def open_visit(person: Any, now: datetime | None = None) -> datetime | None:
    """Note that a person is here; return when her former visit was, None the first time.

    Within one visit the answer stays the same: what changed does not vanish at a reload.
    """
    moment = now or timezone.now()
    visite, made = Visite.objects.get_or_create(utilisateur=person, defaults={"vue_le": moment})
    if made:
        return None
    if moment - visite.vue_le > PAUSE:
        Visite.objects.filter(pk=visite.pk, vue_le=visite.vue_le).update(
            precedente_le=visite.vue_le, vue_le=moment
        )
        return visite.vue_le
    return visite.precedente_le
