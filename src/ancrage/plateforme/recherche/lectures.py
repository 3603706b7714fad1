"""Answer a question: candidates by trigrams, then likeness, then the rights of who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from ancrage.plateforme.observations.profils import fold
from ancrage.plateforme.recherche.classement import MOT_COMMENCE, floor_of, score, trigrams_of
from ancrage.plateforme.recherche.models import EntreeRecherche, TrigrammeRecherche
from ancrage.plateforme.recherche.registre import Entree, Fournisseur, kinds_for

DECOTE = 25.0  # « Chamagne » looks like « chomaje » more than « chômage » does
LONGUEUR_MAX, CANDIDATS, LECTURES = 100, 120, 3_000

# What is read of an entry: what is compared, then what is shown.
CHAMPS = ("type", "plie", "texte", "cle", "libelle", "lien", "precision", "statut")


@dataclass(frozen=True, slots=True)
class Groupe:
    """What was found of one kind, the best first."""

    type: str
    titre: str
    resultats: tuple[Entree, ...]
    suite: bool  # there are more
    certitude: float = 0.0

    @property
    def best(self) -> float:
        """Return the score of the best answer."""
        return max(one.score for one in self.resultats)

    @property
    def rang(self) -> float:
        """Return what ranks the group: a guess among 35 000 names is worth less than another."""
        return self.best if self.best >= self.certitude else self.best - DECOTE


def search(user: Any, texte: str, limite: int = 8) -> list[Groupe]:
    """Return what a person may see that answers a text, by kind; the kind that fits best first.

    Three queries, and one more for each kind whose entries are not everybody's.
    """
    question = fold(texte[:LONGUEUR_MAX])
    if not question:
        return []
    allowed = kinds_for(user)
    indexed = _find_indexed(question, [one for one in allowed if one.lister])
    groups = []
    for kind in allowed:
        found = (
            kind.chercher(texte[:LONGUEUR_MAX], limite + 1)
            if kind.chercher
            else _visible(user, kind, indexed.get(kind.type, []))
        )
        if found:
            groups.append(_group(kind, found, limite))
    return _sure_first(groups)


def _group(kind: Fournisseur, found: list[Entree], limite: int) -> Groupe:
    """Keep of a kind what stands beside its best answer; more is said only of as good ones."""
    floor = floor_of(max(one.score for one in found))
    answers = [one for one in found if one.score >= floor]
    kept = tuple(answers[:limite])
    return Groupe(kind.type, kind.titre, kept, len(answers) > limite, kind.certitude)


def _sure_first(groups: list[Groupe]) -> list[Groupe]:
    """Put the kind that answers best first; drop the guesses when another answers well."""
    if any(group.best >= max(MOT_COMMENCE, group.certitude) for group in groups):
        groups = [group for group in groups if group.best >= group.certitude]
    return sorted(groups, key=lambda group: -group.rang)


def _find_indexed(question: str, kinds: Sequence[Fournisseur]) -> dict[str, list[Entree]]:
    """Return the entries that answer, by type, the best first."""
    rows = _candidates(question, [kind.type for kind in kinds])
    found: dict[str, list[Entree]] = {}
    for type, plie, texte, cle, libelle, lien, precision, statut in rows:
        points = score(question, plie, texte)
        if points:
            entree = Entree(cle, libelle, lien, precision, statut, score=points)
            found.setdefault(type, []).append(entree)
    for entries in found.values():
        entries.sort(key=lambda entree: (-entree.score, entree.libelle))
    return found


def _candidates(question: str, types: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the `CHAMPS` of the entries that share the most of the question's rarest trigrams.

    What stands in every name tells nothing apart: reading it costs most, and is left out.
    """
    held = TrigrammeRecherche.objects.filter(trigramme__in=trigrams_of(question))
    rare = _rarest(dict(held.values_list("trigramme").annotate(n=Count("pk")).order_by()))
    nearest = (
        TrigrammeRecherche.objects.filter(trigramme__in=rare)
        .values_list("entree_id")
        .annotate(communs=Count("pk"))
        .order_by("-communs", "entree_id")[:CANDIDATS]
    )
    codes = [pk for pk, _ in nearest]
    rows = EntreeRecherche.objects.filter(pk__in=codes, type__in=types)
    return list(rows.values_list(*CHAMPS)) if codes else []


def _rarest(counts: dict[str, int]) -> list[str]:
    """Return the rarest trigrams, at least one, until they reach `LECTURES` entries."""
    kept: list[str] = []
    read = 0
    for trigramme, count in sorted(counts.items(), key=lambda item: (item[1], item[0])):
        if kept and read + count > LECTURES:
            break
        kept.append(trigramme)
        read += count
    return kept


def _visible(user: Any, kind: Fournisseur, entries: list[Entree]) -> list[Entree]:
    """Leave out what the person may not see, as its own app says now."""
    if kind.visibles is None or not entries:
        return entries
    seen = set(kind.visibles(user, [entree.cle for entree in entries]))
    return [entree for entree in entries if entree.cle in seen]
