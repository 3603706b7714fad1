"""Doctors of France by age band, and their projection by cohort: a projection, no forecast.

Hypotheses are read from the file itself: what happened between each pair of editions five years
apart. Central: the mean of the transitions observed; low and high: the least and the most
favourable of each band. The interval is the envelope of these hypotheses, not a confidence one.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.entrees import Tableau
from ancrage.observatoire.calculs.projection import Hypothese, project_cohorts

SOURCE = "drees_medecins_age"
BANDS = ("0-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60-64", "65+")
STEP = 5
HYPOTHESES = (
    "Chaque classe d'âge de cinq ans passe dans la suivante en cinq ans ; les soldes (départs, "
    "installations tardives, diplômés venus d'ailleurs) sont ceux observés entre {debut} et {fin}.",
    "Centrale : moyenne des transitions observées sur cinq ans. Basse et haute : la moins et la "
    "plus favorable de chaque classe. L'intervalle est l'enveloppe de ces hypothèses.",
    "Les 60-64 ans et les 65 ans et plus partent au même rythme : le fichier ne permet pas de les "
    "séparer. Les moins de 30 ans sont tenus pour une classe de cinq ans.",
)


@dataclass(frozen=True, slots=True)
class PointProjete:
    """Doctors in activity at a date, with the envelope of the hypotheses."""

    annee: int
    central: float
    bas: float
    haut: float
    part_60: float  # share aged 60 or more, in percent, central path


@dataclass(frozen=True, slots=True)
class ProjectionMedecins:
    """The known series of France, then its projection with the hypotheses in words."""

    champ: str
    observe: tuple[tuple[int, float], ...]
    points: tuple[PointProjete, ...]  # the first one is the last known year
    hypotheses: tuple[str, ...]
    source: str
    methode: str


def read_ages(prepare: Path) -> pl.DataFrame | None:
    """Return annee × age × effectif from the prepared table in a folder, None without it.

    The folder is that of a load, or that of the embedded store, which holds a copy.
    """
    latest = _latest(prepare)
    if latest is None:
        return None
    rows = pl.read_parquet(latest).filter(pl.col("age").is_in(BANDS), mesure="medecins")
    return rows.select(annee=pl.col("periode").cast(pl.Int32), age="age", effectif="value")


def copy_ages(prepare: Path, target: Path) -> None:
    """Copy the prepared table of a load beside the embedded store."""
    latest = _latest(prepare)
    if latest is not None:
        shutil.copyfile(latest, target / f"{SOURCE}-embarque.parquet")


def _latest(folder: Path) -> Path | None:
    files = sorted(folder.glob(f"{SOURCE}-*.parquet"), key=lambda p: p.stat().st_mtime_ns)
    return files[-1] if files else None


def project_medecins(ages: pl.DataFrame, source: str, steps: int = 2) -> ProjectionMedecins | None:
    """Return the projection of doctors of France, None with fewer than two transitions."""
    years = ages["annee"].unique().sort().to_list()
    table = _table(ages, years)
    pairs = [(y, y + STEP) for y in years if y + STEP in years]
    if len(pairs) < 2 or np.isnan(table).any():
        return None
    rows = {year: table[rank] for rank, year in enumerate(years)}
    seen = [_transition(rows[start], rows[end]) for start, end in pairs]
    exits = np.stack([transition.exits for transition in seen])
    entries = np.stack([transition.entries for transition in seen])
    found = project_cohorts(
        rows[years[-1]],
        Hypothese(exits.mean(axis=0), entries.mean(axis=0)),
        Hypothese(exits.max(axis=0), entries.min(axis=0)),
        Hypothese(exits.min(axis=0), entries.max(axis=0)),
        years[-1],
        STEP,
        steps,
    )
    totals = [path.sum(axis=1) for path in (found.central, found.low, found.high)]
    old = 100 * found.central[:, -2:].sum(axis=1) / totals[0]
    return ProjectionMedecins(
        champ="France entière, médecins de toutes spécialités en activité, au 1er janvier",
        observe=tuple((year, float(rows[year].sum())) for year in years),
        points=tuple(
            PointProjete(year, float(central), float(low), float(high), float(share))
            for year, central, low, high, share in zip(found.years, *totals, old, strict=True)
        ),
        hypotheses=tuple(text.format(debut=years[0], fin=years[-1]) for text in HYPOTHESES),
        source=source,
        methode=found.method,
    )


def _table(ages: pl.DataFrame, years: list[int]) -> Tableau:
    grid = pl.DataFrame({"annee": years}, schema={"annee": pl.Int32}).join(
        pl.DataFrame({"age": BANDS}), how="cross"
    )
    full = grid.join(ages, on=["annee", "age"], how="left", maintain_order="left")
    values: Tableau = full["effectif"].to_numpy().reshape(len(years), len(BANDS))
    return values


def _transition(before: Tableau, after: Tableau) -> Hypothese:
    """Return what was seen in five years: shares that left a band, numbers that joined the next.

    A band that grew while ageing has gained so many doctors, as a number: the under-30s, few and
    mostly still students, would make a share meaningless. The last two bands end in the same open
    one and share its rate of exit.
    """
    stay, aged = before[:-2], after[1:-1]
    exits = np.empty(len(BANDS))
    exits[:-2] = np.clip(1 - aged / stay, 0, 1)
    exits[-2:] = np.clip(1 - after[-1] / before[-2:].sum(), 0, 1)
    entries = np.zeros(len(BANDS))
    entries[0] = after[0]
    entries[1:-1] = np.maximum(aged - stay, 0)
    return Hypothese(exits=exits, entries=entries)
