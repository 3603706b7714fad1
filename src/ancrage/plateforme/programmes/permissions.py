"""Who may do what to a plan (domaine.md § 5)."""

from typing import Any

from ancrage.plateforme.comptes.permissions import holds
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import DD, C, K, O, S
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.listes import RoleIntervenant
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.models.fiches import organisations_of

REDIGENT = DD | K  # who writes the plan
VALIDENT = S | C  # who freezes a sheet
# They change the sheets of their own organisation.
DE_LEUR_STRUCTURE = frozenset({str(Role.PILOTE_ACTION), str(Role.AGENT_COLLECTIVITE)})
PILOTENT = (RoleIntervenant.PILOTE, RoleIntervenant.COPILOTE)


def can_write(user: Any, contrat: Contrat) -> bool:
    """Say whether a user writes the plan of a contract."""
    return holds(user, REDIGENT, contrat.cible)


def can_edit(user: Any, fiche: FicheAction) -> bool:
    """Say whether a user changes a sheet: the team, or the organisation that pilots it."""
    if can_write(user, fiche.contrat):
        return True
    if not holds(user, DE_LEUR_STRUCTURE, fiche.contrat.cible):
        return False
    piloting = fiche.intervenants.filter(role__in=PILOTENT)
    return piloting.filter(organisation__in=organisations_of(user)).exists()


def can_freeze(user: Any, contrat: Contrat) -> bool:
    """Say whether a user validates the sheets of a contract."""
    return holds(user, VALIDENT, contrat.cible)


def can_classify(user: Any, contrat: Contrat) -> bool:
    """Say whether a user settles the typology: the team, and the observatory."""
    return holds(user, REDIGENT | O, contrat.cible)


def can_comment(user: Any, fiche: FicheAction) -> bool:
    """Say whether a user comments a sheet: whoever reads it with an account."""
    return FicheAction.objects.visibles_par(user).filter(pk=fiche.pk).exists()
