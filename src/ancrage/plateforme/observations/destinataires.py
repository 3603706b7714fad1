"""Whom the observatory's facts are told to."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from ancrage.plateforme.comptes.models import Affectation, Utilisateur
from ancrage.plateforme.comptes.roles import Portee
from ancrage.plateforme.observations.etats import ORS


def members_of(region: str, roles: Collection[str] = ORS) -> QuerySet[Utilisateur]:
    """Return the active people who hold one of the roles over a region today."""
    held = Affectation.objects.actives(timezone.localdate()).filter(
        role__in=roles, portee=Portee.REGION, code=region
    )
    found: QuerySet[Utilisateur] = Utilisateur.objects.actifs().filter(
        pk__in=held.values("utilisateur")
    )
    return found
