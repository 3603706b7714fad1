"""Counts and populations as arrays: a sparse matrix areas × cells, and people by area and stratum.

Labels are read once. Larger areas are then matrix products, and a block of areas is a slice of
rows: no join, no sort, no group-by on millions of labelled lines. It computes no rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from ancrage.observatoire.erreurs import Erreur

Tableau = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Axes:
    """The codes of each key, in the order of the arrays; a stratum is a periode × a sexe."""

    aires: list[str]
    periodes: list[str]
    sexes: list[str]
    causes: list[str]
    ages: list[int]

    @property
    def strata(self) -> int:
        """Return the number of periode × sexe."""
        return len(self.periodes) * len(self.sexes)

    @property
    def cells(self) -> tuple[int, int, int]:
        """Return the shape of the counts of one area: strata, causes, ages."""
        return self.strata, len(self.causes), len(self.ages)

    @cached_property
    def labels(self) -> dict[str, pl.Series]:
        """Return the codes of each key as a coded column."""
        lists = {
            "aire": self.aires,
            "periode": self.periodes,
            "sexe": self.sexes,
            "cause": self.causes,
        }
        return {name: pl.Series(name, codes, dtype=pl.Enum(codes)) for name, codes in lists.items()}

    def place(self, *keys: str) -> pl.Expr:
        """Return the rank of some keys taken together, null where one of them is not listed."""
        place = pl.lit(0, dtype=pl.Int64)
        for key in keys:
            codes = getattr(self, key + "s")
            place = place * len(codes) + _rank(key, codes)
        return place


@dataclass(frozen=True)
class ComptagesCodes:
    """The counts (areas × cells) and the population (areas, strata, ages) of the same areas."""

    axes: Axes
    counts: sparse.csr_array
    people: Tableau  # NaN for a stratum without population


def read_axes(population: pl.DataFrame, causes: Sequence[str], ages: Sequence[int]) -> Axes:
    """Return the areas, periodes and sexes of the population, in order, with causes and ages."""

    def codes(column: str) -> list[str]:
        return sorted(str(code) for code in population[column].unique())

    return Axes(codes("aire"), codes("periode"), codes("sexe"), list(causes), list(ages))


def code_comptages(counts: pl.DataFrame, population: pl.DataFrame, axes: Axes) -> ComptagesCodes:
    """Place counts and population; unknown ages, sexes, causes and areas are left out."""
    placed = counts.select(
        aire=axes.place("aire"),
        cell=axes.place("periode", "sexe", "cause", "age"),
        effectif=pl.col("effectif").cast(pl.Float64),
    ).drop_nulls()
    shape = (len(axes.aires), int(np.prod(axes.cells)))
    at = (placed["aire"].to_numpy(), placed["cell"].to_numpy())
    matrix = sparse.csr_array((placed["effectif"].to_numpy(), at), shape=shape)
    return ComptagesCodes(axes, matrix, _place_population(population, axes))


def regroup(codes: ComptagesCodes, appartenance: pl.DataFrame) -> ComptagesCodes:
    """Return the same for larger areas, from the territory table: commune, aire, [poids].

    Whole numbers, and shares that are multiples of 2⁻²⁰, sum to the same bits in any order. An
    area whose members are not all in the population has none: its events would have no people.
    """
    axes = replace(codes.axes, aires=sorted(appartenance["aire"].unique().cast(pl.String)))
    table = appartenance.select(
        aire=axes.place("aire"),
        commune=_rank("commune", codes.axes.aires),
        poids=pl.col("poids") if "poids" in appartenance.columns else pl.lit(1.0),
    )
    known = table.drop_nulls()
    links = sparse.csr_array(
        (known["poids"].to_numpy(), (known["aire"].to_numpy(), known["commune"].to_numpy())),
        shape=(len(axes.aires), len(codes.axes.aires)),
    )
    people = (links @ codes.people.reshape(len(codes.people), -1)).reshape(
        len(axes.aires), *codes.people.shape[1:]
    )
    people[table.filter(pl.col("commune").is_null())["aire"].unique().to_numpy()] = np.nan
    return ComptagesCodes(axes, links @ codes.counts, people)


def _rank(column: str, codes: Sequence[Any]) -> pl.Expr:
    """Return the position of each code in its list, null when it is not there."""
    if column == "age":
        ranks = pl.Series(range(len(codes)), dtype=pl.Int64)
        return pl.col(column).replace_strict(pl.Series(codes), ranks, default=None)
    return pl.col(column).cast(pl.Enum(codes), strict=False).to_physical().cast(pl.Int64)


def _place_population(population: pl.DataFrame, axes: Axes) -> Tableau:
    """Return (areas, strata, ages); a stratum without any line is NaN, a missing band refused."""
    placed = population.select(
        place=axes.place("aire", "periode", "sexe", "age"),
        people=pl.col("population").cast(pl.Float64),
    ).drop_nulls()
    table = np.full((len(axes.aires), axes.strata, len(axes.ages)), np.nan)
    table.ravel()[placed["place"].to_numpy()] = placed["people"].to_numpy()
    holes = np.isnan(table)
    partial = np.argwhere(holes.any(axis=2) & ~np.all(holes, axis=2))
    if partial.size:
        area = axes.aires[int(partial[0][0])]
        raise Erreur(
            "classe_age_absente",
            f"Il manque une classe d'âge dans la population de « {area} ».",
            attendu="une population par classe : " + ", ".join(map(str, axes.ages)),
            remede="ajoutez la classe absente, avec 0 si personne n'y vit",
        )
    return table
