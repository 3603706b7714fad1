"""How well a thing answers a question: pure functions on folded texts."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

# What a question may hold without asking for it.
MOTS_VIDES = frozenset({
    "a", "au", "aux", "avec", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", 
    "ou", "par", "pour", "sur", "un", "une",
})  # fmt: skip
EXACT, DEBUT = 200.0, 150.0
MOT, MOT_COMMENCE, MOT_DU_TEXTE = 100.0, 95.0, 60.0
SUR, MARGE = 120.0, 12.0  # over it, every word was found; under the best by more, a guess too many
PROCHE = 74.0  # « premature » for « prematuree », « chomag » for « chomage »


def floor_of(best: float) -> float:
    """Return the score under which an answer is not worth showing beside the best one."""
    return SUR if best >= SUR else best - MARGE


def words_of(plie: str) -> tuple[str, ...]:
    """Return the words of a folded text that mean something; all of them when none does."""
    words = plie.split()
    return tuple(word for word in words if word not in MOTS_VIDES) or tuple(words)


def trigrams_of(plie: str) -> frozenset[str]:
    """Return the trigrams of the words of a folded text, the start of each word marked."""
    return frozenset(
        padded[start : start + 3]
        for word in words_of(plie)
        for padded in (f"  {word}",)
        for start in range(len(padded) - 2)
    )


def score(question: str, nom: str, texte: str = "") -> float:
    """Return how well a name and its text answer a folded question; 0 when a word is missing."""
    if question == nom:
        return EXACT
    if nom.startswith(f"{question} "):
        return DEBUT
    held, points = words_of(nom), 0.0
    wanted = sorted(words_of(question), key=len, reverse=True)  # the long ones tell most apart
    for word in wanted:
        found = _score_word(word, held, texte)
        if not found:
            return 0.0
        points += found
    return points / len(wanted) if wanted else 0.0


def _score_word(word: str, held: Sequence[str], texte: str) -> float:
    if word in held:
        return MOT
    if any(other.startswith(word) for other in held):
        return MOT_COMMENCE
    near = _nearest(word, tuple(held)) if len(word) > 2 and held else 0.0
    inside = MOT_DU_TEXTE if f" {word}" in f" {texte}" else 0.0
    return max(near, inside)


@lru_cache(maxsize=20_000)
def _nearest(word: str, held: tuple[str, ...]) -> float:
    """Return the best likeness with the words, or with their beginnings; 0 under the bar."""
    starts = (other[: len(word)] for other in held)
    best = max(fuzz.ratio(word, other, score_cutoff=PROCHE) for other in (*held, *starts))
    return 0.9 * best
