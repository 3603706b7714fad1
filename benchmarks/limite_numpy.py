"""The limit: the same rates and ICM by hand, on arrays already coded, with numpy and scipy alone.

No label, no check, no status: what the product adds is measured against this.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import special

from ancrage.observatoire.calculs.populations_reference import BANDS_19
from benchmarks.individus import ANNEES, CAUSES
from benchmarks.pays import NIVEAUX, SEXES, Pays

BLOC = 1_000
Z = 1.959963984540054
STRATES = len(ANNEES) * len(SEXES)


@dataclass(frozen=True)
class Codes:
    """Counts as ranks, the population as an array, and each commune's area by level."""

    commune: np.ndarray
    strate: np.ndarray
    cause: np.ndarray
    age: np.ndarray
    effectif: np.ndarray
    population: np.ndarray  # communes × strata × bands
    aires: dict[str, np.ndarray]


def code(pays: Pays) -> Codes:
    """Turn the store into arrays; timed apart."""
    counts, appartenance = pays.read("comptes"), pays.read("appartenance")
    bands = {age: rank for rank, age in enumerate(BANDS_19)}

    def rank(column: str) -> np.ndarray:
        return counts[column].to_physical().cast(pl.Int64).to_numpy()

    people = pays.read("population").sort("aire", "periode", "sexe", "age")["population"]
    return Codes(
        commune=rank("aire"),
        strate=rank("periode") * len(SEXES) + rank("sexe"),
        cause=rank("cause"),
        age=counts["age"].replace_strict(bands).to_numpy(),
        effectif=counts["effectif"].to_numpy().astype(float),
        population=people.to_numpy().reshape(pays.communes, STRATES, len(BANDS_19)),
        aires={
            niveau: np.arange(pays.communes)
            if niveau == "commune"
            else appartenance[niveau].rank("dense").to_numpy().astype(np.int64) - 1
            for niveau in NIVEAUX
        },
    )


def compute(codes: Codes, weights: np.ndarray) -> dict[str, np.ndarray]:
    """Return, by level, (areas, strata, causes, 7): rate and limits, observed, ICM and limits."""
    whole = _dense(codes, np.zeros_like(codes.commune), 1)[0]
    base = codes.population.sum(axis=0)
    rates = np.divide(whole, base[:, None, :], out=np.zeros_like(whole), where=base[:, None] > 0)
    found = {}
    for niveau, area in codes.aires.items():
        areas = int(area.max()) + 1
        people = np.zeros((areas, *codes.population.shape[1:]))
        np.add.at(people, area, codes.population)
        found[niveau] = np.concatenate(list(_blocks(codes, area, people, weights, rates)))
    return found


def _dense(codes: Codes, area: np.ndarray, areas: int, kept: slice = slice(None)) -> np.ndarray:
    shape = (areas, STRATES, len(CAUSES), len(BANDS_19))
    at = np.ravel_multi_index((area, codes.strate[kept], codes.cause[kept], codes.age[kept]), shape)
    return np.bincount(at, codes.effectif[kept], np.prod(shape)).reshape(shape)


def _blocks(codes, area_of, people, weights, rates):
    area = area_of[codes.commune]
    order = np.argsort(area, kind="stable")
    ordered = Codes(
        *(
            getattr(codes, name)[order]
            for name in ("commune", "strate", "cause", "age", "effectif")
        ),
        codes.population,
        codes.aires,
    )
    area = area[order]
    for first in range(0, len(people), BLOC):
        last = min(first + BLOC, len(people))
        span = slice(*np.searchsorted(area, [first, last]))
        yield _rates(
            _dense(ordered, area[span] - first, last - first, span),
            people[first:last],
            weights,
            rates,
        )


def _rates(events, people, weights, rates):
    used = np.where(people > 0, weights, 0.0)
    share = np.divide(used, people * used.sum(-1, keepdims=True), where=people > 0, out=0 * people)
    rate = np.einsum("ascb,asb->asc", events, share)
    variance = np.einsum("ascb,asb->asc", events, share**2)
    observed = np.einsum("ascb,asb->asc", events, (people > 0).astype(float))
    low, high = _byar(observed)
    unit = np.sqrt(variance / np.maximum(observed, 1))
    top = share.max(-1)[..., None] * special.gammainccinv(1.0, 0.025)
    lower = np.where(observed > 0, np.maximum(rate + unit * (low - observed), 0), 0)
    upper = np.where(observed > 0, rate + unit * (high - observed), top)
    expected = np.einsum("asb,scb->asc", people, rates)
    scale = 100 / np.where(expected > 0, expected, np.nan)
    counts = np.arange(observed.max() + 1)
    exact_low = np.where(counts > 0, special.gammaincinv(np.maximum(counts, 1), 0.025), 0)
    exact_high = special.gammainccinv(counts + 1, 0.025)
    whole = observed.astype(np.int64)
    parts = (1e5 * rate, 1e5 * lower, 1e5 * upper, observed)
    ratios = (observed * scale, exact_low[whole] * scale, exact_high[whole] * scale)
    return np.stack([*parts, *ratios], axis=-1)


def _byar(count):
    safe, after = np.maximum(count, 1), count + 1
    return (
        safe * np.maximum(1 - 1 / (9 * safe) - Z / (3 * np.sqrt(safe)), 0) ** 3,
        after * (1 - 1 / (9 * after) + Z / (3 * np.sqrt(after))) ** 3,
    )
