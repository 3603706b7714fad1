"""Tell people; send one weekly digest, and what is urgent at once."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.notifications.models import Notification
from ancrage.plateforme.travaux.services import enqueue

PIED = (
    "Vous recevez ce message parce que vous participez à un contrat local de santé.\n"
    "Vos préférences : {base}/compte/"
)


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

    An urgent one queues its e-mail in the same transaction; the others wait for the digest.
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
    if urgente and rows:
        enqueue("notifications.urgentes")
    return len(rows)


def mark_read(*, acteur: Any, notifications: Iterable[Notification]) -> None:
    """Mark a person's own notifications as read."""
    pks = [one.pk for one in notifications]
    Notification.objects.of(acteur).filter(pk__in=pks).unread().update(lue_le=timezone.now())


def send_urgent() -> int:
    """Send what is urgent, one e-mail per person; return how many e-mails left."""
    return _send(urgent=True, sujet="À voir sans attendre")


def send_digest() -> int:
    """Send the week's digest: one e-mail per person who has something to learn."""
    return _send(urgent=False, sujet="Votre semaine")


def _send(*, urgent: bool, sujet: str) -> int:
    waiting = Notification.objects.to_send().select_related("destinataire")
    waiting = waiting.filter(urgente=True) if urgent else waiting.unread()
    rows = waiting.order_by("destinataire_id", "cree_le")
    sent = 0
    for person, group in groupby(rows, key=lambda one: one.destinataire):
        told = list(group)
        # Claimed before it leaves: a second worker that wakes up does not write twice.
        claimed = Notification.objects.filter(
            pk__in=[one.pk for one in told], envoyee_le__isnull=True
        ).update(envoyee_le=timezone.now())
        if claimed:
            _mail(person.email, sujet, told)
            sent += 1
    return sent


def _mail(address: str, sujet: str, told: Sequence[Notification]) -> None:
    parts = [
        "\n".join(part for part in (one.titre, one.texte, _whole(one.lien)) if part) for one in told
    ]
    body = "\n\n".join(["Bonjour,", *parts, PIED.format(base=settings.BASE_URL)])
    EmailMessage(f"[Ancrage] {sujet}", body, to=[address]).send()


def _whole(lien: str) -> str:
    return f"{settings.BASE_URL}{lien}" if lien else ""
