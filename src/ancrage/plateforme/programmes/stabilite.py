"""How firm a ranking of priorities is: pure arithmetic, the weights moved one at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ancrage.plateforme.programmes.score import weighted_score

# Halved, or half as much again: a group that doubts a weight seldom doubts it by more.
FACTEURS = (Decimal("0.5"), Decimal("1.5"))
Criteres = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Stabilite:
    """What moving the weights changes.

    `rangs`: the best and worst rank of each priority, in the order given, 1 being first; None
    for one whose notes are not complete. `essais`: how many sets of weights were tried, the
    grid's own included. `maintenues`: in how many of them the chosen stayed ahead of the others.
    """

    rangs: tuple[tuple[int, int] | None, ...]
    essais: int
    maintenues: int


def rank_stability(
    criteres: Criteres, notes: Sequence[Mapping[str, Any]], chosen: Sequence[bool]
) -> Stabilite | None:
    """Return how the ranks move when each weight is halved, raised by half, then left out.

    `notes` and `chosen` go together, one per priority. None when fewer than two priorities are
    wholly noted: there is nothing to rank.
    """
    base = [weighted_score(criteres, one) for one in notes]
    ranked = [rank for rank, score in enumerate(base) if score is not None]
    if len(ranked) < 2:
        return None
    tries = [_ranks(grid, [notes[one] for one in ranked]) for grid in _grids(criteres)]
    ends = {one: (min(col), max(col)) for one, col in zip(ranked, zip(*tries, strict=True),
                                                          strict=True)}  # fmt: skip
    kept = [chosen[one] for one in ranked]
    return Stabilite(
        tuple(ends.get(rank) for rank in range(len(notes))),
        len(tries),
        sum(_stays_ahead(one, kept) for one in tries),
    )


def _grids(criteres: Criteres) -> Iterator[Criteres]:
    """Yield the grid, then each of its variants, one weight changed in each."""
    yield criteres
    for rank, one in enumerate(criteres):
        weight = Decimal(str(one["poids"]))
        for factor in FACTEURS:
            yield [*criteres[:rank], {**one, "poids": weight * factor}, *criteres[rank + 1 :]]
        if len(criteres) > 1:
            yield [*criteres[:rank], *criteres[rank + 1 :]]


def _ranks(criteres: Criteres, notes: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the rank of each: one more than the number of those above it, ties sharing one."""
    scores = [weighted_score(criteres, one) or Decimal(0) for one in notes]
    return [1 + sum(other > score for other in scores) for score in scores]


def _stays_ahead(ranks: Sequence[int], chosen: Sequence[bool]) -> bool:
    """Say whether no priority left aside ranks before a chosen one."""
    inside = [rank for rank, kept in zip(ranks, chosen, strict=True) if kept]
    outside = [rank for rank, kept in zip(ranks, chosen, strict=True) if not kept]
    return not inside or not outside or max(inside) <= min(outside)
