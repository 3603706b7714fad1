"""The steps around a meeting that an act does by itself."""

from datetime import date

from ancrage.plateforme.rencontres.models import Reunion


def mark_etape(reunion: Reunion, etape: str, jour: date) -> None:
    """Say that a step is done by the act that the caller records; nothing if it was, or is not."""
    reunion.retroplanning.filter(etape=etape, faite_le__isnull=True).update(faite_le=jour)
