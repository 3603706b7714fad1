"""Remember who took an edition away, to tell them of an erratum; forget in time."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.comptes.traitements import traitements
from ancrage.plateforme.diagnostics.models import Consultation, Edition

TRAITEMENT = "consultations"


@transaction.atomic
def record_download(*, acteur: Any, edition: Edition) -> Consultation | None:
    """Note that a signed-in person took a file away; a visitor leaves no trace."""
    if not acteur.is_authenticated:
        return None
    now = timezone.now()
    consultation, _ = Consultation.objects.update_or_create(
        edition=edition,
        personne=acteur,
        defaults={"derniere": now},
        create_defaults={"premiere": now, "derniere": now},
    )
    return consultation


def forget_old(now: datetime | None = None) -> int:
    """Delete the rows past the term that the register of processing announces."""
    limit = traitements()[TRAITEMENT].limit(now or timezone.now())
    return Consultation.objects.filter(derniere__lt=limit).delete()[0]
