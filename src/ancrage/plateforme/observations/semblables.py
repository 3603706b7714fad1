"""The values of the similar territories, unnamed: a median and a spread, never a rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from ancrage.observatoire import api
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import Territoire

PAIRS_MIN = 3  # fewer values would tell whose they are, and no spread
Cle = tuple[str, str, str]  # indicateur, periode, sexe


@dataclass(frozen=True, slots=True)
class Etendue:
    """The values of the similar territories that have one, in the unit of the catalogue."""

    effectif: int
    mediane: float
    bas: float
    haut: float


def etendues_of(territoire: Territoire, codes: Sequence[str]) -> dict[Cle, Etendue]:
    """Return the spread among the similar territories of the values of some indicators.

    Borrowed and masked values are left out; a key is absent under three values.
    """
    found = profils.semblables_of(territoire)
    if found is None or not codes:
        return {}
    pairs = tuple(pair.code for pair in found.pairs)
    return _etendues(profils.edition("ouvert"), pairs, tuple(sorted(set(codes))))


@lru_cache(maxsize=256)
def _etendues(edition: str, pairs: tuple[str, ...], codes: tuple[str, ...]) -> dict[Cle, Etendue]:
    rows = api.profile_table(pairs, indicateurs=codes).filter(
        pl.col("status").is_in(["valeur", "zero"])
        & (pl.col("origine") != "emprunte")
        & pl.col("value").is_not_null()
    )
    value = pl.col("value")
    spread = rows.group_by("indicateur", "periode", "sexe").agg(
        value.count().alias("n"),
        value.median().alias("mediane"),
        value.min().alias("bas"),
        value.max().alias("haut"),
    )
    return {
        (row["indicateur"], row["periode"], row["sexe"]): Etendue(
            row["n"], row["mediane"], row["bas"], row["haut"]
        )
        for row in spread.filter(pl.col("n") >= PAIRS_MIN).iter_rows(named=True)
    }
