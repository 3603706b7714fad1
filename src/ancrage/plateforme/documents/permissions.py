"""Who writes a contract, freezes it, sends it to be signed, and takes it back."""

from typing import Any

from ancrage.plateforme.contrats.models import Avenant, Contrat
from ancrage.plateforme.contrats.permissions import can_prepare, can_record_vote


def can_write(user: Any, contrat: Contrat) -> bool:
    """Say whether a user may write the text of a contract now: its team, before the signature."""
    return can_prepare(user, contrat) and contrat.is_open and not contrat.is_signed


def is_signable(contrat: Contrat, avenant: Avenant | None) -> bool:
    """Say whether a contract, or an amendment of it, is still to be signed."""
    if avenant is not None:
        return avenant.is_open
    return contrat.is_open and not contrat.is_signed


def can_freeze(user: Any, contrat: Contrat, avenant: Avenant | None) -> bool:
    """Say whether a user may freeze a version to be signed."""
    return can_prepare(user, contrat) and is_signable(contrat, avenant)


def can_return(user: Any, contrat: Contrat, avenant: Avenant | None) -> bool:
    """Say whether a user may give a signed file back, and say whose signatures they are."""
    return can_record_vote(user, contrat) and is_signable(contrat, avenant)
