"""A published edition, written straight to the database: the search reads its row only."""

from datetime import date
from typing import Any

from ancrage.plateforme.diagnostics.models import Edition
from tests.plateforme.diagnostics.factories import make_diagnostic


def make_edition(**changes: Any) -> Edition:
    diagnostic = make_diagnostic(**changes)
    return Edition.objects.create(
        region=diagnostic.region,
        diagnostic=diagnostic,
        numero=1,
        version_diagnostic=1,
        publiee_le=date(2026, 11, 2),
        empreinte="0" * 64,
        edition_magasin="essai",
        version_code="0",
    )
