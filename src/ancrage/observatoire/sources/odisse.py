"""Santé publique France, Odissé: vaccination coverage and weekly influenza, as published."""

import polars as pl

from ancrage.observatoire.sources.codes import FRANCE
from ancrage.observatoire.sources.format_long import map_labels
from ancrage.observatoire.sources.lecture import PREPARE, parse_number, read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree

# heading → measure, sex, age
_COUVERTURES = {
    "HPV filles 1 dose à 15 ans": ("hpv_1_dose", "femmes", "15"),
    "HPV filles 2 doses à 16 ans": ("hpv_2_doses", "femmes", "16"),
    "HPV garçons 1 dose à 15 ans": ("hpv_1_dose", "hommes", "15"),
    "HPV garçons 2 doses à 16 ans": ("hpv_2_doses", "hommes", "16"),
    "Méningocoque C 10-14 ans": ("meningocoque_c", "ensemble", "10-14"),
    "Méningocoque C 15-19 ans": ("meningocoque_c", "ensemble", "15-19"),
    "Méningocoque C 20-24 ans": ("meningocoque_c", "ensemble", "20-24"),
    "Grippe moins de 65 ans à risque": ("grippe_a_risque", "ensemble", "0-64"),
    "Grippe 65 ans et plus": ("grippe", "ensemble", "65+"),
    "Grippe 65-74 ans": ("grippe", "ensemble", "65-74"),
    "Grippe 75 ans et plus": ("grippe", "ensemble", "75+"),
    "Covid-19 65 ans et plus": ("covid_19", "ensemble", "65+"),
}
# role → niveau, column of the code, separator
_LEVELS = {
    "departement": ("departement", "Département Code", ","),
    "region": ("region", "Région Code", ","),
    "france": ("france", None, ";"),
}
_WEEKLY = {
    "Taux de passages aux urgences pour grippe": "passages_urgences_grippe",
    "Taux d'hospitalisations après passages aux urgences pour grippe": "hospitalisations_grippe",
    "Taux d'actes médicaux SOS médecins pour grippe": "actes_sos_medecins_grippe",
}
_AGES = {
    "Tous âges": "tous",
    "00-04 ans": "0-4",
    "05-14 ans": "5-14",
    "15-64 ans": "15-64",
    "65 ans ou plus": "65+",
}


def read_vaccinations(entree: Entree) -> pl.DataFrame:
    """Return the coverages of one level; a year in which none was measured gives no row.

    The département code has lost its leading zero in the rows of 2011 and 2018 only.
    """
    niveau, column, separator = _LEVELS[entree.role or "departement"]
    headings = ["Année", *([column] if column else []), *_COUVERTURES]
    table = read_csv(entree, headings, separator=separator)
    code = pl.col(column).str.zfill(2) if column else pl.lit(FRANCE)
    rows = table.with_columns(code=code, periode=pl.col("Année"), niveau=pl.lit(niveau))
    parts = [
        to_prepare(
            rows.with_columns(sexe=pl.lit(sexe), age=pl.lit(age)),
            entree,
            {heading: mesure},
            code="code",
        )
        for heading, (mesure, sexe, age) in _COUVERTURES.items()
    ]
    measured = pl.col("value").is_not_null().any().over("periode", "sexe", "age", "mesure")
    return pl.concat(parts).filter(measured).cast(PREPARE)


def read_grippe(entree: Entree) -> pl.DataFrame:
    """Return the weekly rates (period « 2023-S08 ») by region and age, never summed to a year."""
    headings = ["Semaine", "Région Code", "Classe d'âge", *_WEEKLY]
    table = read_csv(entree, headings, separator=",")
    table = map_labels(table, "Classe d'âge", _AGES, entree, into="age").with_columns(
        code=pl.col("Région Code").str.zfill(2),
        niveau=pl.lit("region"),
        periode=pl.col("Semaine"),
        sexe=pl.lit("ensemble"),
    )
    parts = [
        parse_number(table, heading, entree)
        .with_columns(mesure=pl.lit(mesure))
        .select(PREPARE.names())
        for heading, mesure in _WEEKLY.items()
    ]
    return pl.concat(parts).cast(PREPARE)
