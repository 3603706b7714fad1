"""The invented counts of a whole country, always the same, as a store of three Parquet tables.

35,000 communes × 2 sexes × 19 age bands × 5 years × 20 causes. Counts are sparse: zeros are not
written; most commune × cause pairs have fewer than ten deaths; a fifth of the communes have an
empty age band.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.populations_reference import BANDS_19
from benchmarks.individus import ANNEES, CAUSES, commune_codes, commune_shares
from benchmarks.mesures import GRAINE

SEXES = ("femmes", "hommes")
HABITANTS = 66e6
DECES_PAR_AN = 650e3
GROUPE = 1_000_000  # rows that share one list of codes: small groups write it fifty times
NIVEAUX = ("commune", "epci", "departement", "region", "france")


@dataclass(frozen=True)
class Pays:
    """Where the tables are, and how many communes they hold."""

    dossier: Path
    communes: int

    def read(self, name: str) -> pl.DataFrame:
        """Return `comptes`, `population` or `appartenance`."""
        return pl.read_parquet(self.dossier / f"{name}.parquet")


def write_pays(dossier: Path, communes: int) -> Pays:
    """Write comptes, population and appartenance."""
    chance = np.random.default_rng(GRAINE)
    dossier.mkdir(parents=True, exist_ok=True)
    codes = [f"commune:{code}" for code in commune_codes()[:communes]]
    people = _population(chance, commune_shares()[:communes])
    years = [_year(chance, codes, people, rank) for rank in range(len(ANNEES))]
    tables = {
        "population": _population_table(codes, people),
        "comptes": pl.concat(years),
        "appartenance": _appartenance(codes),
    }
    for name, table in tables.items():
        table.write_parquet(dossier / f"{name}.parquet", row_group_size=GROUPE)
    return Pays(dossier, communes)


def _population(chance: np.random.Generator, shares: np.ndarray) -> np.ndarray:
    """Return people by commune, sex and band, the same every year."""
    pyramid = np.concatenate([np.full(13, 6.2), np.linspace(5.8, 1.4, 6)])
    expected = shares[:, None, None] * HABITANTS / 2 * (pyramid / pyramid.sum())
    people = chance.poisson(np.repeat(expected, 2, axis=1)).astype(float)
    empty = chance.random(len(shares)) < 0.2
    people[empty, :, chance.integers(15, 19, empty.sum())] = 0
    return people


def _risks() -> np.ndarray:
    """Return the yearly risk by cause and band: it doubles every eight years of age."""
    ages = np.array(BANDS_19) + 2.5
    by_age = np.exp((ages - 80) * np.log(2) / 8) * 0.05
    by_cause = np.random.default_rng(GRAINE + 2).dirichlet(np.ones(len(CAUSES) - 1))
    return np.outer(np.concatenate([[1.0], by_cause]), by_age)


def _year(
    chance: np.random.Generator, codes: list[str], people: np.ndarray, rank: int
) -> pl.DataFrame:
    deaths = chance.poisson(people[:, :, None, :] * _risks()).astype(np.int32)
    commune, sexe, cause, age = np.nonzero(deaths)
    return pl.DataFrame(
        {
            "aire": _labels(codes, commune),
            "periode": _labels([str(year) for year in ANNEES], np.full(len(commune), rank)),
            "sexe": _labels(SEXES, sexe),
            "age": np.array(BANDS_19)[age],
            "cause": _labels(list(CAUSES), cause),
            "effectif": deaths[commune, sexe, cause, age].astype(np.int64),
        }
    )


def _population_table(codes: list[str], people: np.ndarray) -> pl.DataFrame:
    commune, sexe, age = (axis.ravel() for axis in np.indices(people.shape))
    one = pl.DataFrame(
        {
            "aire": _labels(codes, commune),
            "sexe": _labels(SEXES, sexe),
            "age": np.array(BANDS_19)[age],
            "population": people.ravel(),
        }
    )
    years = [one.with_columns(periode=pl.lit(str(year))) for year in ANNEES]
    order = ["aire", "periode", "sexe", "age", "population"]
    return pl.concat(years).select(order).cast({"periode": pl.Enum([str(y) for y in ANNEES])})


def _appartenance(codes: list[str]) -> pl.DataFrame:
    """Return commune and its area of each larger level: 28 communes an EPCI, 350 a département."""
    rank = np.arange(len(codes))
    return pl.DataFrame(
        {
            "commune": _labels(codes, rank),
            "epci": [f"epci:{n:04d}" for n in rank // 28],
            "departement": [f"departement:{n:02d}" for n in rank // 350],
            "region": [f"region:{n:02d}" for n in rank // 2_700],
            "france": ["france"] * len(codes),
        }
    )


def _labels(labels: list[str] | tuple[str, ...], ranks: np.ndarray) -> pl.Series:
    return pl.Series(labels, dtype=pl.Enum(list(labels))).gather(ranks)
