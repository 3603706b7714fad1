"""Background jobs: queued with the caller's transaction, followed, retried, never lost."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.travaux import registre
from ancrage.plateforme.travaux.execution import claim, finish
from ancrage.plateforme.travaux.models import EtatTravail, Travail
from ancrage.plateforme.travaux.ouvrier import drain
from ancrage.plateforme.travaux.registre import Horaire, tache
from ancrage.plateforme.travaux.services import enqueue, reap, report, retry, run_due

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def _taches(monkeypatch):
    """Declare the tasks of these tests, for them alone."""
    monkeypatch.setattr(registre, "_taches", {})

    @tache("essai.double", "Doubler un nombre")
    def double(travail, nombre):
        report(travail, 1, 2, "à mi-chemin")
        return {"double": 2 * nombre}

    @tache("essai.refus", "Être refusé")
    def refuse(travail):
        raise ActeRefuse("Le fichier est vide.", "Déposez-en un autre.")

    @tache("essai.defaut", "Échouer")
    def fail(travail):
        raise ZeroDivisionError

    @tache("essai.quotidien", "Chaque matin", horaire=Horaire(heure=6))
    def daily(travail):
        return {}


def test_a_job_runs_and_gives_its_result():
    travail = enqueue("essai.double", nombre=21)
    assert travail.etat == EtatTravail.ATTENTE
    assert drain() == 1
    travail.refresh_from_db()
    assert (travail.etat, travail.resultat) == (EtatTravail.FAIT, {"double": 42})
    assert travail.pourcentage == 100


def test_a_job_queued_in_a_transaction_that_rolls_back_does_not_exist():
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue("essai.double", nombre=1)
        raise RuntimeError
    assert (Travail.objects.count(), drain()) == (0, 0)


def test_a_refusal_is_told_in_its_own_words():
    travail = enqueue("essai.refus")
    drain()
    travail.refresh_from_db()
    assert travail.etat == EtatTravail.ECHEC
    assert travail.message == "Le fichier est vide. Déposez-en un autre."


def test_a_defect_is_told_without_its_trace_and_can_be_tried_again(caplog):
    travail = enqueue("essai.defaut")
    drain()
    travail.refresh_from_db()
    assert travail.etat == EtatTravail.ECHEC
    assert "ZeroDivision" not in travail.message
    assert "ZeroDivisionError" in caplog.text
    again = retry(travail, acteur=None)
    assert again.pk != travail.pk and again.etat == EtatTravail.ATTENTE


def test_a_silent_worker_is_replaced_and_its_late_result_is_refused():
    travail = enqueue("essai.double", nombre=4)
    lost = claim(str(travail.identifiant))
    assert lost is not None
    assert reap(timezone.now() + timedelta(seconds=30)) == 0
    assert reap(timezone.now() + timedelta(seconds=90)) == 1
    drain()
    assert not finish(lost, EtatTravail.FAIT, message="", resultat={"double": -1})
    travail.refresh_from_db()
    assert (travail.etat, travail.tentative) == (EtatTravail.FAIT, 2)
    assert travail.resultat == {"double": 8}


def test_a_job_whose_workers_always_die_ends_as_failed():
    travail = enqueue("essai.double", nombre=4)
    for _ in range(3):
        assert claim(str(travail.identifiant)) is not None
        assert reap(timezone.now() + timedelta(seconds=90)) == 1
    travail.refresh_from_db()
    assert travail.etat == EtatTravail.ECHEC
    assert "trop de fois" in travail.message
    assert claim(str(travail.identifiant)) is None


def test_a_job_is_claimed_once():
    travail = enqueue("essai.double", nombre=4)
    assert claim(str(travail.identifiant)) is not None
    assert claim(str(travail.identifiant)) is None


@pytest.mark.parametrize(
    ("horaire", "now", "due"),
    [
        (Horaire(6), datetime(2026, 3, 29, 5, 59), datetime(2026, 3, 28, 6)),
        (Horaire(6), datetime(2026, 3, 29, 6, 0), datetime(2026, 3, 29, 6)),
        (Horaire(7, jour=0), datetime(2026, 11, 22, 12), datetime(2026, 11, 16, 7)),
        (Horaire(7, jour=6), datetime(2026, 11, 22, 6), datetime(2026, 11, 15, 7)),
    ],
)
def test_a_recurring_job_is_due_at_its_hour_in_paris(horaire, now, due):
    assert horaire.last_due(now.replace(tzinfo=PARIS)) == due.replace(tzinfo=PARIS)


def test_a_recurring_job_is_queued_once_per_due_time():
    start = datetime(2026, 11, 22, 5, tzinfo=PARIS)
    assert run_due(start) == []
    assert run_due(start + timedelta(minutes=30)) == []
    assert [job.tache for job in run_due(start + timedelta(hours=2))] == ["essai.quotidien"]
    assert run_due(start + timedelta(hours=3)) == []
    assert len(run_due(start + timedelta(hours=30))) == 1


def test_progress_never_passes_its_total():
    travail = enqueue("essai.double", nombre=4)
    report(travail, 9, 4)
    travail.refresh_from_db()
    assert (travail.fait, travail.total) == (4, 4)
