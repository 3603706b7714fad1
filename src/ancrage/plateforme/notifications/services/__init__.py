"""Tell people on the site, and mark what they read; `envois` sends the e-mails."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.notifications.models import Notification, Rythme
from ancrage.plateforme.notifications.reglages import genre_of, rythmes_of
from ancrage.plateforme.travaux.services import enqueue


@transaction.atomic
def notify(
    *,
    destinataires: Iterable[Any],
    cle: str,
    titre: str,
    texte: str = "",
    lien: str = "",
    urgente: bool = False,
) -> int:
    """Tell a fact once to each person; return how many had not been told yet.

    Where somebody wants that kind at once (what is urgent is, unless she said otherwise), the
    e-mail is queued in the same transaction; the rest waits for the weekly message.
    """
    people = {person.pk: person for person in destinataires if person.is_active}
    told = set(
        Notification.objects.filter(cle=cle, destinataire__in=people).values_list(
            "destinataire_id", flat=True
        )
    )
    rows = [
        Notification(
            destinataire=person, cle=cle, titre=titre, texte=texte, lien=lien, urgente=urgente
        )
        for pk, person in people.items()
        if pk not in told
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    wanted = rythmes_of(people)
    if any(wanted[row.destinataire_id][genre_of(row)] == Rythme.IMMEDIAT for row in rows):
        enqueue("notifications.urgentes")
    return len(rows)


def mark_read(*, acteur: Any, notifications: Iterable[Notification]) -> None:
    """Mark a person's own notifications as read."""
    pks = [one.pk for one in notifications]
    Notification.objects.of(acteur).filter(pk__in=pks).unread().update(lue_le=timezone.now())
