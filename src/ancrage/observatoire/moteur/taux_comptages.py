"""Standardised rates and ICM of a whole country from its counts, block by block of areas.

Every area × periode × sexe of the population × every cause gets its line: nobody counted is a
rate of zero with its upper limit. The work runs on coded arrays, one block of areas at a time, so
that memory is that of the result.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from ancrage.observatoire.calculs.populations_reference import BANDS_19
from ancrage.observatoire.calculs.standardisation_directe import direct_standardised_rate_of_cells
from ancrage.observatoire.calculs.standardisation_indirecte import expected_events_by_category, smr
from ancrage.observatoire.erreurs import Erreur

Tableau = npt.NDArray[np.float64]
BLOCK = 1_000  # areas at a time
STATUTS = ["non_applicable", "valeur", "zero"]


@dataclass(frozen=True)
class Reference:
    """The counts and the population of one area, whose rates give the events expected elsewhere."""

    counts: pl.DataFrame
    population: pl.DataFrame


@dataclass(frozen=True)
class _Taux:
    """The rates of the reference (strata, causes, ages) and its person-years (strata)."""

    rates: Tableau
    people: Tableau


@dataclass(frozen=True)
class _Request:
    weights: Tableau
    limits: str
    reference: _Taux | None


@dataclass(frozen=True)
class _Axes:
    """The codes of each key, in the order of the arrays."""

    aires: list[str]
    periodes: list[str]
    sexes: list[str]
    causes: list[str]
    ages: list[int]

    @property
    def shape(self) -> tuple[int, int]:
        """Return strata (periode × sexe) and age bands of one area."""
        return len(self.periodes) * len(self.sexes), len(self.ages)

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

    def strata(self) -> pl.Expr:
        """Return the rank of periode × sexe."""
        periode, sexe = _rank("periode", self.periodes), _rank("sexe", self.sexes)
        return periode * len(self.sexes) + sexe


def standardised_rates(
    counts: pl.DataFrame,
    population: pl.DataFrame,
    weights: npt.ArrayLike,
    *,
    causes: Sequence[str],
    ages: Sequence[int] = BANDS_19,
    reference: Reference | None = None,
    limits: str = "dobson_byar",
) -> pl.DataFrame:
    """Return, by aire × periode × sexe × cause: observed, value, lower, upper, status.

    `counts`: aire, periode, sexe, age, cause, effectif (zeros may be absent, unknown ages and
    sexes are left out). `population`: aire, periode, sexe, age, population (person-years), every
    band present. With a `reference` (one area, in the same columns), its rates give expected, icm,
    icm_lower, icm_upper, and `reference_part` tells the area's share of it: above 5 % the two are
    not compared.
    """
    axes = _axes(population, causes, ages)
    people = _place_population(population, axes)
    cells = _place_counts(counts, axes)
    known = _read_reference(reference, axes) if reference else None
    request = _Request(np.asarray(weights, dtype=float), limits, known)
    return pl.concat(
        _block(block, people[first:last], first, axes, request)
        for first, last, block in _blocks(cells, axes)
    )


def _axes(population: pl.DataFrame, causes: Sequence[str], ages: Sequence[int]) -> _Axes:
    def codes(column: str) -> list[str]:
        return [str(code) for code in population[column].unique().sort()]

    return _Axes(codes("aire"), codes("periode"), codes("sexe"), list(causes), list(ages))


def _rank(column: str, codes: Sequence[str]) -> pl.Expr:
    """Return the position of each code in its list, null when it is not there."""
    return pl.col(column).cast(pl.Enum(codes), strict=False).to_physical().cast(pl.Int64)


def _rank_age(ages: Sequence[int]) -> pl.Expr:
    ranks = pl.Series(range(len(ages)), dtype=pl.Int64)
    return pl.col("age").replace_strict(pl.Series(ages), ranks, default=None)


def _place_population(population: pl.DataFrame, axes: _Axes) -> Tableau:
    """Return (areas × strata, ages); a stratum without any line is NaN, a missing band refused."""
    strata, bands = axes.shape
    placed = population.select(
        place=(_rank("aire", axes.aires) * strata + axes.strata()) * bands + _rank_age(axes.ages),
        people=pl.col("population").cast(pl.Float64),
    ).drop_nulls()
    people = np.full(len(axes.aires) * strata * bands, np.nan)
    people[placed["place"].to_numpy()] = placed["people"].to_numpy()
    table = people.reshape(len(axes.aires), strata, bands)
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


def _place_counts(counts: pl.DataFrame, axes: _Axes) -> pl.DataFrame:
    """Return aire, strate, cause, age as ranks and the count, sorted by area."""
    placed = counts.select(
        aire=_rank("aire", axes.aires),
        strate=axes.strata(),
        cause=_rank("cause", axes.causes),
        age=_rank_age(axes.ages),
        effectif=pl.col("effectif").cast(pl.Float64),
    )
    return placed.drop_nulls().sort("aire")


def _blocks(cells: pl.DataFrame, axes: _Axes) -> Iterator[tuple[int, int, pl.DataFrame]]:
    areas = cells["aire"].to_numpy()
    for first in range(0, len(axes.aires), BLOCK):
        last = min(first + BLOCK, len(axes.aires))
        start, end = np.searchsorted(areas, [first, last])
        yield first, last, cells[int(start) : int(end)]


def _read_reference(reference: Reference, axes: _Axes) -> _Taux:
    """Return the rates of the reference on the strata of the areas."""
    own = replace(axes, aires=[str(code) for code in reference.population["aire"].unique()])
    people = _place_population(reference.population, own)
    if people.shape[0] != 1 or np.isnan(people).any():
        raise Erreur(
            "reference_absente",
            "La référence n'a pas de population pour chaque période et chaque sexe.",
            attendu="une seule aire, sur les périodes et les sexes des territoires",
        )
    cells = _place_counts(reference.counts, own)
    strata, bands = axes.shape
    events = np.zeros((strata, len(axes.causes), bands))
    at = tuple(cells[name].to_numpy() for name in ("strate", "cause", "age"))
    np.add.at(events, at, cells["effectif"].to_numpy())
    base = np.broadcast_to(people[0][:, None, :], events.shape)
    rates = np.divide(events, base, out=np.zeros_like(events), where=base > 0)
    return _Taux(rates, people[0].sum(axis=1))


def _block(
    cells: pl.DataFrame, people: Tableau, first: int, axes: _Axes, request: _Request
) -> pl.DataFrame:
    """Return the lines of one block of areas; a stratum without population has none."""
    strata, bands = axes.shape
    known: npt.NDArray[np.bool_] = np.all(np.isfinite(people), axis=2)
    base = np.where(known[..., None], people, 0.0)
    found = direct_standardised_rate_of_cells(
        cells["effectif"].to_numpy(),
        (cells["aire"].to_numpy() - first) * strata + cells["strate"].to_numpy(),
        cells["cause"].to_numpy(),
        cells["age"].to_numpy(),
        base.reshape(-1, bands),
        request.weights,
        len(axes.causes),
        limits=request.limits,
    )
    columns = {
        "observed": found.observed,
        "value": found.value,
        "lower": found.lower,
        "upper": found.upper,
        "status": np.searchsorted(STATUTS, found.status),
    }
    if request.reference:
        columns |= _icm(found.observed, base, request.reference)
    kept = np.repeat(known.ravel(), len(axes.causes))
    table = pl.DataFrame({name: values.ravel()[kept] for name, values in columns.items()})
    return _label(table, kept, first, axes)


def _icm(observed: Tableau, base: Tableau, reference: _Taux) -> dict[str, Tableau]:
    """Return the ICM with exact limits, NaN where nothing is expected."""
    expected = expected_events_by_category(base.swapaxes(0, 1), reference.rates)
    flat = expected.swapaxes(0, 1).reshape(observed.shape)
    waited = flat > 0
    ratio = smr(observed[waited], flat[waited])
    columns = {"expected": flat}
    for name, values in (
        ("icm", ratio.value),
        ("icm_lower", ratio.lower),
        ("icm_upper", ratio.upper),
    ):
        columns[name] = np.full(observed.shape, np.nan)
        columns[name][waited] = values
    part = base.sum(axis=2) / np.maximum(reference.people, 1)
    columns["reference_part"] = np.repeat(part.ravel(), observed.shape[1])
    return columns


def _label(
    table: pl.DataFrame, kept: npt.NDArray[np.bool_], first: int, axes: _Axes
) -> pl.DataFrame:
    """Put the codes beside the numbers, as coded columns."""
    strata = axes.shape[0]
    place = np.flatnonzero(kept)
    row, cause = np.divmod(place, len(axes.causes))
    area, stratum = np.divmod(row, strata)
    periode, sexe = np.divmod(stratum, len(axes.sexes))
    ranks = {"aire": area + first, "periode": periode, "sexe": sexe, "cause": cause}
    keys = [axes.labels[name].gather(rank) for name, rank in ranks.items()]
    numbers = [name for name, dtype in table.schema.items() if dtype == pl.Float64]
    return table.with_columns(
        pl.col(numbers).fill_nan(None),
        status=pl.Series(STATUTS, dtype=pl.Enum(STATUTS)).gather(table["status"]),
    ).select(*keys, *table.columns)
