"""Propose what an old objective became: same code, near wording. A person always decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from ancrage.plateforme.doctrine.models import ObjectifRegional

SEUIL = 60  # below, two wordings say too little of one another
PROPOSES = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A new objective that may follow an old one, and why."""

    objectif: ObjectifRegional
    meme_code: bool
    proximite: int  # of the wordings, from 0 to 100

    @property
    def is_identique(self) -> bool:
        """Say whether neither the code nor the wording changed."""
        return self.meme_code and self.proximite == 100

    @property
    def raison(self) -> str:
        """Return why it is proposed."""
        if self.is_identique:
            return "même code, même libellé"
        near = f"libellé proche à {self.proximite} %"
        if not self.meme_code:
            return "même libellé, autre code" if self.proximite == 100 else near
        return f"même code, {near}" if self.proximite >= SEUIL else "même code, autre libellé"


def suggest(ancien: ObjectifRegional, nouveaux: Sequence[ObjectifRegional]) -> list[Suggestion]:
    """Return the new objectives that may follow an old one, the nearest first."""
    words = {rank: one.libelle for rank, one in enumerate(nouveaux)}
    scores = {
        rank: round(score)
        for _, score, rank in process.extract(
            ancien.libelle, words, scorer=fuzz.token_sort_ratio,
            processor=utils.default_process, limit=None,
        )
    }  # fmt: skip
    found = [
        Suggestion(one, one.code == ancien.code, scores[rank])
        for rank, one in enumerate(nouveaux)
        if one.code == ancien.code or scores[rank] >= SEUIL
    ]
    return sorted(found, key=lambda one: (-one.proximite, not one.meme_code))[:PROPOSES]
