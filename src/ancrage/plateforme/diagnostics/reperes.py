"""Where a diagnosis stands: its territory, the areas it covers, the people it concerns."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ancrage.plateforme.comptes.models import Affectation, Utilisateur
from ancrage.plateforme.comptes.permissions import Cible
from ancrage.plateforme.comptes.roles import Portee
from ancrage.plateforme.contrats.territoire import contrats_touching
from ancrage.plateforme.diagnostics.models import Diagnostic
from ancrage.plateforme.observations.profils import Territoire, find_territoire
from ancrage.plateforme.territoires.analyse import areas_of, bring_up_to_date, shortest_code
from ancrage.plateforme.territoires.models import Perimetre


def territoire_code(perimetre: Perimetre) -> str:
    """Return the code of today's communes of a perimeter, as the pages address it."""
    return shortest_code(bring_up_to_date(perimetre).communes)


def territoire_of(diagnostic: Diagnostic) -> Territoire:
    """Return the territory of a diagnosis, under the name of its perimeter."""
    return find_territoire(diagnostic.territoire, diagnostic.perimetre.libelle)


def cible_of(diagnostic: Diagnostic) -> Cible:
    """Return what a diagnosis covers in the terms of scopes: areas, and contracts it meets."""
    areas = areas_of(diagnostic.perimetre)
    communes = {*diagnostic.perimetre.codes, *territoire_of(diagnostic).communes}
    contrats = contrats_touching(diagnostic.region, communes)
    return Cible(diagnostic.region, areas.departements, areas.codes, contrats)


def people_over(diagnostic: Diagnostic, roles: Collection[str] = ()) -> QuerySet[Utilisateur]:
    """Return the active people whose role reaches the perimeter today; all roles by default."""
    cible = cible_of(diagnostic)
    scopes = (
        Q(portee=Portee.REGION, code=cible.region)
        | Q(portee=Portee.DEPARTEMENT, code__in=cible.departements)
        | Q(portee=Portee.TERRITOIRE, code__in=cible.territoires)
        | Q(portee=Portee.CONTRAT, code__in=cible.contrats)
    )
    held: Any = Affectation.objects.actives(timezone.localdate()).filter(scopes)
    if roles:
        held = held.filter(role__in=roles)
    found: QuerySet[Utilisateur] = Utilisateur.objects.actifs().filter(
        pk__in=held.values("utilisateur")
    )
    return found
