"""What jobs and pages read of this app's rows, beside the scoped querysets."""

from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.observations.etats import EtatDepot
from ancrage.plateforme.observations.models import DemandeOrs, DepotRestreint, ReleveEdition
from ancrage.plateforme.travaux.models import EtatTravail, Travail

PREAVIS = timedelta(days=30)
RAPPEL = timedelta(days=3)


def find_depot(identifiant: str) -> DepotRestreint:
    """Return a deposit for a job, its extract loaded."""
    return DepotRestreint.objects.select_related("fichier", "deposant").get(identifiant=identifiant)


def expired_depots() -> list[DepotRestreint]:
    """Return the deposits whose agreement is over, and that nobody ended: waiting ones too."""
    today = timezone.localdate()
    waiting = (EtatDepot.ACTIF, EtatDepot.APPROUVE, EtatDepot.CONTROLE, EtatDepot.DEPOSE)
    return list(
        DepotRestreint.objects.filter(etat__in=waiting, expire_le__lt=today).select_related(
            "fichier", "deposant"
        )
    )


def ending_depots() -> list[DepotRestreint]:
    """Return the active deposits whose agreement ends soon."""
    today = timezone.localdate()
    return list(
        DepotRestreint.objects.filter(
            etat=EtatDepot.ACTIF, expire_le__range=(today, today + PREAVIS)
        )
    )


def travail_of(depot: DepotRestreint) -> Travail | None:
    """Return the job that a deposit waits for, failed ones included."""
    return Travail.objects.filter(identifiant=depot.travail).first() if depot.travail else None


def codes_of_rows() -> set[str]:
    """Return the codes of the deposits made on the site that the engine may hold."""
    alive: Any = DepotRestreint.objects.filter(etat=EtatDepot.ACTIF)
    return set(alive.values_list("code", flat=True))


def due_demandes() -> list[DemandeOrs]:
    """Return the open requests whose deadline is near or past."""
    limit = timezone.localdate() + RAPPEL
    return list(DemandeOrs.objects.ouvertes().filter(echeance__lte=limit))


def last_edition(region: str) -> str:
    """Return the edition of the last reading of the figures, or nothing."""
    found = ReleveEdition.objects.filter(region=region).only("edition").first()
    return found.edition if found else ""


def comparison_of(region: str) -> Travail | None:
    """Return the comparison of figures that someone asked for and that is not over."""
    asked = Travail.objects.filter(tache="observations.consequences", region=region)
    return asked.exclude(etat=EtatTravail.FAIT).order_by("-cree_le").first()


def history_of(objet: Model) -> list[Acte]:
    """Return what was done to an object, the latest first."""
    return list(Acte.objects.of(objet)[:30])
