"""Agence du numérique en santé: RPPS directory in open access, persons × places of practice.

A professional who practises in n communes counts 1/n in each, so that the communes of a territory
add up to persons. Persons without a commune of practice are left out.
"""

import polars as pl

from ancrage.observatoire.sources.codes import city_of
from ancrage.observatoire.sources.format_long import count_rows
from ancrage.observatoire.sources.lecture import read_csv
from ancrage.observatoire.sources.octets import Entree

_PERSONNE = "Identification nationale PP"
_PROFESSION = "Code profession"
_SAVOIR_FAIRE = "Code savoir-faire"
_MODE = "Code mode exercice"
_COMMUNE = "Code commune (coord. structure)"
_GENERALISTE = ["SM26", "SM53", "SM54"]
_PROFESSIONS = {
    "60": "infirmiers_liberaux",
    "70": "kinesitherapeutes_liberaux",
    "40": "dentistes_liberaux",
    "50": "sages_femmes_liberales",
    "91": "orthophonistes_liberaux",
}


def read_personne_activite(entree: Entree) -> pl.DataFrame:
    """Return the liberal professionals by commune; general practitioners by their skill."""
    columns = [_PERSONNE, _PROFESSION, _SAVOIR_FAIRE, _MODE, _COMMUNE]
    table = read_csv(entree, columns, separator="|", encoding="utf-8", quote=None)
    generaliste = (pl.col(_PROFESSION) == "10") & pl.col(_SAVOIR_FAIRE).is_in(_GENERALISTE)
    mesure = (
        pl.when(generaliste)
        .then(pl.lit("generalistes_liberaux"))
        .otherwise(pl.col(_PROFESSION).replace_strict(_PROFESSIONS, default=None))
    )
    rows = (
        table.with_columns(mesure=mesure, code=city_of(_COMMUNE))
        .filter(pl.col("mesure").is_not_null() & (pl.col(_MODE) == "L") & (pl.col("code") != ""))
        .unique([_PERSONNE, "mesure", "code"])
        .with_columns(poids=1.0 / pl.len().over(_PERSONNE, "mesure"))
    )
    return count_rows(rows, entree)
