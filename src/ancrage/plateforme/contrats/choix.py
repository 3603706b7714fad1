"""What the forms of a contract may name: organisations, perimeters, past contracts, its files."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.comptes.permissions import (
    contrats_of,
    departements_of,
    regions_of,
    territoires_of,
)
from ancrage.plateforme.contrats.etats import ACTES, CLOS
from ancrage.plateforme.contrats.models import (
    AccordEcrit,
    Contrat,
    ContratQuerySet,
    Deliberation,
    Signature,
)
from ancrage.plateforme.contrats.models.parties import BLOC_COMMUNAL, COLLECTIVITES
from ancrage.plateforme.fichiers.models import Fichier
from ancrage.plateforme.territoires.models import Perimetre, PerimetreQuerySet

__all__ = ["BLOC_COMMUNAL", "COLLECTIVITES"]


def organisations_of(
    regions: Collection[str], types: Collection[str] = ()
) -> QuerySet[Organisation]:
    """Return the organisations of some regions, of some kinds when they are named."""
    found = Organisation.objects.filter(region__in=regions).order_by("nom", "pk")
    return found.filter(type__in=types) if types else found


def perimetres_of(regions: Collection[str]) -> PerimetreQuerySet:
    """Return the perimeters in force of some regions."""
    found: PerimetreQuerySet = Perimetre.objects.in_force().filter(region__in=regions)
    return found.order_by("libelle", "-date_effet", "pk")


def regions_opened(user: Any) -> frozenset[str]:
    """Return the regions where a person may open a request somewhere."""
    roles = ACTES["ouvrir"].roles
    local = territoires_of(user, roles) | departements_of(user, roles) | contrats_of(user, roles)
    return regions_of(user, roles) | (frozenset(user.regions) if local else frozenset())


def ended_contrats(user: Any) -> ContratQuerySet:
    """Return the contracts that ended and that no other follows: a new one may start from them."""
    found = Contrat.objects.visibles_par(user).filter(etat__in=CLOS, suivants__isnull=True)
    return found.order_by("nom", "generation")


def pieces_of(contrat: Contrat) -> QuerySet[Fichier]:
    """Return the files that a contract holds: attestations, votes, agreements, statutes."""
    of_signatories = Q(signataire__contrat=contrat, fichier__isnull=False)
    held = Q(pk__in=contrat.attestations.values("fichier"))
    held |= Q(pk__in=contrat.porteurs.filter(statuts__isnull=False).values("statuts"))
    held |= Q(pk__in=contrat.avis.filter(fichier__isnull=False).values("fichier"))
    held |= Q(pk__in=contrat.confirmations.filter(fichier__isnull=False).values("fichier"))
    for model in (Deliberation, AccordEcrit, Signature):
        held |= Q(pk__in=model.objects.filter(of_signatories).values("fichier"))
    return Fichier.objects.filter(held)


def find_piece(contrat: Contrat, identifiant: UUID) -> Fichier | None:
    """Return a file that a contract holds, or None."""
    return pieces_of(contrat).filter(identifiant=identifiant).first()
