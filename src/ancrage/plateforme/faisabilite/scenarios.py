"""What is computed of a possible perimeter: inhabitants, quarters, cut EPCI, other contracts."""

from collections.abc import Collection, Sequence
from typing import Any

from ancrage.plateforme.contrats.etats import StatutCarte
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.territoires.analyse import (
    are_adjacent,
    compute_population,
    find_coupures,
    find_quartiers,
    is_d_un_tenant,
    shortest_code,
)

VOISINS_CITES = 8


def describe_scenario(
    communes: Sequence[str], others: Sequence[tuple[str, frozenset[str]]]
) -> dict[str, Any]:
    """Return what may be said of a list of communes of today, beside other contracts."""
    population = compute_population(communes)
    inside = frozenset(communes)
    return {
        "nombre": len(inside),
        "code": shortest_code(communes),
        "population": population.habitants,
        "annee": population.annee,
        "quartiers": [f"{one.libelle} ({one.code})" for one in find_quartiers(communes)],
        "coupes": [
            f"{one.libelle} ({_communes(one.dedans)} sur {one.total})"
            for one in find_coupures(communes)
        ],
        "d_un_tenant": is_d_un_tenant(communes),
        "chevauches": [
            f"{nom} ({_communes(len(inside & held))} en commun)"
            for nom, held in others
            if inside & held
        ],
        "voisins": [nom for nom, held in others if are_adjacent(inside, held)][:VOISINS_CITES],
    }


def _communes(count: int) -> str:
    return f"{count} commune{'s' if count > 1 else ''}"


def contracts_around(
    region: str, departements: Collection[str], own: Contrat | None
) -> list[tuple[str, frozenset[str]]]:
    """Return the contracts of the same départements that the public map shows, with communes.

    Those of which the public map says nothing are not told: a note has more readers than they.
    """
    codes = [f"departement:{code}" for code in departements]
    rows = (
        Contrat.objects.filter(region=region, aires__code__in=codes)
        .select_related("perimetre", "perimetre_etude")
        .prefetch_related("perimetre__communes", "perimetre_etude__communes")
        .distinct()
        .order_by("nom")
    )
    return [
        (f"{one.nom} ({one.statut_carte.label})", frozenset(one.dernier_perimetre.codes))
        for one in rows
        if one != own and one.is_open and one.statut_carte != StatutCarte.ABSENT
    ]
