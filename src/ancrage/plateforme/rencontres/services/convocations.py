"""Tell the members of a meeting: each once, by e-mail, with a file for their calendar."""

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.rencontres.agenda import invitation
from ancrage.plateforme.rencontres.lectures import members_of
from ancrage.plateforme.rencontres.lettres import body_of, subject_of
from ancrage.plateforme.rencontres.models import Convocation, EtapeRetro, EtatReunion, Reunion
from ancrage.plateforme.rencontres.services.etapes import mark_etape
from ancrage.plateforme.rencontres.services.instances import check_organiser
from ancrage.plateforme.travaux.services import enqueue

logger = logging.getLogger(__name__)
CONVOQUER = "rencontres.convoquer"
TENTATIVES = 5


@transaction.atomic
def convene(*, acteur: Any, reunion: Reunion, expected: int) -> Reunion:
    """Convene the members of a meeting that has an agenda; the e-mails leave in a job."""
    check_organiser(acteur, reunion.contrat)
    if reunion.etat != EtatReunion.PREVUE:
        raise ActeRefuse(f"Cette réunion est déjà {reunion.get_etat_display()}.")
    if not reunion.points.exists():
        raise ActeRefuse("La convocation porte l’ordre du jour.", "Écrivez-le d’abord.")
    if not members_of(reunion).exists():
        raise ActeRefuse(
            "Cette instance n’a aucun membre ce jour-là.", "Désignez d’abord ses membres."
        )
    before = snapshot(reunion)
    reunion.etat = EtatReunion.CONVOQUEE
    reunion.save_version(expected=expected, fields=["etat"])
    tell_members(acteur=acteur, reunion=reunion)
    mark_etape(reunion, EtapeRetro.CONVOCATION, today())
    record(acteur=acteur, action="convoquer une réunion", objet=reunion, before=before)
    return reunion


def tell_members(*, acteur: Any, reunion: Reunion) -> None:
    """Write whom to tell, once for this rank, and queue the e-mails."""
    Convocation.objects.bulk_create(
        (
            Convocation(reunion=reunion, membre=one, rang=reunion.rang_convocation)
            for one in members_of(reunion)
            if one.adresse
        ),
        ignore_conflicts=True,
    )
    _queue(acteur, reunion)
    record(acteur=acteur, action="écrire aux membres", objet=reunion)


def _queue(acteur: Any, reunion: Reunion) -> None:
    enqueue(
        CONVOQUER,
        acteur=acteur,
        region=reunion.region,
        libelle=f"Convoquer : {reunion}"[:200],
        reunion=str(reunion.identifiant),
    )


@transaction.atomic
def tell_missing(*, acteur: Any, reunion: Reunion) -> Reunion:
    """Send to the members who were not reached: those whose address came since, and failures."""
    check_organiser(acteur, reunion.contrat)
    if reunion.etat != EtatReunion.CONVOQUEE:
        raise ActeRefuse("Cette réunion n’est pas convoquée.")
    reunion.convocations.filter(envoyee_le__isnull=True).update(tentatives=0)
    tell_members(acteur=acteur, reunion=reunion)
    return reunion


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
