"""What the home page of a member lists: duties of her contracts, and what changed there."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import CLOS
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.suivi import Changement, changes_since, duties_of
from ancrage.plateforme.notifications.services.visites import open_visit
from ancrage.plateforme.web.socle.navigation import Attente, Tuile

MONTRES = 4  # changes shown per contract; the rest is told as a number
CONTRATS = 10  # contracts shown; the rest is told as a number
HORIZON = timedelta(days=365)  # a duty further away does not wait yet


def duties_tile(request: HttpRequest) -> Tuile | None:
    """Return the duties of the contracts that a person follows, one by one."""
    if not request.user.is_authenticated:
        return None
    on = today()
    found = tuple(
        Attente(
            titre=one.echeance.libelle[:1].upper() + one.echeance.libelle[1:],
            url=reverse("contrat:contrat", args=[one.contrat.slug]),
            contrat=one.contrat.nom,
            pour_le=one.echeance.date,
            en_retard=one.en_retard,
            de="" if one.mien else one.echeance.roles,
        )
        for one in duties_of(request.user, on)
        if one.echeance.date <= on + HORIZON
    )
    return Tuile("Échéances", "", len(found), "", 10, found)


def contrats_of_elu(user: Any) -> list[Contrat]:
    """Return the contracts that a person follows as an élu, while their life goes on."""
    if Role.ELU not in user.roles:
        return []
    others = frozenset(str(role) for role in Role) - {str(Role.ELU)}
    mine = Contrat.objects.visibles_par(user, sauf=others).exclude(etat__in=CLOS)
    return list(mine.order_by("nom", "generation")[:CONTRATS])


@dataclass(frozen=True, slots=True)
class ContratChange:
    """A contract where something changed: the latest acts, and how many more."""

    contrat: Contrat
    changements: tuple[Changement, ...]
    autres: int


@dataclass(frozen=True, slots=True)
class Nouveautes:
    """What changed since the former visit; `depuis` is None at the first one."""

    depuis: Any
    contrats: tuple[ContratChange, ...]
    autres: int = 0


def read_nouveautes(request: HttpRequest) -> Nouveautes:
    """Return what others did since the person's former visit, the latest contract first."""
    since = open_visit(request.user)
    if since is None:
        return Nouveautes(None, ())
    found = changes_since(request.user, since)
    latest: dict[int, int] = {}
    for rank, one in enumerate(found):
        latest.setdefault(one.contrat.pk, rank)
    ordered = sorted(found, key=lambda one: latest[one.contrat.pk])
    groups = [list(group) for _, group in groupby(ordered, key=lambda one: one.contrat.pk)]
    return Nouveautes(
        since,
        tuple(
            ContratChange(one[0].contrat, tuple(one[:MONTRES]), max(0, len(one) - MONTRES))
            for one in groups[:CONTRATS]
        ),
        max(0, len(groups) - CONTRATS),
    )
