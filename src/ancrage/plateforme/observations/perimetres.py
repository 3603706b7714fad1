"""Who may read, make, change and freeze a perimeter (domaine.md § 5, line « Périmètre »)."""

from typing import Any

from django.db.models import Q

from ancrage.observatoire import api
from ancrage.plateforme.comptes.permissions import Cible, holds, roles_over
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.territoires.analyse import bring_up_to_date, shortest_code
from ancrage.plateforme.territoires.models import Perimetre, PerimetreQuerySet, Usage

LECTEURS = frozenset(
    {
        Role.ARS_SIEGE,
        Role.DD_ARS,
        Role.ORS,
        Role.ORS_VALIDATEUR,
        Role.ELU,
        Role.AGENT_COLLECTIVITE,
        Role.COORDONNATEUR,
        Role.EVALUATEUR,
    }
)
AUTEURS = frozenset({Role.DD_ARS, Role.COORDONNATEUR})
# What a publication made public: a signed contract, and the place that a diagnosis speaks of.
_FIGES = Q(usage=Usage.CONTRAT, fige_le__isnull=False)
_DIAGNOSTIC_PUBLIE = Q(fige_le__isnull=False, diagnostics__editions__statut="publiee")


def _public() -> Q:
    return _FIGES | Q(pk__in=Perimetre.objects.filter(_DIAGNOSTIC_PUBLIE).values("pk"))


def visibles_par(user: Any) -> PerimetreQuerySet:
    """Return the perimeters that a person may read: all of her regions, else the public ones."""
    if not user.is_authenticated or user.roles.isdisjoint(LECTEURS):
        return Perimetre.objects.filter(_public())
    return Perimetre.objects.filter(_public() | Q(region__in=user.regions))


def history_of(user: Any, perimetre: Perimetre) -> list[Acte]:
    """Return the last acts on a perimeter, for those who read it in preparation: names are in."""
    if not user.is_authenticated or user.roles.isdisjoint(LECTEURS):
        return []
    return list(Acte.objects.of(perimetre)[:20]) if perimetre.region in user.regions else []


def cible_of(perimetre: Perimetre) -> Cible:
    """Return what scopes reach a perimeter: its region, départements, and whole EPCI."""
    communes = bring_up_to_date(perimetre).communes
    area = api.liste(communes, "", api.MILLESIME_COURANT)
    return Cible(
        region=perimetre.region,
        departements=frozenset(api.departements_of(area)),
        territoires=frozenset(shortest_code(communes).split("+")),
    )


def can_create(user: Any) -> bool:
    """Say whether a person may make a perimeter somewhere: the delegation does."""
    return bool(user.is_authenticated and Role.DD_ARS in user.roles)


def may_hold(user: Any, communes: tuple[str, ...]) -> bool:
    """Say whether these communes touch the département of the delegation that makes the list."""
    area = api.liste(communes, "", api.MILLESIME_COURANT)
    cible = Cible(api.region_of(area) or "", frozenset(api.departements_of(area)))
    return Role.DD_ARS in roles_over(user, cible)


def can_change(user: Any, perimetre: Perimetre) -> bool:
    """Say whether a person may change a perimeter that is not frozen yet."""
    return perimetre.fige_le is None and holds(user, AUTEURS, cible_of(perimetre))


def can_freeze(user: Any, perimetre: Perimetre) -> bool:
    """Say whether a person may freeze a perimeter: the headquarters validate it."""
    return perimetre.fige_le is None and holds(user, {Role.ARS_SIEGE}, cible_of(perimetre))
