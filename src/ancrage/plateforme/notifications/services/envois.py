"""Send what people asked to be told at once, and one weekly message per person.

What leaves is claimed in the database first: a worker killed in between, or run again, never
writes twice. The relay is reached before anything is claimed, so that one that is down loses
nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.utils import timezone

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.notifications.desabonnement import address_of
from ancrage.plateforme.notifications.groupes import group_of
from ancrage.plateforme.notifications.models import Notification, Recapitulatif, Rythme
from ancrage.plateforme.notifications.reglages import genre_of, rythmes_of

SEMAINE = 7
ECART_MIN = timedelta(days=5)  # a late week, or another day chosen, never makes two in a row
PIED = (
    "Vous recevez ce message parce que vous participez à un contrat local de santé.\n"
    "Choisir ce que vous recevez : {base}/compte/notifications/\n"
    "Ne plus recevoir de courriel : {base}{desabonnement}"
)
Claim = Callable[[Utilisateur], bool]


def send_urgent() -> int:
    """Send what people want at once, one e-mail each; return how many e-mails left."""
    return _send(Rythme.IMMEDIAT, "À voir sans attendre", lambda person: True)


def send_digest(on: date) -> int:
    """Send the message of the week to those whose day it is, if they have something to learn."""
    return _send(Rythme.HEBDOMADAIRE, "Votre semaine", lambda person: _claim_week(person, on), on)


def _send(rythme: str, sujet: str, claim: Claim, on: date | None = None) -> int:
    waiting = _waiting(rythme, on)
    if not waiting:
        return 0
    connection = get_connection()
    connection.open()
    sent = 0
    try:
        for person, told in waiting:
            if claim(person) and _claim_rows(told):
                _message(person, sujet, told, connection).send()
                sent += 1
    finally:
        connection.close()
    return sent


def _waiting(rythme: str, on: date | None) -> list[tuple[Utilisateur, list[Notification]]]:
    """Return what nobody was told by e-mail, for the people who want it at this rhythm."""
    rows = Notification.objects.to_send().select_related("destinataire")
    if rythme == Rythme.HEBDOMADAIRE:
        rows = rows.unread()
    ordered = list(rows.order_by("destinataire_id", "cree_le", "pk"))
    rythmes = rythmes_of({one.destinataire_id for one in ordered})
    wanted = [one for one in ordered if rythmes[one.destinataire_id][genre_of(one)] == rythme]
    due = _due(wanted, on) if on else {one.destinataire_id for one in wanted}
    return [
        (person, list(group))
        for person, group in groupby(wanted, key=lambda one: one.destinataire)
        if person.pk in due
    ]


def _due(wanted: Iterable[Notification], on: date) -> set[int]:
    """Return the people whose weekly message is due: her day came since the last one."""
    people = {one.destinataire_id for one in wanted}
    held = {one.utilisateur_id: one for one in Recapitulatif.objects.filter(utilisateur__in=people)}
    return {pk for pk in people if _is_due(held.get(pk) or Recapitulatif(), on)}


def _is_due(recapitulatif: Recapitulatif, on: date) -> bool:
    last = recapitulatif.envoye_le
    if last is None:
        return on.weekday() == recapitulatif.jour
    due = on - timedelta(days=(on.weekday() - recapitulatif.jour) % SEMAINE)
    return last < due and on - last >= ECART_MIN


def _claim_week(person: Utilisateur, on: date) -> bool:
    """Mark the week as sent; False when another worker did."""
    held, _ = Recapitulatif.objects.get_or_create(utilisateur=person)
    free = Q(envoye_le__isnull=True) | Q(envoye_le__lte=on - ECART_MIN)
    return bool(Recapitulatif.objects.filter(free, pk=held.pk).update(envoye_le=on))


def _claim_rows(told: Sequence[Notification]) -> bool:
    """Mark all the rows as sent; none left means that another worker has them."""
    pks = [one.pk for one in told]
    rows = Notification.objects.filter(pk__in=pks, envoyee_le__isnull=True)
    return bool(rows.update(envoyee_le=timezone.now()))


def _message(
    person: Utilisateur, sujet: str, told: Sequence[Notification], connection: object
) -> EmailMessage:
    """Return the e-mail: the facts by contract, then how to choose and how to stop."""
    leave = address_of(person)
    foot = PIED.format(base=settings.BASE_URL, desabonnement=leave)
    body = "\n\n".join(["Bonjour,", *_parts(told), foot])
    return EmailMessage(
        f"[Ancrage] {sujet}",
        body,
        to=[person.email],
        connection=connection,
        headers={
            "List-Unsubscribe": f"<{settings.BASE_URL}{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _parts(told: Sequence[Notification]) -> list[str]:
    groups: dict[str, list[str]] = defaultdict(list)
    for one in told:
        whole = f"{settings.BASE_URL}{one.lien}" if one.lien else ""
        groups[group_of(one.lien)].append(
            "\n".join(part for part in (one.titre, one.texte, whole) if part)
        )
    loose = groups.pop("", [])
    lines = [line for name in sorted(groups) for line in (f"== {name} ==", *groups[name])]
    return [*lines, *(("== Ailleurs dans Ancrage ==", *loose) if lines and loose else loose)]
