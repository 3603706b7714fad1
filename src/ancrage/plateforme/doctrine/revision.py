"""The table of a revision as it stands: what each objective became, what is left out, both ways."""

from collections import defaultdict
from dataclasses import dataclass

from ancrage.plateforme.doctrine.models import ObjectifRegional, PlanRegional, RevisionPrs
from ancrage.plateforme.doctrine.suggestions import Suggestion, suggest


@dataclass(frozen=True, slots=True)
class LigneRevision:
    """One old objective: what was decided, else what may be proposed."""

    ancien: ObjectifRegional
    nouveaux: tuple[ObjectifRegional, ...]
    abandonne: bool
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def repondu(self) -> bool:
        """Say whether somebody decided."""
        return self.abandonne or bool(self.nouveaux)


@dataclass(frozen=True, slots=True)
class TableRevision:
    """The whole table between two versions that follow."""

    ancien: PlanRegional
    nouveau: PlanRegional
    lignes: tuple[LigneRevision, ...]
    sans_origine: tuple[ObjectifRegional, ...]

    @property
    def sans_reponse(self) -> tuple[LigneRevision, ...]:
        """Return the old objectives that nobody decided on."""
        return tuple(one for one in self.lignes if not one.repondu)

    @property
    def repondues(self) -> tuple[LigneRevision, ...]:
        """Return the old objectives that somebody decided on."""
        return tuple(one for one in self.lignes if one.repondu)

    @property
    def abandonnes(self) -> tuple[LigneRevision, ...]:
        """Return the old objectives given up."""
        return tuple(one for one in self.lignes if one.abandonne)

    @property
    def identiques(self) -> dict[str, list[str]]:
        """Return the answers that nothing but a person's agreement lacks: nothing changed."""
        return {
            one.ancien.code: [one.suggestions[0].objectif.code]
            for one in self.sans_reponse
            if one.suggestions and one.suggestions[0].is_identique
        }


def read_revision(ancien: PlanRegional, nouveau: PlanRegional) -> TableRevision:
    """Return the table of a revision, in three queries whatever its length."""
    old = list(ObjectifRegional.objects.of(ancien))
    new = list(ObjectifRegional.objects.of(nouveau))
    told: dict[int, list[RevisionPrs]] = defaultdict(list)
    for row in RevisionPrs.objects.filter(ancien__plan=ancien).select_related("nouveau"):
        told[row.ancien_id].append(row)
    reached = {row.nouveau_id for rows in told.values() for row in rows}
    return TableRevision(
        ancien,
        nouveau,
        tuple(_ligne(one, told[one.pk], new) for one in old),
        tuple(one for one in new if one.pk not in reached),
    )


def _ligne(
    ancien: ObjectifRegional, rows: list[RevisionPrs], new: list[ObjectifRegional]
) -> LigneRevision:
    found = tuple(row.nouveau for row in rows if row.nouveau is not None)
    given_up = any(row.nouveau is None for row in rows)
    proposed = () if rows else tuple(suggest(ancien, new))
    return LigneRevision(ancien, found, given_up, proposed)
