"""DREES: head-counts of health professionals by département, as its application exports them.

The copy mixes encodings (labels in cp1252, footnote in UTF-8) and ends with a footnote and a line
of TRUE: cp1252 reads every byte of both, and only the rows of a département are kept.
"""

import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.codes import FRANCE, departement_of_three
from ancrage.observatoire.sources.lecture import PREPARE, read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree

_DEPARTEMENT = r"^(0\d[\dAB]|97\d) ?-"
# "000 -COM ou Etranger" is no département: it counts in the producer's total only.
_OTHER_ROWS = r"^(Ensemble$|000 ?-COM|Champ :|TRUE$)"
# role → heading of the first column, measure
_TABLES = {
    "medecin": ("dep_insc", "medecins"),
    "infirmier": ("dep", "infirmiers"),
    "dentiste": ("dep_act", "dentistes"),
}
_AGES = {
    "Ensemble": "tous",
    "1- Moins de 30 ans": "0-29",
    "2- Entre 30 et 34 ans": "30-34",
    "3- Entre 35 et 39 ans": "35-39",
    "4- Entre 40 et 44 ans": "40-44",
    "5- Entre 45 et 49 ans": "45-49",
    "6- Entre 50 et 54 ans": "50-54",
    "7- Entre 55 et 59 ans": "55-59",
    "8- Entre 60 et 64 ans": "60-64",
    "9- 65 ans et plus": "65+",
}


def _years(entree: Entree) -> list[str]:
    first, last = entree.millesime.split("-")
    return [str(year) for year in range(int(first), int(last) + 1)]


def _stack(table: pl.DataFrame, entree: Entree, mesure: str) -> pl.DataFrame:
    """Turn one column per year into one row per year; `table` has code, niveau and age."""
    parts = [
        to_prepare(table, entree, {year: mesure}, code="code", periode=year)
        for year in _years(entree)
    ]
    return pl.concat(parts).cast(PREPARE)


def read_demographie(entree: Entree) -> pl.DataFrame:
    """Return all doctors (every speciality, liberal and salaried), nurses or dentists."""
    heading, mesure = _TABLES[entree.role or "medecin"]
    table = read_csv(entree, [heading, *_years(entree)], separator=",", encoding="cp1252")
    label = pl.col(heading).str.strip_chars()
    unknown = table.filter(~label.str.contains(_DEPARTEMENT) & ~label.str.contains(_OTHER_ROWS))
    if unknown.height:
        raise Erreur(
            "departement_inconnu",
            f"« {unknown[heading][0]} » n'est pas un département.",
            fichier=entree.nom,
            ligne=int(unknown["ligne"][0]),
            colonne=heading,
            attendu="un code à trois caractères suivi d'un tiret, « 045 -Loiret »",
            remede="reprenez l'export d'origine de la DREES",
        )
    rows = table.filter(~label.str.contains(_OTHER_ROWS)).with_columns(
        code=label.str.extract(r"^(\w{3})"), niveau=pl.lit("departement"), age=pl.lit("tous")
    )
    return _stack(rows.with_columns(code=departement_of_three("code")), entree, mesure)


def read_medecins_age(entree: Entree) -> pl.DataFrame:
    """Return the doctors of France by age band."""
    table = read_csv(entree, ["trage_med", *_years(entree)], separator=",", encoding="cp1252")
    label = pl.col("trage_med").str.strip_chars()
    rows = table.with_columns(age=label.replace_strict(_AGES, default=None)).filter(
        pl.col("age").is_not_null()
    )
    if rows["age"].n_unique() != len(_AGES):
        missing = sorted(set(_AGES.values()) - set(rows["age"]))
        raise Erreur(
            "classe_age_absente",
            f"Il manque la classe d'âge {missing[0]}.",
            fichier=entree.nom,
            colonne="trage_med",
            attendu=", ".join(_AGES),
            remede="reprenez l'export d'origine de la DREES",
        )
    rows = rows.with_columns(code=pl.lit(FRANCE), niveau=pl.lit("france"))
    return _stack(rows, entree, "medecins")
