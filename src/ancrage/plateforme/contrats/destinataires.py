"""Whom a contract concerns: the people whose role reaches it today."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ancrage.plateforme.comptes.models import Affectation, Utilisateur
from ancrage.plateforme.comptes.permissions import Cible
from ancrage.plateforme.comptes.roles import Portee
from ancrage.plateforme.contrats.models import Contrat


def people_over(contrat: Contrat, roles: Collection[str]) -> QuerySet[Utilisateur]:
    """Return the active people who hold one of `roles` over a contract today."""
    return people_of_cible(contrat.cible, roles)


def people_of_cible(cible: Cible, roles: Collection[str]) -> QuerySet[Utilisateur]:
    """Return the active people who hold one of `roles` over what a scope must reach, today."""
    scopes = (
        Q(portee=Portee.REGION, code=cible.region)
        | Q(portee=Portee.DEPARTEMENT, code__in=cible.departements)
        | Q(portee=Portee.TERRITOIRE, code__in=cible.territoires)
        | Q(portee=Portee.CONTRAT, code__in=cible.contrats)
    )
    held: Any = Affectation.objects.actives(timezone.localdate()).filter(scopes, role__in=roles)
    found: QuerySet[Utilisateur] = Utilisateur.objects.actifs().filter(
        pk__in=held.values("utilisateur")
    )
    return found
