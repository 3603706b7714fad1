"""The territory of a contract in the terms of rights: which codes its perimeter covers."""

from collections.abc import Collection
from functools import lru_cache

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from ancrage.plateforme.comptes.permissions import Cible
from ancrage.plateforme.territoires.analyse import AiresCouvertes, areas_of
from ancrage.plateforme.territoires.models import CommunePerimetre, Perimetre


def codes_covered(perimetre: Perimetre) -> frozenset[str]:
    """Return the codes of the départements, EPCI and communes that a perimeter covers."""
    areas = _areas_of(perimetre)
    return areas.codes | {f"departement:{code}" for code in areas.departements}


def cible_of_perimetre(perimetre: Perimetre) -> Cible:
    """Return what a perimeter covers, for the rights of who opens a contract on it."""
    areas = _areas_of(perimetre)
    return Cible(perimetre.region, areas.departements, areas.codes)


def contrats_touching(region: str, communes: Collection[str]) -> frozenset[str]:
    """Return the slugs of the contracts of a region that have a commune among these."""
    from ancrage.plateforme.contrats.models import Contrat

    shared = CommunePerimetre.objects.filter(perimetre=OuterRef("dernier"), code__in=communes)
    found = Contrat.objects.filter(region=region).annotate(
        dernier=Coalesce("perimetre_id", "perimetre_etude_id")
    )
    return frozenset(found.filter(Exists(shared)).values_list("slug", flat=True))


def _areas_of(perimetre: Perimetre) -> AiresCouvertes:
    """Return what a perimeter covers; computed once for a frozen list, which never changes."""
    if not perimetre.empreinte:
        return areas_of(perimetre)
    return _frozen_areas(perimetre.empreinte, perimetre.pk)


@lru_cache(maxsize=1_000)
def _frozen_areas(empreinte: str, pk: int) -> AiresCouvertes:
    return areas_of(Perimetre.objects.get(pk=pk))
