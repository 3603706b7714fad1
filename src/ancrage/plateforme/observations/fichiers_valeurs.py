"""The values of one indicator over many areas, as files: one row per area, period and sex."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ancrage.plateforme.observations.profils import Indicateur
from ancrage.plateforme.observations.valeurs import COLONNES
from ancrage.publication.tableau_profil import write_rows

FORMATS_VALEURS = ("csv", "xlsx", "parquet", "geojson")
_NOMBRES = ("value", "numerator", "denominator", "lower", "upper")
_EN_TETES = ("indicateur", "unit", "code", "libelle", *COLONNES, "geographie", "source")


def write_values(item: Indicateur, rows: Sequence[Mapping[str, Any]], format: str) -> bytes:
    """Return the rows of `values_over` as « csv », « xlsx » or « parquet ».

    A masked value is empty beside its status, never zero and never left out.
    """
    named = [{"indicateur": item.code, "unit": item.unite, **row} for row in rows]
    if format == "csv":
        return write_rows(_EN_TETES, named).encode()
    kinds = {name: pl.Float64 if name in _NOMBRES else pl.String for name in _EN_TETES}
    frame = pl.DataFrame(named, schema=kinds)
    buffer = io.BytesIO()
    if format == "parquet":
        frame.write_parquet(buffer)
    else:
        frame.write_excel(buffer, worksheet="Valeurs", freeze_panes=(1, 0))
    return buffer.getvalue()
