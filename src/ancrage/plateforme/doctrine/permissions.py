"""Who lays the doctrine down: the head office of the ARS, in its region."""

from typing import Any

from ancrage.plateforme.comptes.permissions import Cible, holds, regions_of
from ancrage.plateforme.comptes.roles import Role

REGLENT = frozenset({str(Role.ARS_SIEGE)})


def can_rule(user: Any, region: str) -> bool:
    """Say whether a user may publish rules, texts and plans in a region."""
    return holds(user, REGLENT, Cible(region))


def regions_ruled(user: Any) -> frozenset[str]:
    """Return the regions where a user lays the doctrine down."""
    return regions_of(user, REGLENT)


def rules_some(user: Any) -> bool:
    """Say whether a user lays the doctrine down anywhere."""
    return bool(user.is_authenticated) and bool(regions_ruled(user))
