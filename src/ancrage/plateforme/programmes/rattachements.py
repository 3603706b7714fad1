"""The sheets to tie again after a revision: linked to an objective that its plan no longer has.

A contract that was signed keeps the version it was signed on: its sheets are told apart, and
nothing is asked. Nothing is ever rewritten here: a person chooses.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE, EN_VIGUEUR
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.doctrine.models import ObjectifRegional, PlanRegional, RevisionPrs
from ancrage.plateforme.programmes.listes import StatutAction
from ancrage.plateforme.programmes.models import FicheAction, LienPrs


@dataclass(frozen=True, slots=True)
class Rattachement:
    """One link of one sheet with an objective that was revised."""

    fiche: FicheAction
    ancien: ObjectifRegional
    actuel: PlanRegional
    proposes: tuple[ObjectifRegional, ...]
    abandonne: bool

    @property
    def orpheline(self) -> bool:
        """Say whether the objective was given up: to tie again by hand."""
        return self.abandonne and not self.proposes

    @property
    def sans_reponse(self) -> bool:
        """Say whether the head office has not yet said what the objective became."""
        return not self.abandonne and not self.proposes


@dataclass(frozen=True, slots=True)
class CompteRattachements:
    """What waits for one contract, in numbers."""

    contrat: Contrat
    fiches: int
    proposees: int
    orphelines: int
    sans_reponse: int


def plans_in_force(regions: Collection[str], on: date) -> dict[tuple[str, str], PlanRegional]:
    """Return the version in force of each plan, by region and type."""
    found: dict[tuple[str, str], PlanRegional] = {}
    for region in sorted(set(regions)):
        for one in PlanRegional.objects.in_force(region, on):
            found[one.region, one.type] = one
    return found


def rattachements_of(contrat: Contrat, on: date) -> list[Rattachement]:
    """Return what waits on one contract, sheet by sheet; nothing once it is signed."""
    return rattachements_by_contrat([contrat], on).get(contrat.pk, [])


def rattachements_by_contrat(
    contrats: Iterable[Contrat], on: date
) -> dict[int, list[Rattachement]]:
    """Return what waits on contracts, in a constant number of queries."""
    open_ones = {one.pk: one for one in contrats if one.etat in AVANT_SIGNATURE}
    if not open_ones:
        return {}
    plans = plans_in_force({one.region for one in open_ones.values()}, on)
    links = _stale_links(open_ones, on, plans)
    follow = _Suite(plans)
    found: dict[int, list[Rattachement]] = defaultdict(list)
    for link in links:
        found[link.fiche.contrat_id].append(follow.tie(link))
    return dict(found)


def _stale_links(
    contrats: Collection[int], on: date, plans: dict[tuple[str, str], PlanRegional]
) -> list[LienPrs]:
    """Return the links of living sheets whose objective is of an ended version of its plan."""
    rows = (
        LienPrs.objects.filter(
            fiche__contrat__in=contrats, objectif_regional__plan__date_fin__lt=on
        )
        .exclude(fiche__statut=StatutAction.ABANDONNEE)
        .select_related("fiche", "objectif_regional__plan")
        .order_by("fiche__rang", "fiche__pk", "rang", "pk")
    )
    return [one for one in rows if _key(one.objectif_regional.plan) in plans]


def _key(plan: PlanRegional) -> tuple[str, str]:
    return plan.region, plan.type


class _Suite:
    """What each objective became, through every revision up to the version in force."""

    def __init__(self, plans: dict[tuple[str, str], PlanRegional]) -> None:
        self.plans = plans
        regions = {region for region, _ in plans}
        self.rows: dict[int, list[RevisionPrs]] = defaultdict(list)
        for row in RevisionPrs.objects.filter(region__in=regions).select_related("nouveau__plan"):
            self.rows[row.ancien_id].append(row)

    def tie(self, link: LienPrs) -> Rattachement:
        """Return a link with what is proposed for it."""
        ancien = link.objectif_regional
        actuel = self.plans[_key(ancien.plan)]
        reached, given_up = self._follow(ancien.pk, actuel.numero)
        return Rattachement(link.fiche, ancien, actuel, tuple(reached), given_up)

    def _follow(self, pk: int, numero: int) -> tuple[list[ObjectifRegional], bool]:
        """Return the objectives of a version that come from one, and whether a branch ended."""
        reached: dict[int, ObjectifRegional] = {}
        given_up = False
        for row in self.rows.get(pk, ()):
            if row.nouveau is None:
                given_up = True
            elif row.nouveau.plan.numero >= numero:
                reached[row.nouveau.pk] = row.nouveau
            else:
                further, ended = self._follow(row.nouveau.pk, numero)
                given_up = given_up or ended
                reached |= {one.pk: one for one in further}
        return list(reached.values()), given_up


def count_by_contrat(contrats: Iterable[Contrat], on: date) -> list[CompteRattachements]:
    """Return how much waits on each contract, those where something does."""
    rows = list(contrats)
    waiting = rattachements_by_contrat(rows, on)
    return [_count(one, waiting[one.pk]) for one in rows if one.pk in waiting]


def _count(contrat: Contrat, waiting: list[Rattachement]) -> CompteRattachements:
    return CompteRattachements(
        contrat,
        len({one.fiche.pk for one in waiting}),
        sum(bool(one.proposes) for one in waiting),
        sum(one.orpheline for one in waiting),
        sum(one.sans_reponse for one in waiting),
    )


def signed_on_plan(plan: PlanRegional) -> list[Contrat]:
    """Return the contracts in force whose sheets decline a version: they keep it."""
    links = LienPrs.objects.filter(objectif_regional__plan=plan).values("fiche__contrat")
    rows = Contrat.objects.filter(region=plan.region, etat__in=EN_VIGUEUR, pk__in=links)
    return list(rows.order_by("nom", "generation"))
