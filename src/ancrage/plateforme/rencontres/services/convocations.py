"""Tell the members of a meeting: each once, by e-mail, with a file for their calendar."""

from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.journal.services import record, snapshot
from ancrage.plateforme.rencontres.lectures import members_of
from ancrage.plateforme.rencontres.models import Convocation, EtapeRetro, EtatReunion, Reunion
from ancrage.plateforme.rencontres.services.etapes import mark_etape
from ancrage.plateforme.rencontres.services.instances import check_organiser
from ancrage.plateforme.travaux.services import enqueue

CONVOQUER = "rencontres.convoquer"


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
