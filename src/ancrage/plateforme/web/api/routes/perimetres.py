"""Stored perimeters: those of contracts to anybody, drafts to the bearer of a token."""

from typing import Annotated, Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max
from django.http import HttpRequest
from ninja import Path, Query, Router

from ancrage.plateforme.comptes.jetons import PorteeJeton
from ancrage.plateforme.observations.perimetres import visibles_par
from ancrage.plateforme.territoires.models import Perimetre, PerimetreQuerySet, Usage
from ancrage.plateforme.web.api import schemas
from ancrage.plateforme.web.api.acces import scope_of
from ancrage.plateforme.web.api.fraicheur import fresh
from ancrage.plateforme.web.api.pages import TrancheDemandee, cut
from ancrage.plateforme.web.api.problemes import Probleme

router = Router(tags=["Périmètres"])
Identifiant = Annotated[UUID, Path(description="Identifiant public du périmètre.")]


def visible(request: HttpRequest) -> PerimetreQuerySet:
    """Return the perimeters that the request may read."""
    acces = scope_of(request)
    return visibles_par(acces.user if acces.holds(PorteeJeton.PERIMETRES) else AnonymousUser())


def _state(request: HttpRequest) -> str:
    """Return the state of what is visible: any write moves the count or the last date."""
    found = visible(request).aggregate(n=Count("pk"), last=Max("modifie_le"))
    return f"{found['n']} {found['last']}"


def summarize(perimetre: Perimetre) -> dict[str, Any]:
    """Return the line of a perimeter."""
    names = ("identifiant", "libelle", "region", "usage", "date_effet", "millesime", "fige_le")
    later = perimetre.remplace_par
    return {
        **{name: getattr(perimetre, name) for name in names},
        "empreinte": perimetre.empreinte,
        "remplace_par": later.identifiant if later else None,
    }


@router.get(
    "/perimetres",
    response=schemas.PagePerimetres,
    summary="Lister les périmètres",
    description="Ceux des contrats, figés ; avec un jeton de portée `perimetres`, ceux que lit son "
    "titulaire, brouillons compris.",
)
@fresh(_state)
def list_perimetres(
    request: HttpRequest,
    tranche: TrancheDemandee,
    region: Annotated[str, Query(pattern=r"^(\d{2})?$", description="Vide : toutes.")] = "",
    usage: Annotated[Usage | None, Query(description="Étude ou contrat.")] = None,
) -> Any:
    """Return a page of the visible perimeters, by name then date."""
    rows = visible(request).select_related("remplace_par").order_by("libelle", "-date_effet", "pk")
    if region:
        rows = rows.filter(region=region)
    if usage:
        rows = rows.filter(usage=usage)
    return cut(request, rows, tranche, summarize)


@router.get(
    "/perimetres/{identifiant}",
    response=schemas.PerimetreDetaille,
    summary="Lire un périmètre",
    description="Ses communes au millésime dit, et les quartiers qu’il vise.",
)
@fresh(_state)
def read_perimetre(request: HttpRequest, identifiant: Identifiant) -> Any:
    """Return a perimeter with its communes and quarters."""
    rows = visible(request).select_related("remplace_par")
    found = rows.prefetch_related("communes", "quartiers").filter(identifiant=identifiant).first()
    if found is None:
        raise Probleme(
            "inconnu",
            "Aucun périmètre visible ne porte cet identifiant.",
            "Cherchez-le dans /api/v1/perimetres ; un brouillon demande un jeton.",
        )
    return {
        **summarize(found),
        "communes": [f"commune:{code}" for code in found.codes],
        "quartiers": [
            {"type": q.type, "code": q.code, "libelle": q.libelle, "commune": q.commune}
            for q in found.quartiers.all()
        ],
    }
