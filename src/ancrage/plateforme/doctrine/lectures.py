"""What holds in a region at a date: rules, legal texts, plans."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db.models import Count, QuerySet

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.doctrine.models import (
    Doctrine,
    ObjectifRegional,
    PlanRegional,
    RegleRegionale,
    Visa,
)


def rule_in_force(region: str, code: str, *, on: date) -> RegleRegionale | None:
    """Return the version of a rule that held in a region on a day, or None before the first."""
    found: RegleRegionale | None = (
        RegleRegionale.objects.in_force(region, on).filter(code=code).first()
    )
    return found


def rules_in_force(region: str, *, on: date) -> dict[str, RegleRegionale]:
    """Return the rules of a day by code, from R1 to R21."""
    found = RegleRegionale.objects.in_force(region, on)
    return {rule.code: rule for rule in sorted(found, key=lambda one: int(one.code[1:]))}


def doctrine_in_force(region: str, *, on: date) -> Doctrine:
    """Return the doctrine of a day; `ActeRefuse` where the region has none yet."""
    found: Doctrine | None = Doctrine.objects.in_force(region, on).first()
    if found is None:
        raise ActeRefuse(
            f"La région « {region} » n’a pas de doctrine au {on:%d/%m/%Y}.",
            "Le siège de l’ARS la publie, ou l’installation la charge "
            "(catalogue/doctrine/<région>/).",
        )
    return found


def visas_in_force(region: str, *, on: date) -> list[Visa]:
    """Return the legal texts that an act of that day cites, in order."""
    return list(Visa.objects.in_force(region, on).order_by("rang"))


def versions_of_rule(region: str, code: str) -> list[RegleRegionale]:
    """Return every version of a rule in a region, the oldest first."""
    return list(RegleRegionale.objects.filter(region=region, code=code).order_by("numero"))


def editions_of(region: str) -> list[Doctrine]:
    """Return every edition of the doctrine of a region, the latest first."""
    return list(Doctrine.objects.filter(region=region).order_by("-numero"))


def versions_of_visas(region: str) -> list[Visa]:
    """Return every version of every legal text of a region, by rank then by version."""
    return list(Visa.objects.filter(region=region).order_by("rang", "code", "numero"))


def plans_of(region: str) -> QuerySet[PlanRegional]:
    """Return every version of every plan of a region, the latest version of each type first."""
    rows = PlanRegional.objects.filter(region=region)
    return rows.annotate(nombre=Count("objectifs")).order_by("type", "-numero")


def plan_in_force(region: str, type_: str, *, on: date) -> PlanRegional | None:
    """Return the version of a plan that held on a day, or None."""
    found: PlanRegional | None = (
        PlanRegional.objects.in_force(region, on).filter(type=type_).first()
    )
    return found


def plan_before(plan: PlanRegional) -> PlanRegional | None:
    """Return the version that a plan revises, None for the first."""
    found: PlanRegional | None = PlanRegional.objects.filter(
        region=plan.region, type=plan.type, numero=plan.numero - 1
    ).first()
    return found


def revisions_waiting(regions: Collection[str]) -> list[tuple[PlanRegional, int]]:
    """Return the latest versions whose former has objectives without answer, and how many."""
    silent = ObjectifRegional.objects.filter(
        region__in=regions, devient__isnull=True, plan__date_fin__isnull=False
    )
    counts = Counter(silent.values_list("plan__region", "plan__type", "plan__numero"))
    latest = PlanRegional.objects.filter(
        region__in=regions, date_fin__isnull=True, numero__gt=1
    ).order_by("region", "type")
    found = [(one, counts[one.region, one.type, one.numero - 1]) for one in latest]
    return [(plan, count) for plan, count in found if count]


def successors_of(objectif: ObjectifRegional) -> QuerySet[ObjectifRegional]:
    """Return the objectives that a revision put in the place of one; none if it was given up."""
    return ObjectifRegional.objects.filter(vient_de__ancien=objectif).order_by("code")
