"""The unnamed values of a set of comparable areas, and the place of a value among them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from ancrage.observatoire.catalogue.modeles import Methode
from ancrage.observatoire.sources.statuts import is_shown

MIN_AREAS = 10
MAX_TIES = 0.2
# Counts say how large an area is, and two ICM are never compared: neither has a place.
_SANS_PLACE = [Methode.EFFECTIF, Methode.EFFECTIF_EVENEMENTS, Methode.ICM]
_PLACES = {
    "aire": pl.String, "indicateur": pl.String, "serie": pl.Int64, "periode": pl.String,
    "sexe": pl.String, "ensemble": pl.String, "effectif": pl.Int64, "quintile": pl.Int8,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Repartitions:
    """The unnamed values of a set of areas, sorted; the areas that show none are counted only.

    `valeurs`: by indicateur, période and sexe, the values of each series of the indicateur.
    """

    ensemble: str
    effectif: int
    valeurs: Mapping[tuple[str, str, str], Mapping[int, np.ndarray]]

    def of(self, indicateur: str, periode: str, sexe: str) -> tuple[str, list[float], int]:
        """Return the name of the set, its sorted values, how many of its areas show none."""
        series = self.valeurs.get((indicateur, periode, sexe), {})
        values = np.sort(np.concatenate([*series.values()])).tolist() if series else []
        return self.ensemble, values, self.effectif - len(values)


def distribute(rows: pl.DataFrame, ensemble: str, effectif: int) -> Repartitions:
    """Return every distribution of the values of a set of areas, in one pass."""
    table = (
        rows.filter(is_shown() & pl.col("value").is_not_null())
        .sort("value")
        .group_by("indicateur", "serie", "periode", "sexe", maintain_order=True)
        .agg("value")
    )
    valeurs: dict[tuple[str, str, str], dict[int, np.ndarray]] = {}
    columns = table.get_columns()  # a list of values stays a column: no list of floats is built
    for code, serie, periode, sexe, held in zip(*columns, strict=True):
        valeurs.setdefault((code, periode, sexe), {})[serie] = held.to_numpy()
    return Repartitions(ensemble, effectif, valeurs)


def positions(valeurs: pl.DataFrame, around: Repartitions | None) -> pl.DataFrame:
    """Return aire, indicateur, série, période, sexe with the quintile of each value.

    No position among fewer than ten areas, nor where over a fifth of them share the same value.
    Never a rank.
    """
    if around is None:
        return pl.DataFrame(schema=_PLACES)
    own = valeurs.filter(is_shown() & ~pl.col("method").is_in(_SANS_PLACE))
    keys = own.select("aire", "indicateur", "serie", "periode", "sexe", "value").iter_rows()
    placed = []
    for aire, code, serie, periode, sexe, value in keys:
        others = around.valeurs.get((code, periode, sexe), {}).get(serie)
        if others is None or len(others) < MIN_AREAS:
            continue
        below, upto = (int(np.searchsorted(others, value, side)) for side in ("left", "right"))
        if upto - below <= MAX_TIES * len(others):
            quintile = _fifth(below / len(others), (upto - below) / len(others))
            row = (aire, code, serie, periode, sexe, around.ensemble, len(others), quintile)
            placed.append(row)
    return pl.DataFrame(placed, schema=_PLACES, orient="row")


def _fifth(below: float, equal: float) -> int:
    """Return the fifth, 1 to 5, of a value with these shares of its set below it and equal."""
    return min(int((below + equal / 2) * 5), 4) + 1
