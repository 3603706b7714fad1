"""The score of a priority: pure arithmetic on a grid and notes."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


def weighted_score(
    criteres: Sequence[Mapping[str, Any]], notes: Mapping[str, Any]
) -> Decimal | None:
    """Return the mean of the notes weighted by their criteria, to two decimals.

    None while a criterion has no note: a missing note is not a zero.
    """
    if not criteres or any(one["code"] not in notes for one in criteres):
        return None
    weights = [Decimal(str(one["poids"])) for one in criteres]
    products = [
        weight * Decimal(str(notes[one["code"]]))
        for weight, one in zip(weights, criteres, strict=True)
    ]
    mean = sum(products, Decimal(0)) / sum(weights, Decimal(0))
    return mean.quantize(Decimal("0.01"), ROUND_HALF_UP)
