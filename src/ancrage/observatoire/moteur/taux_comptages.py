"""Standardised rates and ICM of a whole country from its counts, block by block of areas.

Every area × periode × sexe of the population × every cause gets its line: nobody counted is a
rate of zero with its upper limit. The work runs on coded arrays, one block of areas at a time, so
that memory is that of the result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from ancrage.observatoire.calculs.populations_reference import BANDS_19
from ancrage.observatoire.calculs.standardisation_directe import direct_standardised_rate_of_cells
from ancrage.observatoire.calculs.standardisation_indirecte import expected_events_by_category, smr
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.codage_comptages import (
    Axes,
    ComptagesCodes,
    Tableau,
    code_comptages,
    read_axes,
    regroup,
)

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
    axes = read_axes(population, causes, ages)
    known = None
    if reference:
        own = replace(axes, aires=read_axes(reference.population, causes, ages).aires)
        known = _read_reference(code_comptages(reference.counts, reference.population, own))
    request = _Request(np.asarray(weights, dtype=float), limits, known)
    return _rates(code_comptages(counts, population, axes), request)


def standardised_rates_by_level(
    counts: pl.DataFrame,
    population: pl.DataFrame,
    niveaux: Mapping[str, pl.DataFrame],
    weights: npt.ArrayLike,
    *,
    causes: Sequence[str],
    reference: str,
    ages: Sequence[int] = BANDS_19,
    limits: str = "dobson_byar",
) -> dict[str, pl.DataFrame]:
    """Return the table of `standardised_rates` for the areas of each niveau.

    `counts` and `population` are those of the communes, in `aire`; each niveau has its territory
    table (commune, aire, [poids]), `reference` is the one of a single area. The labels are read
    once: larger areas are sums of arrays.
    """
    communes = code_comptages(counts, population, read_axes(population, causes, ages))
    known = _read_reference(regroup(communes, niveaux[reference]))
    request = _Request(np.asarray(weights, dtype=float), limits, known)
    return {
        niveau: _rates(regroup(communes, appartenance), request)
        for niveau, appartenance in niveaux.items()
    }


def _read_reference(codes: ComptagesCodes) -> _Taux:
    """Return the rates of the only area, on the strata of the areas compared with it."""
    people = codes.people
    if people.shape[0] != 1 or np.isnan(people).any():
        raise Erreur(
            "reference_absente",
            "La référence n'a pas de population pour chaque période et chaque sexe.",
            attendu="une seule aire, sur les périodes et les sexes des territoires",
        )
    events = codes.counts.toarray().reshape(codes.axes.cells)
    base = np.broadcast_to(people[0][:, None, :], events.shape)
    rates = np.divide(events, base, out=np.zeros_like(events), where=base > 0)
    return _Taux(rates, people[0].sum(axis=1))


def _rates(codes: ComptagesCodes, request: _Request) -> pl.DataFrame:
    return pl.concat(
        _block(codes, first, min(first + BLOCK, len(codes.people)), request)
        for first in range(0, len(codes.people), BLOCK)
    )


def _block(codes: ComptagesCodes, first: int, last: int, request: _Request) -> pl.DataFrame:
    """Return the lines of one block of areas; a stratum without population has none."""
    axes, people = codes.axes, codes.people[first:last]
    known: npt.NDArray[np.bool_] = np.all(np.isfinite(people), axis=2)
    base = np.where(known[..., None], people, 0.0)
    cells = codes.counts[first:last].tocoo()
    stratum, cause, age = (axis[cells.col] for axis in _ranks(axes.cells))
    found = direct_standardised_rate_of_cells(
        cells.data,
        cells.row * axes.strata + stratum,
        cause,
        age,
        base.reshape(-1, len(axes.ages)),
        request.weights,
        len(axes.causes),
        limits=request.limits,
    )
    columns = {
        "observed": found.observed,
        "value": found.value,
        "lower": found.lower,
        "upper": found.upper,
    }
    if request.reference:
        columns |= _icm(found.observed, base, request.reference)
    return _label(columns, known, first, axes)


def _ranks(shape: tuple[int, ...]) -> list[npt.NDArray[np.int64]]:
    """Return the rank on each axis of every place of an array."""
    return [axis.ravel() for axis in np.indices(shape)]


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
    columns: Mapping[str, Tableau], known: npt.NDArray[np.bool_], first: int, axes: Axes
) -> pl.DataFrame:
    """Put the codes and the status beside the numbers, as coded columns."""
    shape = (len(known), len(axes.periodes), len(axes.sexes), len(axes.causes))
    ranks = zip(axes.labels.values(), _ranks(shape), (first, 0, 0, 0), strict=True)
    status = (
        pl.when(pl.col("value").is_nan())
        .then(_status("non_applicable"))
        .when(pl.col("observed") == 0)
        .then(_status("zero"))
        .otherwise(_status("valeur"))
    )
    numbers = pl.DataFrame({name: values.ravel() for name, values in columns.items()})
    table = numbers.select(
        *(labels.gather(rank + start) for labels, rank, start in ranks),
        pl.all().fill_nan(None),
        status=status,
    )
    if known.all():
        return table
    return table.filter(pl.Series(np.repeat(known.ravel(), len(axes.causes))))


def _status(name: str) -> pl.Expr:
    return pl.lit(name, dtype=pl.Enum(STATUTS))
