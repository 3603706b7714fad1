"""Invented individual deaths of a whole country, always the same: one row a death, dates as text.

35,000 communes of unequal size, five years, 20 causes; written by slices, so that fifty million
rows need the memory of one slice.
"""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from ancrage.observatoire.moteur.plan_comptage import PlanComptage
from benchmarks.mesures import GRAINE

COMMUNES = 35_000
ANNEES = range(2019, 2024)
TRANCHE = 2_000_000
CAUSES = {
    "toutes": ("*",),
    "infections": ("A00-B99",),
    "tumeurs": ("C00-D48",),
    "colon": ("C18-C21",),
    "poumon": ("C33", "C34"),
    "sein": ("C50",),
    "prostate": ("C61",),
    "sang": ("D50-D89",),
    "endocrines": ("E00-E90",),
    "diabete": ("E10-E14",),
    "mentales": ("F00-F99",),
    "nerveuses": ("G00-H95",),
    "circulatoires": ("I00-I99",),
    "coeur": ("I20-I25",),
    "cerveau": ("I60-I69",),
    "respiratoires": ("J00-J99",),
    "bronchite": ("J40-J47",),
    "digestives": ("K00-K93",),
    "alcool": ("F10", "K70"),
    "accidents": ("V01-X59",),
}
PLAN = PlanComptage(
    commune="commune",
    evenement="deces",
    sexe="sexe",
    sexes={"1": "hommes", "2": "femmes"},
    naissance="naissance",
    cause="cause",
    periodes={str(year): (year,) for year in ANNEES},
    causes=CAUSES,
)


def commune_codes() -> list[str]:
    """Return the invented codes of communes, a hundred départements of 350."""
    return [f"{rank // 350:02d}{rank % 350 + 1:03d}" for rank in range(COMMUNES)]


def commune_shares() -> np.ndarray:
    """Return the share of the country that each commune holds: a few large ones, many small."""
    sizes = np.random.default_rng(GRAINE).lognormal(0.0, 1.4, COMMUNES)
    return sizes / sizes.sum()


def write_individuals(folder: Path, rows: int) -> str:
    """Write the rows as Parquet slices; return the pattern of their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for rank, first in enumerate(range(0, rows, TRANCHE)):
        table = _slice(rank, min(TRANCHE, rows - first))
        table.write_parquet(folder / f"deces-{rank:03d}.parquet", compression="zstd")
    return str(folder / "*.parquet")


def _slice(rank: int, rows: int) -> pl.DataFrame:
    chance = np.random.default_rng([GRAINE, rank])
    first, last = date(ANNEES[0], 1, 1), date(ANNEES[-1] + 1, 1, 1)
    died = chance.integers(0, (last - first).days, rows)
    lived = np.minimum(chance.gamma(16.0, 4.9, rows), 109.0) * 365.25
    oldest = date(first.year - 110, 1, 1)
    born = died - lived.astype(np.int64) + (first - oldest).days
    return pl.DataFrame(
        {
            "commune": _codes(commune_codes(), _unequal(chance, commune_shares(), rows)),
            "deces": _codes(_days(first, last), died),
            "sexe": _codes(["1", "2"], chance.integers(0, 2, rows)),
            "naissance": _codes(_days(oldest, last), born),
            "cause": _codes(_cim10(), _unequal(chance, _cim10_shares(), rows)),
        }
    )


def _unequal(chance: np.random.Generator, shares: np.ndarray, rows: int) -> np.ndarray:
    edges = np.cumsum(shares)
    return np.minimum(np.searchsorted(edges, chance.random(rows)), len(shares) - 1)


def _codes(labels: list[str], ranks: np.ndarray) -> pl.Series:
    return pl.Series(labels).gather(ranks)


def _days(first: date, last: date) -> list[str]:
    return [(first + timedelta(days=n)).strftime("%Y%m%d") for n in range((last - first).days)]


def _cim10() -> list[str]:
    return [
        f"{letter}{n:02d}{digit}"
        for letter in "ABCDEFGIJKRVWX"
        for n in range(90)
        for digit in "09"
    ]


def _cim10_shares() -> np.ndarray:
    weights = np.random.default_rng(GRAINE + 1).lognormal(0.0, 1.5, len(_cim10()))
    return weights / weights.sum()
