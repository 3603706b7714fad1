"""Queue a job, follow it, take back those whose worker died, queue the recurring ones."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ancrage.plateforme.travaux.execution import executer
from ancrage.plateforme.travaux.models import EtatTravail, Recurrence, Travail
from ancrage.plateforme.travaux.registre import Tache, taches

# A worker says it is alive every five seconds: after a minute of silence it is not.
SILENCE = timedelta(minutes=1)


@transaction.atomic
def enqueue(
    code: str,
    *,
    acteur: Any = None,
    region: str = "",
    libelle: str | None = None,
    **parametres: Any,
) -> Travail:
    """Queue a declared task in the caller's transaction: both are kept, or neither.

    `parametres` are JSON values. Raises KeyError for a code that no app declared.
    """
    declared = taches()[code]
    travail = Travail.objects.create(
        tache=code,
        libelle=libelle or declared.libelle,
        region=region,
        demandeur_id=str(getattr(acteur, "identifiant", "") or ""),
        demandeur_label=str(acteur) if acteur else "Ancrage",
        parametres=parametres,
    )
    executer.enqueue(str(travail.identifiant))
    return travail


def report(travail: Travail, fait: int, total: int, message: str = "") -> None:
    """Say how far a job is; ignored once another run has taken it over."""
    Travail.objects.filter(pk=travail.pk, tentative=travail.tentative).update(
        fait=min(fait, total), total=total, message=message[:300], battement=timezone.now()
    )


def reap(now: datetime | None = None) -> int:
    """Queue again the jobs whose worker fell silent, or fail those tried too often.

    Returns how many were taken back. The queue's own row of the dead run is closed as failed.
    """
    limit = (now or timezone.now()) - SILENCE
    silent = Travail.objects.filter(etat=EtatTravail.EN_COURS, battement__lt=limit)
    return sum(_take_back(travail) for travail in silent)


@transaction.atomic
def _take_back(travail: Travail) -> bool:
    allowed = taches()[travail.tache].tentatives if travail.tache in taches() else 0
    again = travail.tentative < allowed
    taken = Travail.objects.filter(
        pk=travail.pk, tentative=travail.tentative, etat=EtatTravail.EN_COURS
    ).update(
        etat=EtatTravail.ATTENTE if again else EtatTravail.ECHEC,
        message="" if again else "Le travail s'est interrompu trop de fois. Relancez-le.",
    )
    if not taken:
        return False
    identifiant = str(travail.identifiant)
    for row in DBTaskResult.objects.running().filter(args_kwargs__args=[identifiant]):
        row.set_failed(RuntimeError("The worker of this run died."))
    if again:
        executer.enqueue(identifiant)
    return True


def retry(travail: Travail, *, acteur: Any) -> Travail:
    """Queue a failed job anew, as another job, for the person who asks."""
    return enqueue(
        travail.tache,
        acteur=acteur,
        region=travail.region,
        libelle=travail.libelle,
        **travail.parametres,
    )


def run_due(now: datetime | None = None) -> list[Travail]:
    """Queue every recurring task that is due and was not queued since; once, however many ask."""
    now = now or timezone.now()
    queued = [
        _queue_once(declared, declared.horaire.last_due(now), now)
        for declared in taches().values()
        if declared.horaire
    ]
    return [travail for travail in queued if travail]


@transaction.atomic
def _queue_once(declared: Tache, due: datetime, now: datetime) -> Travail | None:
    # A new installation waits for the next time: nothing is late on its first day.
    Recurrence.objects.get_or_create(tache=declared.code, defaults={"derniere": now})
    first = Recurrence.objects.filter(tache=declared.code, derniere__lt=due).update(derniere=now)
    return enqueue(declared.code) if first else None
