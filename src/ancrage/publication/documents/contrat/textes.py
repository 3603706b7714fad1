"""The texts of a contract as blocks: paragraphs, lists, and the difference of two wordings."""

import re
from difflib import SequenceMatcher

from ancrage.publication.documents.blocs import Bloc, Liste, Morceau, Paragraphe, Point, texte

PUCE = "- "
_WORDS = re.compile(r"\s+|[^\s]+")
MOTS_COMPARES = 5_000  # beyond, the comparison would take seconds


def blocs_of(text: str) -> tuple[Bloc, ...]:
    """Return a written text as paragraphs and lists."""
    blocks: list[Bloc] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        blocks += _part(part)
    return tuple(blocks)


def _part(part: str) -> list[Bloc]:
    blocks: list[Bloc] = []
    lines: list[str] = []
    points: list[Point] = []
    for line in (one.strip() for one in part.split("\n") if one.strip()):
        if line.startswith(PUCE):
            points.append(Point((Morceau(line.removeprefix(PUCE).strip()),)))
        elif points:
            points[-1] = Point((Morceau(f"{points[-1].morceaux[0].texte} {line}"),))
        else:
            lines.append(line)
    if lines:
        blocks.append(texte(" ".join(lines)))
    if points:
        blocks.append(Liste(tuple(points)))
    return blocks


def difference(avant: str, apres: str) -> tuple[Paragraphe, ...]:
    """Return both wordings in one: what goes is struck out, what comes is bold.

    Each is bracketed too, « [supprimé : …] », « [ajouté : …] »: a mark alone is not read aloud.
    """
    words, others = _WORDS.findall(avant), _WORDS.findall(apres)
    if max(len(words), len(others)) > MOTS_COMPARES:
        return ()
    runs: list[Morceau] = []
    steps = SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    for tag, start, end, other_start, other_end in steps:
        before, after = "".join(words[start:end]), "".join(others[other_start:other_end])
        if tag == "equal":
            runs.append(Morceau(before))
            continue
        if before.strip():
            runs += [Morceau("[supprimé : "), Morceau(before.strip(), barre=True), Morceau("] ")]
        if after.strip():
            runs += [Morceau("[ajouté : "), Morceau(after.strip(), gras=True), Morceau("] ")]
    return _paragraphs(runs)


def _paragraphs(runs: list[Morceau]) -> tuple[Paragraphe, ...]:
    """Cut the runs where an unchanged text goes to the next line."""
    paragraphs: list[list[Morceau]] = [[]]
    for run in runs:
        first, *rest = run.texte.split("\n")
        paragraphs[-1].append(Morceau(first, gras=run.gras, barre=run.barre))
        paragraphs += [[Morceau(one, gras=run.gras, barre=run.barre)] for one in rest]
    return tuple(
        Paragraphe(tuple(m for m in one if m.texte))
        for one in paragraphs
        if any(m.texte.strip() for m in one)
    )
