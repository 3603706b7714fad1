"""The plan of a run: what the catalogue says of each series, as one small table."""

from collections.abc import Iterable, Mapping

import polars as pl

from ancrage.observatoire.catalogue.modeles import Indicateur, Source

PLAN = pl.Schema(
    {
        "indicateur": pl.String,
        "serie": pl.UInt8,
        "method": pl.String,
        "multiplier": pl.Float64,
        "additive": pl.Boolean,
        "libre": pl.Boolean,
        "source": pl.String,
        "reserve": pl.String,
    }
)


def build_plan(indicateurs: Iterable[Indicateur], sources: Mapping[str, Source]) -> pl.DataFrame:
    """Return one row per series: method, multiplier, whether counts add up, whether it is free.

    A series whose numerator or denominator comes from a protected source is protected.
    """
    rows = []
    for indicateur in indicateurs:
        for index, serie in enumerate(indicateur.series):
            method = serie.method or indicateur.method
            used = {serie.source, serie.denominator_source or serie.source}
            rows.append(
                {
                    "indicateur": indicateur.code,
                    "serie": index,
                    "method": method.value,
                    "multiplier": indicateur.multiplier,
                    "additive": method.additive and serie.value is None,
                    "libre": all(sources[code].secret.libre for code in used),
                    "source": serie.source,
                    "reserve": serie.reserve,
                }
            )
    return pl.DataFrame(rows, schema=PLAN)
