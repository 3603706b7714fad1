"""Who holds which role over what: the one place where scopes are compared."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from ancrage.plateforme.comptes.roles import DONNE, TIENNENT, Portee, Role
from ancrage.plateforme.territoires.rattachement import rattachement


@dataclass(frozen=True, slots=True)
class Cible:
    """What an act bears on, in the terms of scopes.

    A role reaches it when its scope is the region, one of the départements, one of the area
    codes (« epci:244500468 ») or one of the contracts (slug) named here.
    """

    region: str
    departements: frozenset[str] = frozenset()
    territoires: frozenset[str] = frozenset()
    contrats: frozenset[str] = frozenset()

    def reached_by(self, portee: str, code: str) -> bool:
        """Say whether a scope reaches this target."""
        match portee:
            case Portee.REGION:
                return code == self.region
            case Portee.DEPARTEMENT:
                return code in self.departements
            case Portee.TERRITOIRE:
                return code in self.territoires
            case Portee.CONTRAT:
                return code in self.contrats
        return False


def roles_over(user: Any, cible: Cible) -> frozenset[str]:
    """Return the roles that a user holds today over a target; none for a visitor."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return frozenset(role for role, portee, code in user.portees if cible.reached_by(portee, code))


def holds(user: Any, roles: Collection[str], cible: Cible) -> bool:
    """Say whether a user holds one of `roles` over a target."""
    return not roles_over(user, cible).isdisjoint(roles)


def regions_of(user: Any, roles: Collection[str]) -> frozenset[str]:
    """Return the regions over which a user holds one of `roles`."""
    return _codes(user, roles, Portee.REGION)


def departements_of(user: Any, roles: Collection[str]) -> frozenset[str]:
    """Return the départements over which a user holds one of `roles`."""
    return _codes(user, roles, Portee.DEPARTEMENT)


def territoires_of(user: Any, roles: Collection[str]) -> frozenset[str]:
    """Return the area codes over which a user holds one of `roles`."""
    return _codes(user, roles, Portee.TERRITOIRE)


def contrats_of(user: Any, roles: Collection[str]) -> frozenset[str]:
    """Return the contract slugs over which a user holds one of `roles`."""
    return _codes(user, roles, Portee.CONTRAT)


def _codes(user: Any, roles: Collection[str], wanted: Portee) -> frozenset[str]:
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return frozenset(
        code for role, portee, code in user.portees if portee == wanted and role in roles
    )


# --- who may give, close and read the roles of others


def cible_of(portee: str, code: str, region: str) -> Cible:
    """Return what a scope covers, so that wider scopes reach it.

    An area is reached from its départements. A contract is reached from its région and by its own
    code: its area is known to the contracts, not here.
    """
    match portee:
        case Portee.DEPARTEMENT:
            return Cible(region, departements=frozenset({code}))
        case Portee.TERRITOIRE:
            found = rattachement(code)
            departements = found.departements if found else frozenset()
            return Cible(region, departements, territoires=frozenset({code}))
        case Portee.CONTRAT:
            return Cible(region, contrats=frozenset({code}))
    return Cible(region)


def can_give(user: Any, role: str, portee: str, code: str, region: str) -> bool:
    """Say whether a user may give, or end, a role over a scope."""
    held = roles_over(user, cible_of(portee, code, region))
    return any(role in DONNE.get(mine, ()) for mine in held)


def roles_given_by(user: Any) -> list[str]:
    """Return the roles that a user may give somewhere, in the order of the list of roles."""
    given = frozenset().union(*(DONNE.get(role, frozenset()) for role in user.roles))
    return [role for role in Role.values if role in given]


def keeps_region(user: Any, region: str) -> bool:
    """Say whether a user keeps the accounts of a region: organisations, closing, audit."""
    return holds(user, TIENNENT, Cible(region))


def regions_kept(user: Any) -> frozenset[str]:
    """Return the regions whose accounts a user keeps."""
    return regions_of(user, TIENNENT)


def can_create_organisation(user: Any, region: str) -> bool:
    """Say whether a user may add an organisation: whoever invites may name where people work."""
    return user.administre and region in user.regions


def can_close(user: Any, person: Any) -> bool:
    """Say whether a user may close a person's account: she keeps every region of her roles.

    And she could give each of these roles: the ARS does not close a technical administrator.
    """
    held = list(person.affectations.actives(timezone.localdate()))
    return (
        user.pk != person.pk
        and all(keeps_region(user, a.region) for a in held)
        and all(can_give(user, a.role, a.portee, a.code, a.region) for a in held)
        and (bool(held) or any(keeps_region(user, a.region) for a in person.affectations.all()))
    )
