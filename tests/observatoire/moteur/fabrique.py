"""A store made by hand: values of invented communes, for analyses that need many areas."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.territoires.aires import Territoire

SCHEMA = {
    "aire": pl.String,
    "indicateur": pl.String,
    "serie": pl.UInt8,
    "periode": pl.String,
    "sexe": pl.String,
    "method": pl.String,
    "multiplier": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "status": pl.String,
}


def values(codes: Sequence[str], indicateur: str, numbers: Sequence[float]) -> list[tuple]:
    """Return the rows of a published number of each commune."""
    return [
        (f"commune:{c}", indicateur, 0, "2020", "ensemble", "indice_publie", 1.0, None, None, v,
         "valeur")
        for c, v in zip(codes, numbers, strict=True)
    ]  # fmt: skip


def counts(
    codes: Sequence[str],
    indicateur: str,
    pairs: Sequence[tuple[float, float]],
    method: str = "proportion",
    scale: float = 100.0,
) -> list[tuple]:
    """Return the rows of a share or rate of each commune, from its counts."""
    return [
        (f"commune:{c}", indicateur, 0, "2020", "ensemble", method, scale, n, d, scale * n / d,
         "valeur")
        for c, (n, d) in zip(codes, pairs, strict=True)
    ]  # fmt: skip


def make_store(rows: Sequence[tuple]) -> Magasin:
    """Return a store that holds these values and nothing else."""
    store = Magasin(Path("/nowhere"))
    table = pl.DataFrame(list(rows), schema=SCHEMA, orient="row").sort("aire")
    store.__dict__["valeurs"] = table
    return store


def make_area(codes: Sequence[str]) -> Territoire:
    """Return a territory made of these communes."""
    return Territoire("liste:essai", "Essai", "liste", 2025, tuple(codes))


def make_codes(count: int) -> list[str]:
    """Return codes of invented communes."""
    return [f"{90000 + n}" for n in range(count)]
