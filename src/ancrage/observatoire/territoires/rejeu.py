"""Replay movements: what part of each commune ends in which, one day after the other."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ancrage.observatoire.territoires.referentiel import Etape

Parts = dict[str, Fraction]
Weigh = Callable[[frozenset[str]], Parts]
ENTIER = Fraction(1)


@dataclass(slots=True)
class Rejeu:
    """The state of a replay: the parts of the codes that moved, and who stands in each code."""

    weigh: Weigh
    moved: dict[str, Parts] = field(default_factory=dict)
    holders: dict[str, set[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of an origin when it was absorbed

    def parts(self, origin: str) -> Parts:
        """Return where an origin stands now."""
        return self.moved.get(origin, {origin: ENTIER})


def replay(codes: Iterable[str], steps: Sequence[Etape], weigh: Weigh) -> dict[str, Parts]:
    """Return the parts of the codes that moved; `weigh` gives the share of each piece of a split.

    A commune absorbed during the replay and re-created under its code and name goes back to
    itself, whole: only what was already one commune at the start has to be apportioned.
    """
    state = Rejeu(weigh, holders={code: {code} for code in codes})
    for step in steps:
        _apply(state, step)
    return state.moved


def _apply(state: Rejeu, step: Etape) -> None:
    origins = {code: state.holders.pop(code, set()) for code in step.pieces}
    _note_names(state, step, origins)
    shares = {
        (origin, code): state.weigh(pieces)
        for code in step.pieces
        for origin, pieces in _destinations(state, step, code, origins[code]).items()
    }
    for origin in sorted(set().union(*origins.values())):
        parts = state.parts(origin)
        state.moved[origin] = _replace(parts, {c: shares.get((origin, c)) for c in parts})
        for piece in state.moved[origin]:
            state.holders.setdefault(piece, set()).add(origin)


def _note_names(state: Rejeu, step: Etape, origins: Mapping[str, set[str]]) -> None:
    """Keep the name that a commune bore when it was absorbed, or absorbed others."""
    joined = Counter(piece for pieces in step.pieces.values() for piece in pieces)
    for code, pieces in step.pieces.items():
        if code in step.avant and any(joined[piece] > 1 for piece in pieces):
            for origin in origins[code]:
                if state.parts(origin) == {code: ENTIER}:
                    state.names.setdefault(origin, step.avant[code])


def _destinations(
    state: Rejeu, step: Etape, code: str, origins: set[str]
) -> dict[str, frozenset[str]]:
    """Return the pieces that each origin standing in `code` goes to."""
    pieces = step.pieces[code]
    restored = {
        origin
        for origin in origins & pieces
        if state.names.get(origin) == step.apres.get(origin)
        and origin in state.names
        and len(origins) > 1
    }
    rest, others = pieces - restored, origins - restored
    whole = all(state.parts(origin) == {code: ENTIER} for origin in origins)
    if not restored or not whole or bool(rest) != bool(others):
        return dict.fromkeys(origins, pieces)
    return dict.fromkeys(others, rest) | {origin: frozenset({origin}) for origin in restored}


def _replace(parts: Parts, shares: Mapping[str, Parts | None]) -> Parts:
    replaced: Parts = {}
    for code, part in parts.items():
        for piece, weight in (shares[code] or {code: ENTIER}).items():
            replaced[piece] = replaced.get(piece, Fraction(0)) + part * weight
    return replaced
