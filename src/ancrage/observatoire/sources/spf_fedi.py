"""Santé publique France: French European Deprivation Index (F-EDI) by commune."""

import polars as pl

from ancrage.observatoire.sources.insee import read_json_communes
from ancrage.observatoire.sources.octets import Entree


def read_fedi(entree: Entree) -> pl.DataFrame:
    """Read the F-EDI score of each commune; an index is never summed nor averaged."""
    return read_json_communes(entree, "EDI", "fedi")
