"""Send the e-mails of convocations: each row claimed before its message leaves."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from ancrage.plateforme.rencontres.agenda import invitation
from ancrage.plateforme.rencontres.lettres import body_of, subject_of
from ancrage.plateforme.rencontres.models import Convocation, EtatReunion

logger = logging.getLogger(__name__)
TENTATIVES = 5


def send_waiting(reunion: str = "") -> int:
    """Send the e-mails that wait, of one meeting or of all; return how many left.

    A row is claimed before its e-mail leaves: two workers never write twice to a member. An
    e-mail refused by the relay waits for the next try, five at most.
    """
    rows = Convocation.objects.filter(
        envoyee_le__isnull=True,
        tentatives__lt=TENTATIVES,
        rang=F("reunion__rang_convocation"),
    ).exclude(reunion__etat=EtatReunion.TENUE)
    if reunion:
        rows = rows.filter(reunion__identifiant=reunion)
    waiting = rows.select_related(
        "membre__utilisateur", "membre__organisation", "reunion__instance__contrat"
    ).prefetch_related("reunion__points")
    return sum(_send(one) for one in waiting)


def _send(row: Convocation) -> int:
    mine = Convocation.objects.filter(pk=row.pk, envoyee_le__isnull=True)
    address = row.membre.adresse
    if not address or not mine.update(
        envoyee_le=timezone.now(), tentatives=F("tentatives") + 1, erreur=""
    ):
        return 0
    try:
        _message(row, address).send()
    except (OSError, SMTPException) as error:
        logger.warning("A convocation could not be sent: %s", error)
        Convocation.objects.filter(pk=row.pk).update(
            envoyee_le=None, erreur="Le relais de courriel n’a pas pris ce message."
        )
        return 0
    return 1


def _message(row: Convocation, address: str) -> EmailMessage:
    reunion = row.reunion
    message = EmailMessage(
        f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject_of(reunion)}",
        body_of(reunion, row.membre),
        to=[address],
    )
    cancelled = reunion.etat == EtatReunion.ANNULEE
    method = "CANCEL" if cancelled else "REQUEST"
    message.attach(
        "reunion.ics",
        invitation(reunion, address).decode(),
        f"text/calendar; method={method}; charset=utf-8",
    )
    return message
