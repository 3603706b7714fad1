"""Who may do what to the meetings of a contract (domaine.md § 5)."""

from typing import Any

from ancrage.plateforme.comptes.permissions import holds
from ancrage.plateforme.contrats.etats import DD, C, K
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.rencontres.models.reunions import JAMAIS, MEMBRES_SEULS

ORGANISENT = DD | K  # who prepares, convenes, writes
VALIDENT = DD | C  # who validates the minutes: the élu, or the ARS where she has no account


def can_organise(user: Any, contrat: Contrat) -> bool:
    """Say whether a user prepares the meetings of a contract."""
    return holds(user, ORGANISENT, contrat.cible)


def can_validate(user: Any, contrat: Contrat) -> bool:
    """Say whether a user validates the minutes of a contract."""
    return holds(user, VALIDENT, contrat.cible)


def reads_all(user: Any, contrat: Contrat) -> bool:
    """Say whether a user reads every meeting of a contract, not only those where she sits."""
    wide = Contrat.objects.visibles_par(user, sauf=MEMBRES_SEULS | JAMAIS)
    return bool(wide.filter(pk=contrat.pk).exists())


def may_open(user: Any, contrat: Contrat) -> bool:
    """Say whether the meetings of a contract concern a user: all but the leaders of workshops."""
    return bool(Contrat.objects.visibles_par(user, sauf=JAMAIS).filter(pk=contrat.pk).exists())
