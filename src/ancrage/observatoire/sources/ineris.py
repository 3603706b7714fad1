"""Ineris: yearly mean concentrations of air pollutants by commune (one title line, cp1252)."""

import polars as pl

from ancrage.observatoire.sources.insee import drop_arrondissements
from ancrage.observatoire.sources.lecture import read_csv, restore_zeros, to_prepare
from ancrage.observatoire.sources.octets import Entree

_CODE = "COM Insee"
_MEAN = "Moyenne annuelle de concentration de {} ponderee par la population (ug/m3)"
_POLLUTANTS = {"NO2": "no2", "PM10": "pm10", "PM25": "pm25"}


def read_air(entree: Entree) -> pl.DataFrame:
    """Return the means weighted by population; PM2.5 is there from 2009 on."""
    first = int(entree.millesime) >= 2009
    columns = {
        _MEAN.format(pollutant): f"moyenne_{name}"
        for pollutant, name in _POLLUTANTS.items()
        if first or name != "pm25"
    }
    table = read_csv(
        entree, [_CODE, *columns], separator=",", encoding="cp1252", skip_lines=1
    ).with_columns(restore_zeros(_CODE))
    return to_prepare(drop_arrondissements(table, _CODE), entree, columns, code=_CODE)
