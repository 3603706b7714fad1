"""The limit: the same rates and ICM by hand, on arrays already coded, with numpy and scipy alone.

It uses the same means as the product: only the cells that are not zero, and each count solved
once. No label, no check, no status: what the product adds is measured against this.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import special

from ancrage.observatoire.calculs.populations_reference import BANDS_19
from benchmarks.individus import ANNEES, CAUSES
from benchmarks.pays import NIVEAUX, SEXES, Pays

Z = 1.959963984540054
STRATES = len(ANNEES) * len(SEXES)
PLACES = STRATES * len(CAUSES) * len(BANDS_19)  # of one area


@dataclass(frozen=True)
class Codes:
    """Counts as ranks, the population as an array, and each commune's area by level."""

    commune: np.ndarray
    place: np.ndarray  # stratum × cause × band
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
    strata = rank("periode") * len(SEXES) + rank("sexe")
    age = counts["age"].replace_strict(bands).to_numpy()
    return Codes(
        commune=rank("aire"),
        place=(strata * len(CAUSES) + rank("cause")) * len(BANDS_19) + age,
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
    base = codes.population.sum(axis=0)
    whole = np.bincount(codes.place, codes.effectif, PLACES).reshape(STRATES, -1, len(BANDS_19))
    rates = np.divide(whole, base[:, None, :], out=np.zeros_like(whole), where=base[:, None] > 0)
    return {
        niveau: _rates(*_regroup(codes, area), weights, rates)
        for niveau, area in codes.aires.items()
    }


def _regroup(codes: Codes, area: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the cells that are not zero (place from the first area on), and people by area."""
    areas = int(area.max()) + 1
    place = area[codes.commune] * PLACES + codes.place
    if areas == len(area):
        return place, codes.effectif, codes.population
    events = np.bincount(place, codes.effectif, areas * PLACES)
    order = np.argsort(area, kind="stable")
    first = np.searchsorted(area[order], np.arange(areas))
    people = np.add.reduceat(codes.population[order], first, axis=0)
    place = np.flatnonzero(events)
    return place, events[place], people


def _rates(place, effectif, people, weights, rates):
    shape = (*people.shape[:2], len(CAUSES))
    cell, age = np.divmod(place, len(BANDS_19))
    band = cell // len(CAUSES) * len(BANDS_19) + age
    used = np.where(people > 0, weights, 0.0)
    share = np.divide(used, people * used.sum(-1, keepdims=True), where=people > 0, out=0 * people)
    part = share.ravel()[band]
    first = part * effectif
    rate = np.bincount(cell, first, np.prod(shape)).reshape(shape)
    variance = np.bincount(cell, first * part, np.prod(shape)).reshape(shape)
    kept = effectif * (part > 0)
    observed = np.bincount(cell, kept, np.prod(shape)).reshape(shape)
    return _limits(rate, variance, observed, share, np.einsum("asb,scb->asc", people, rates))


def _limits(rate, variance, observed, share, expected):
    whole = observed.astype(np.int64)
    counts = np.arange(whole.max() + 1.0)
    low, high = (limit[whole] for limit in _byar(counts))
    unit = np.sqrt(variance / np.maximum(observed, 1))
    top = share.max(-1)[..., None] * special.gammainccinv(1.0, 0.025)
    lower = np.where(observed > 0, np.maximum(rate + unit * (low - observed), 0), 0)
    upper = np.where(observed > 0, rate + unit * (high - observed), top)
    scale = 100 / np.where(expected > 0, expected, np.nan)
    exact_low = np.where(counts > 0, special.gammaincinv(np.maximum(counts, 1), 0.025), 0)
    exact_high = special.gammainccinv(counts + 1, 0.025)
    lived = np.where(share.max(-1) > 0, 1e5, np.nan)[..., None]
    parts = (lived * rate, lived * lower, lived * upper, observed)
    ratios = (observed * scale, exact_low[whole] * scale, exact_high[whole] * scale)
    return np.stack([*parts, *ratios], axis=-1)


def _byar(count):
    safe, after = np.maximum(count, 1), count + 1
    return (
        safe * np.maximum(1 - 1 / (9 * safe) - Z / (3 * np.sqrt(safe)), 0) ** 3,
        after * (1 - 1 / (9 * after) + Z / (3 * np.sqrt(after))) ** 3,
    )
