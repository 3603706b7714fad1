"""Say what each objective of a plan became in the next version; mend what was said."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.doctrine.models import ObjectifRegional, PlanRegional, RevisionPrs
from ancrage.plateforme.doctrine.services.plans import check_planner
from ancrage.plateforme.journal.services import record

ABANDONNE = "abandonné"


@transaction.atomic
def record_revision(
    *,
    acteur: Any,
    ancien: PlanRegional,
    nouveau: PlanRegional,
    correspondances: Mapping[str, Sequence[str]],
) -> list[RevisionPrs]:
    """Say what old objectives became (old code → new codes; none: given up).

    An objective left out stays without answer, for another day: `without_successor` lists it. A
    signed contract keeps the version it was signed on.
    """
    check_planner(acteur, ancien.region)
    _check_following(ancien, nouveau)
    before, after = _by_code(ancien), _by_code(nouveau)
    _check_known(correspondances, before, after)
    _check_unanswered(ancien, correspondances)
    rows = [
        row
        for old, codes in correspondances.items()
        for row in _write(before[old], [after[new] for new in codes])
    ]
    record(
        acteur=acteur,
        action="réviser un plan régional",
        objet=nouveau,
        details={"correspondances": ["", "\n".join(str(row) for row in rows)]},
    )
    return rows


@transaction.atomic
def correct_revision(
    *,
    acteur: Any,
    objectif: ObjectifRegional,
    nouveau: PlanRegional,
    codes: Sequence[str] | None,
    motif: str,
) -> list[RevisionPrs]:
    """Replace what was said of one objective (no code: given up; None: no answer any more).

    The sheets that were tied again since stay as people left them.
    """
    check_planner(acteur, objectif.region)
    _check_following(objectif.plan, nouveau)
    if not motif.strip():
        raise ActeRefuse("Dites pourquoi cette correspondance change.", champ="motif")
    after = _by_code(nouveau)
    _check_known({objectif.code: codes or ()}, {objectif.code: objectif}, after)
    held = list(RevisionPrs.objects.filter(ancien=objectif).select_related("ancien", "nouveau"))
    RevisionPrs.objects.filter(ancien=objectif).delete()
    rows = [] if codes is None else _write(objectif, [after[code] for code in codes])
    record(
        acteur=acteur,
        action="corriger la révision d’un plan régional",
        objet=nouveau,
        details={f"devenir de {objectif.code}": [_said(held), _said(rows)]},
        motif=motif.strip(),
    )
    return rows


def _check_following(ancien: PlanRegional, nouveau: PlanRegional) -> None:
    if (ancien.region, ancien.type, ancien.numero + 1) != (
        nouveau.region, nouveau.type, nouveau.numero,
    ):  # fmt: skip
        raise ActeRefuse("Une révision relie deux versions qui se suivent d’un même plan.")


def _by_code(plan: PlanRegional) -> dict[str, ObjectifRegional]:
    return {one.code: one for one in plan.objectifs.order_by("code")}


def _check_known(
    correspondances: Mapping[str, Sequence[str]],
    before: Mapping[str, ObjectifRegional],
    after: Mapping[str, ObjectifRegional],
) -> None:
    unknown = {code for code in correspondances if code not in before}
    unknown |= {code for codes in correspondances.values() for code in codes if code not in after}
    if unknown:
        raise ActeRefuse(
            f"Codes inconnus : {', '.join(sorted(unknown))}.",
            "Reprenez les codes des deux versions du plan.",
            champ="correspondances",
        )


def _check_unanswered(ancien: PlanRegional, correspondances: Mapping[str, Sequence[str]]) -> None:
    held = RevisionPrs.objects.filter(ancien__plan=ancien, ancien__code__in=correspondances)
    answered = sorted(set(held.values_list("ancien__code", flat=True)))
    if answered:
        raise ActeRefuse(
            f"Ces objectifs ont déjà une réponse : {', '.join(answered)}.",
            "Rouvrez la page : quelqu’un a répondu entre-temps. Une réponse se corrige, avec un "
            "motif.",
            champ="correspondances",
        )


def _write(ancien: ObjectifRegional, nouveaux: Sequence[ObjectifRegional]) -> list[RevisionPrs]:
    """Write the rows of one objective: one per objective that follows it, one if given up."""
    wanted: list[ObjectifRegional | None] = [*dict.fromkeys(nouveaux)] or [None]
    return [
        RevisionPrs.objects.create(region=ancien.region, ancien=ancien, nouveau=one)
        for one in wanted
    ]


def _said(rows: Sequence[RevisionPrs]) -> str:
    """Return what rows say an objective became."""
    return ", ".join(str(one.nouveau) if one.nouveau else ABANDONNE for one in rows)
