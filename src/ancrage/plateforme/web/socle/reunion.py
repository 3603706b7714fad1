"""Join two texts written from the same one: sentence by sentence, nobody's sentence lost."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

PHRASES = 2_000  # beyond, the comparison would take seconds
# A sentence keeps the blank before it, so that one added at the end leaves the last unchanged.
_SENTENCES = re.compile(r"(?=\n)|(?<=[.!?…])(?=[ \u00a0\u202f])")


@dataclass(frozen=True, slots=True)
class Reunion:
    """Both texts in one. Not `nette`: a sentence was changed on both sides, and is there twice."""

    texte: str
    nette: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """The sentences `debut` to `fin` of the common text, as one side wrote them."""

    debut: int
    fin: int
    ecrit: tuple[str, ...]
    cote: int


def join(base: str, mine: str, theirs: str) -> Reunion | None:
    """Return both texts joined on the one they come from; None when they are too long."""
    common, *sides = [_split(text) for text in (base, mine, theirs)]
    if max(len(common), *map(len, sides)) > PHRASES:
        return None
    changes = [change for cote, side in enumerate(sides) for change in _diff(common, side, cote)]
    written: list[str] = []
    position, clean = 0, True
    for group in _groups(changes):
        start, end = min(c.debut for c in group), max(c.fin for c in group)
        texts = [
            _apply(common, group, cote, start, end) for cote in sorted({c.cote for c in group})
        ]
        written += common[position:start] + texts[0]
        if texts[1:] and texts[1] != texts[0]:
            written += _apart(texts[0], texts[1])
            clean = False
        position = end
    return Reunion("".join([*written, *common[position:]]), clean)


def _split(text: str) -> list[str]:
    return [one for one in _SENTENCES.split(text.replace("\r\n", "\n")) if one]


def _diff(common: list[str], side: list[str], cote: int) -> list[_Change]:
    steps = SequenceMatcher(None, common, side, autojunk=False).get_opcodes()
    return [_Change(a, b, tuple(side[c:d]), cote) for tag, a, b, c, d in steps if tag != "equal"]


def _groups(changes: list[_Change]) -> list[list[_Change]]:
    """Return the changes in order, those that touch the same sentences together."""
    groups: list[list[_Change]] = []
    for change in sorted(changes, key=lambda c: (c.debut, c.fin, c.cote)):
        if groups and _touches(groups[-1], change):
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _touches(group: list[_Change], change: _Change) -> bool:
    end = max(c.fin for c in group)
    both_add = any(c.debut == c.fin == change.debut == change.fin for c in group)
    return change.debut < end or both_add


def _apply(common: list[str], group: list[_Change], cote: int, start: int, end: int) -> list[str]:
    """Return how one side wrote the sentences `start` to `end`."""
    written: list[str] = []
    position = start
    for change in (c for c in group if c.cote == cote):
        written += [*common[position : change.debut], *change.ecrit]
        position = change.fin
    return written + common[position:end]


def _apart(first: list[str], second: list[str]) -> list[str]:
    """Return the second reading of the same sentences, on its own line."""
    text = "".join(second)
    if not text.strip() or text.startswith("\n") or not first:
        return [text]
    return ["\n" + text.lstrip()]
