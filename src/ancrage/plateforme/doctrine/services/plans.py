"""Store a version of a regional plan, and the table of its revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.doctrine.models import ObjectifRegional, PlanRegional, RevisionPrs
from ancrage.plateforme.doctrine.permissions import can_rule
from ancrage.plateforme.journal.services import record, snapshot


@dataclass(frozen=True, slots=True)
class NouvelObjectif:
    """An objective under the one whose code is `parent`; at the root without."""

    code: str
    libelle: str
    parent: str = ""


@transaction.atomic
def publish_plan(
    *,
    acteur: Any,
    region: str,
    type_: str,
    libelle: str,
    date_debut: date,
    source: str,
    objectifs: Sequence[NouvelObjectif],
) -> PlanRegional:
    """Store a whole version of a plan, frozen at once; the former version ends on its eve."""
    _check_right(acteur, region)
    former = PlanRegional.objects.filter(region=region, type=type_, date_fin__isnull=True).first()
    if former:
        _close(acteur, former, date_debut)
    plan = PlanRegional.objects.create(
        region=region,
        type=type_,
        numero=former.numero + 1 if former else 1,
        libelle=libelle.strip(),
        date_debut=date_debut,
        source=source.strip(),
    )
    _write_tree(plan, objectifs)
    plan.fige_le = timezone.now()
    plan.save(update_fields=["fige_le"])
    record(acteur=acteur, action="publier un plan régional", objet=plan)
    return plan


def _check_right(acteur: Any, region: str) -> None:
    if acteur is not None and not can_rule(acteur, region):
        raise ActeRefuse("Seul le siège de l’ARS publie les plans de sa région.")


def _close(acteur: Any, former: PlanRegional, date_debut: date) -> None:
    if former.date_debut >= date_debut:
        raise ActeRefuse(
            f"La version en cours date du {former.date_debut:%d/%m/%Y}.",
            "La nouvelle commence après elle.",
            champ="date_debut",
        )
    before = snapshot(former)
    former.date_fin = date_debut - timedelta(days=1)
    former.save(update_fields=["date_fin"])
    record(acteur=acteur, action="clore un plan régional", objet=former, before=before)


def _write_tree(plan: PlanRegional, objectifs: Sequence[NouvelObjectif]) -> None:
    """Write the objectives, each after its parent; refuse an unknown or repeated code."""
    known: dict[str, ObjectifRegional] = {}
    for one in objectifs:
        if one.code in known or (one.parent and one.parent not in known):
            raise ActeRefuse(
                f"Objectif « {one.code} » : code répété, ou objectif parent "
                f"« {one.parent} » absent au-dessus.",
                "Écrivez chaque objectif une fois, après celui qui le contient.",
                champ="objectifs",
            )
        known[one.code] = ObjectifRegional.objects.create(
            region=plan.region,
            plan=plan,
            parent=known.get(one.parent),
            code=one.code,
            libelle=one.libelle.strip(),
        )


@transaction.atomic
def record_revision(
    *,
    acteur: Any,
    ancien: PlanRegional,
    nouveau: PlanRegional,
    correspondances: Mapping[str, Sequence[str]],
) -> list[RevisionPrs]:
    """Say what each old objective became (old code → new codes; none: given up).

    An objective left out stays without answer: `without_successor` lists it. A signed contract
    keeps the version it was signed on.
    """
    _check_right(acteur, ancien.region)
    if (ancien.region, ancien.type, ancien.numero + 1) != (
        nouveau.region, nouveau.type, nouveau.numero,
    ):  # fmt: skip
        raise ActeRefuse("Une révision relie deux versions qui se suivent d’un même plan.")
    before = {one.code: one for one in ancien.objectifs.all()}
    after = {one.code: one for one in nouveau.objectifs.all()}
    unknown = {code for code in correspondances if code not in before}
    unknown |= {code for codes in correspondances.values() for code in codes if code not in after}
    if unknown:
        raise ActeRefuse(
            f"Codes inconnus : {', '.join(sorted(unknown))}.",
            "Reprenez les codes des deux versions du plan.",
            champ="correspondances",
        )
    rows = [
        RevisionPrs.objects.create(
            region=ancien.region, ancien=before[old], nouveau=after[new] if new else None
        )
        for old, codes in correspondances.items()
        for new in (codes or ("",))
    ]
    record(
        acteur=acteur,
        action="réviser un plan régional",
        objet=nouveau,
        details={"correspondances": ["", "\n".join(str(row) for row in rows)]},
    )
    return rows
