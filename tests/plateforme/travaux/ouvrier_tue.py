"""A worker that a test kills: run by `test_kill.py` in a process of its own."""

import sys
import time
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from ancrage.plateforme.travaux.models import Travail  # noqa: E402
from ancrage.plateforme.travaux.ouvrier import drain  # noqa: E402
from ancrage.plateforme.travaux.registre import tache  # noqa: E402
from ancrage.plateforme.travaux.services import enqueue, reap, report  # noqa: E402


@tache("essai.long", "Travail long")
def long(travail, secondes):
    """Say that it started, last, end; the second run does not wait."""
    report(travail, 1, 2, "commencé")
    if travail.tentative == 1:
        time.sleep(secondes)
    return {"tentative": travail.tentative}


match sys.argv[1]:
    case "prepare":
        call_command("migrate", verbosity=0)
        enqueue("essai.long", secondes=60)
    case "work":
        drain()
    case "state":
        travail = Travail.objects.get()
        print(travail.etat, travail.fait, travail.resultat)
    case "repair":
        print(reap(timezone.now() + timedelta(minutes=2)), drain())
