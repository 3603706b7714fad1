"""The counts of a deposit as arrays, communes then areas: sex and age on the last two axes.

Permitted: sum over years, over communes, over sexes. Forbidden: fill a missing or masked cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

from ancrage.observatoire.catalogue.depots import DepotRestreint, IndicateurDepose
from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.moteur.aires import STANDARD, standard_aires
from ancrage.observatoire.sources.depot import POPULATION, unique_mesures

Tableau = npt.NDArray[np.float64]
Drapeaux = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Denombrement:
    """What one measure counts: `events` (area, sex, age), `masked` and `missing` (area,)."""

    events: Tableau
    masked: Drapeaux
    missing: Drapeaux


@dataclass(frozen=True)
class Cube:
    """The counts of every area that the extract touches, communes included.

    `links` (areas × communes) says which communes make an area; `complete` whether the extract
    holds them all. `person_years` is None when the extract has no population.
    """

    aires: pl.DataFrame  # aire, niveau
    links: sparse.csr_array
    complete: Drapeaux
    absent: npt.NDArray[np.int64]
    reparti: Drapeaux
    sexes: tuple[str, ...]
    ages: tuple[int, ...]
    comptages: Mapping[str, Denombrement]
    person_years: Tableau | None
    no_population: Drapeaux

    @cached_property
    def niveaux(self) -> npt.NDArray[np.str_]:
        """Return the level of each area."""
        return np.array(self.aires["niveau"].to_list())

    @cached_property
    def members(self) -> list[frozenset[int]]:
        """Return the communes of each area, by column of `links`."""
        bounds = zip(self.links.indptr[:-1], self.links.indptr[1:], strict=True)
        return [frozenset(self.links.indices[start:end].tolist()) for start, end in bounds]

    def sex_positions(self, sexe: str) -> list[int]:
        """Return the positions of a sex on its axis; « ensemble » sums them all."""
        return list(range(len(self.sexes))) if sexe == "ensemble" else [self.sexes.index(sexe)]

    def band(self, item: IndicateurDepose) -> slice:
        """Return the age bands of an indicateur; a limit that cuts a band in two is refused."""
        ages = self.ages
        starts = [*ages, None]
        if item.age_min not in ages or item.age_max not in starts:
            raise Erreur(
                "age_coupe",
                f"Les âges de {item.code} ({item.age_min}-{item.age_max or 'plus'}) coupent une "
                "classe de l'extrait.",
                attendu="des âges qui ouvrent une classe : " + ", ".join(map(str, ages)),
                remede="corrigez « age_min » et « age_max »",
            )
        end = len(ages) if item.age_max is None else ages.index(item.age_max)
        return slice(ages.index(item.age_min), end)


def build_cube(harmonise: pl.DataFrame, depot: DepotRestreint) -> Cube:
    """Sum the harmonised cells over the years, then over the communes of every standard area."""
    codes = harmonise["code"].unique().sort()
    aires, links, sizes = areas_of(codes)
    held = np.asarray(links.sum(axis=1)).ravel().astype(np.int64)
    axes = _Axes(codes, depot)
    local = {
        item.mesure: axes.comptage(harmonise.filter(mesure=item.mesure), item)
        for item in unique_mesures(depot)
    }
    rows = harmonise.filter(mesure=POPULATION)
    population = axes.comptage(rows, None) if depot.colonnes.population else None
    flagged = set(harmonise.filter(pl.col("reparti"))["code"])
    return Cube(
        aires=aires,
        links=links,
        complete=held == sizes,
        absent=sizes - held,
        reparti=links @ np.array([code in flagged for code in codes], dtype=float) > 0,
        sexes=depot.sexes_lus,
        ages=depot.ages_lus,
        comptages={name: _sum(links, comptage) for name, comptage in local.items()},
        person_years=_sum(links, population).events if population else None,
        no_population=_sum(links, population).missing
        if population
        else np.zeros(aires.height, dtype=bool),
    )


def areas_of(codes: pl.Series) -> tuple[pl.DataFrame, sparse.csr_array, npt.NDArray[np.int64]]:
    """Return the areas that hold these communes, their links and their full sizes."""
    parts = [standard_aires(niveau) for niveau in STANDARD]
    members = pl.concat([part.communes for part in parts])
    table = pl.concat([part.table for part in parts]).select("aire", "niveau")
    sizes = members.group_by("aire").agg(taille=pl.len())
    here = members.filter(pl.col("membre").is_in(codes.implode()))
    aires = (
        table.join(here.select("aire").unique(), on="aire", how="semi", maintain_order="left")
        .join(sizes, on="aire", maintain_order="left")
        .with_row_index("rang")
    )
    placed = here.join(aires, on="aire").join(
        pl.DataFrame({"membre": codes}).with_row_index("colonne"), on="membre"
    )
    links = sparse.csr_array(
        (np.ones(placed.height), (placed["rang"].to_numpy(), placed["colonne"].to_numpy())),
        shape=(aires.height, len(codes)),
    )
    return aires.select("aire", "niveau"), links, aires["taille"].to_numpy().astype(np.int64)


class _Axes:
    """Place rows of cells on commune × sex × age."""

    def __init__(self, codes: pl.Series, depot: DepotRestreint) -> None:
        self.codes = pl.DataFrame({"code": codes}).with_row_index("c")
        self.sexes = pl.DataFrame({"sexe": depot.sexes_lus}).with_row_index("s")
        self.ages = pl.DataFrame({"age": [str(a) for a in depot.ages_lus]}).with_row_index("a")
        self.years = len(depot.periodes) if depot.colonnes.periode else 1
        self.zero = depot.cases_absentes == "zero"
        self.starts = np.array(depot.ages_lus)

    def comptage(self, rows: pl.DataFrame, item: IndicateurDepose | None) -> Denombrement:
        cells = (
            rows.group_by("code", "sexe", "age")
            .agg(
                pl.col("value").sum(),
                annees=pl.col("periode").n_unique(),
                secret=(pl.col("status") == "secret").any(),
            )
            .join(self.codes, on="code")
            .join(self.sexes, on="sexe")
            .join(self.ages, on="age")
        )
        shape = (self.codes.height, self.sexes.height, self.ages.height)
        at = tuple(cells[axis].to_numpy() for axis in ("c", "s", "a"))
        events, years, masked = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool)
        events[at] = cells["value"].to_numpy()
        years[at] = cells["annees"].to_numpy()
        masked[at] = cells["secret"].to_numpy()
        used = np.ones(len(self.starts), dtype=bool)
        if item:
            used = (self.starts >= item.age_min) & (self.starts < (item.age_max or 200))
        short = np.zeros_like(masked) if self.zero else years < self.years
        return Denombrement(
            events=events,
            masked=np.asarray(masked[..., used].any(axis=(1, 2))),
            missing=np.asarray(short[..., used].any(axis=(1, 2))),
        )


def _sum(links: sparse.csr_array, local: Denombrement) -> Denombrement:
    communes = local.events.shape[0]
    return Denombrement(
        events=np.asarray(links @ local.events.reshape(communes, -1)).reshape(
            -1, *local.events.shape[1:]
        ),
        masked=links @ local.masked.astype(float) > 0,
        missing=links @ local.missing.astype(float) > 0,
    )
