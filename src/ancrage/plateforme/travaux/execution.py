"""Run one job in a worker: claim it, show that it lives, write how it ended."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import close_old_connections, connection
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.travaux.models import EtatTravail, Travail
from ancrage.plateforme.travaux.registre import taches

logger = logging.getLogger(__name__)

BATTEMENT_SECONDES = 5.0
DEFAUT = "Une erreur du programme a arrêté ce travail. L’équipe technique en a la trace."


@task()
def executer(identifiant: str) -> None:
    """Run the job: the one task that the queue knows."""
    travail = claim(identifiant)
    if travail is None:
        return
    declared = taches().get(travail.tache)
    if declared is None:
        finish(travail, EtatTravail.ECHEC, message=DEFAUT, resultat={})
        return
    try:
        with _heartbeat(travail):
            resultat = declared.fonction(travail, **travail.parametres) or {}
    except ActeRefuse as refus:
        finish(travail, EtatTravail.ECHEC, message=str(refus), resultat={})
    except Exception:
        logger.exception("Job %s (%s) failed", travail.identifiant, travail.tache)
        finish(travail, EtatTravail.ECHEC, message=DEFAUT, resultat={})
    else:
        finish(travail, EtatTravail.FAIT, message="", resultat=resultat)


@contextmanager
def _heartbeat(travail: Travail) -> Iterator[None]:
    """Write a sign of life every few seconds from a thread while the job runs."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(BATTEMENT_SECONDES):
            close_old_connections()
            Travail.objects.filter(pk=travail.pk, tentative=travail.tentative).update(
                battement=timezone.now()
            )
        connection.close()

    thread = threading.Thread(target=beat, name=f"battement-{travail.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def claim(identifiant: str) -> Travail | None:
    """Take a waiting job for this worker; None when another has it or it is over."""
    taken = Travail.objects.filter(identifiant=identifiant, etat=EtatTravail.ATTENTE).update(
        etat=EtatTravail.EN_COURS, tentative=F("tentative") + 1, battement=timezone.now()
    )
    return Travail.objects.get(identifiant=identifiant) if taken else None


def finish(travail: Travail, etat: EtatTravail, *, message: str, resultat: dict[str, Any]) -> bool:
    """Write the end of a run, unless another run has taken the job over; say whether it did."""
    changes: dict[str, Any] = {"etat": etat, "message": message[:300], "resultat": resultat}
    if etat == EtatTravail.FAIT:
        changes["fait"] = F("total")
    return bool(
        Travail.objects.filter(
            pk=travail.pk, tentative=travail.tentative, etat=EtatTravail.EN_COURS
        ).update(**changes)
    )
