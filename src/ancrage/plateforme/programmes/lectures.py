"""What may be read of a plan: its tree, its gauge, what has no successor or no origin."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.programmes.listes import StatutAction
from ancrage.plateforme.programmes.models import (
    Axe,
    Besoin,
    DemarcheLiee,
    FicheAction,
    Objectif,
    Priorite,
)


@dataclass(frozen=True, slots=True)
class Ecarts:
    """The gaps of the golden thread, both ways. Given-up actions do not count."""

    besoins_sans_appui: list[Besoin]
    besoins_sans_priorite: list[Besoin]
    besoins_sans_action: list[Besoin]
    priorites_sans_axe: list[Priorite]
    axes_sans_priorite: list[Axe]
    objectifs_sans_action: list[Objectif]
    actions_sans_objectif: list[FicheAction]
    actions_sans_besoin: list[FicheAction]

    @property
    def nombre(self) -> int:
        """Return how many links are missing."""
        return sum(len(getattr(self, name)) for name in self.__slots__)


def gaps_of(contrat: Contrat) -> Ecarts:
    """Return what has no successor and what has no origin in the plan of a contract."""
    fiches = list(
        FicheAction.objects.of(contrat)
        .exclude(statut=StatutAction.ABANDONNEE)
        .prefetch_related("besoins")
    )
    besoins = list(contrat.besoins.prefetch_related("appuis", "priorites"))
    priorites = list(contrat.priorites.prefetch_related("axes"))
    axes = list(contrat.axes.prefetch_related("priorites"))
    served = {besoin.pk for fiche in fiches for besoin in fiche.besoins.all()}
    return Ecarts(
        besoins_sans_appui=[one for one in besoins if not one.appuis.all()],
        besoins_sans_priorite=[one for one in besoins if not one.priorites.all()],
        besoins_sans_action=[one for one in besoins if one.pk not in served],
        priorites_sans_axe=[one for one in priorites if one.is_retenue and not one.axes.all()],
        axes_sans_priorite=[one for one in axes if not one.priorites.all()],
        objectifs_sans_action=_objectifs_bare(contrat, fiches),
        actions_sans_objectif=[one for one in fiches if one.objectif_id is None],
        actions_sans_besoin=[one for one in fiches if not one.besoins.all()],
    )


def _objectifs_bare(contrat: Contrat, fiches: list[FicheAction]) -> list[Objectif]:
    """Return the objectives under which there is no action, at any depth."""
    rows = {one.pk: one for one in Objectif.objects.filter(axe__contrat=contrat).order_by("pk")}
    reached: set[int] = set()
    for fiche in fiches:
        pk = fiche.objectif_id
        while pk is not None and pk not in reached:
            reached.add(pk)
            pk = rows[pk].parent_id
    return [one for pk, one in rows.items() if pk not in reached]


@dataclass(frozen=True, slots=True)
class Jauge:
    """The three counts of R6, side by side."""

    priorites: int
    structurants: int
    fiches: int


def gauge_of(contrat: Contrat) -> Jauge:
    """Return how many priorities were chosen, what is structuring, how many sheets there are."""
    fiches = FicheAction.objects.of(contrat).exclude(statut=StatutAction.ABANDONNEE)
    objectifs = Objectif.objects.filter(axe__contrat=contrat, structurant=True)
    return Jauge(
        priorites=contrat.priorites.filter(decidee_le__isnull=False).count(),
        structurants=objectifs.count() + fiches.filter(structurant=True).count(),
        fiches=fiches.count(),
    )


def contrats_of_demarches(user: Any, ids: Collection[str]) -> dict[str, int]:
    """Return the contract of each linked process, for what changed since: no page hides one."""
    followed = Contrat.objects.visibles_par(user)
    rows = DemarcheLiee.objects.filter(pk__in=ids, contrat__in=followed)
    return {str(pk): contrat for pk, contrat in rows.values_list("pk", "contrat")}


def contrats_of_fiches(user: Any, ids: Collection[str]) -> dict[str, int]:
    """Return the contract of each sheet that a person may read: for what changed since."""
    rows = FicheAction.objects.visibles_par(user).filter(pk__in=ids)
    return {str(pk): contrat for pk, contrat in rows.values_list("pk", "contrat")}
