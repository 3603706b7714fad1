"""DREES, Statistique annuelle des établissements (SAE): beds, places and activity.

The tables hold one row per establishment (FINESS number, no commune) and year, all years stacked;
some repeat the same beds in sub-total rows. Only the row of the total is read, then summed by
département of the establishment. Activity is counted where it takes place, not where people live.
"""

from dataclasses import dataclass

import polars as pl

from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.sources.codes import departement_of_finess
from ancrage.observatoire.sources.lecture import PREPARE, parse_number, read_csv
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.sources.statuts import computed_status


@dataclass(frozen=True, slots=True)
class _Table:
    """Columns to sum (column → measure) and, where rows repeat each other, the one to keep."""

    measures: dict[str, str]
    total_column: str | None = None
    total: str | None = None


_TABLES = {
    "MCO": _Table(
        {
            "LIT_MCO": "lits_mco",
            "PLA_MCO": "places_mco",
            "LIT_MED": "lits_medecine",
            "LIT_CHI": "lits_chirurgie",
            "LIT_OBS": "lits_obstetrique",
        }
    ),
    # SSR_A53 + … + SSR_A59 = SSR_A, and SSR_A + SSR_E = SSR_TOT: three times the same beds.
    "SSR": _Table({"LIT": "lits_ssr", "PLA": "places_ssr"}, "GDE", "SSR_TOT"),
    # GEN + INF + PEN = TOT: twice the same beds.
    "PSY": _Table(
        {
            "CAP_HTP": "lits_psychiatrie",
            "CAP_HDJ": "places_psychiatrie_jour",
            "CAP_HDN": "places_psychiatrie_nuit",
        },
        "DIS",
        "TOT",
    ),
    "USLD": _Table({"LIT": "lits_usld"}),
    "HAD": _Table({"PLATOT": "places_had"}),
    # GEN and PED are two services of one establishment, not a total and its part.
    "URGENCES2": _Table({"PASSU": "passages_urgences"}),
    "PERINAT": _Table(
        {"SEJACC": "sejours_accouchement", "ENFANTS": "enfants_nes", "IVG": "ivg_realisees"}
    ),
}
_KEYS = ["AN", "nofinesset"]


def read_table(entree: Entree) -> pl.DataFrame:
    """Return the sums by département and year of the table named by the role of the file."""
    if entree.role not in _TABLES:
        raise Erreur(
            "table_sae_inconnue",
            f"La table SAE « {entree.role} » n'a pas de lecteur.",
            fichier=entree.nom,
            attendu=", ".join(_TABLES),
            remede="déclarez le rôle du fichier dans catalogue/sources/drees/drees_sae.toml",
            sortie=CodeSortie.USAGE,
        )
    spec = _TABLES[entree.role]
    extra = [spec.total_column] if spec.total_column else []
    table = read_csv(entree, [*_KEYS, *extra, *spec.measures])
    if spec.total_column:
        table = table.filter(pl.col(spec.total_column) == spec.total)
        _check_one_row_each(table, entree)
    table = table.with_columns(code=departement_of_finess("nofinesset"))
    parts = [_sum(table, column, mesure, entree) for column, mesure in spec.measures.items()]
    return pl.concat(parts).cast(PREPARE).sort("mesure", "code", "periode")


def _check_one_row_each(table: pl.DataFrame, entree: Entree) -> None:
    """Refuse two total rows for one establishment and year: the beds would count twice."""
    twice = table.filter(pl.struct(_KEYS).is_duplicated())
    if twice.height:
        row = twice.row(0, named=True)
        raise Erreur(
            "total_en_double",
            f"L'établissement {row['nofinesset']} a deux lignes de total en {row['AN']}.",
            fichier=entree.nom,
            ligne=row["ligne"],
            colonne="nofinesset",
            attendu="une seule ligne de total par établissement et par année",
            remede="reprenez la table d'origine de la DREES",
        )


def _sum(table: pl.DataFrame, column: str, mesure: str, entree: Entree) -> pl.DataFrame:
    """Sum one column; a blank means none, unless the whole year is blank (not asked that year)."""
    sums = (
        parse_number(table, column, entree)
        .with_columns(asked=pl.col("value").is_not_null().any().over("AN"))
        .group_by("code", "AN")
        .agg(pl.col("value").sum(), pl.col("asked").first())
    )
    return sums.select(
        "code",
        niveau=pl.lit("departement"),
        periode="AN",
        sexe=pl.lit("ensemble"),
        age=pl.lit("tous"),
        mesure=pl.lit(mesure),
        value=pl.when("asked").then("value"),
        status=computed_status(missing=~pl.col("asked")),
        ligne=pl.lit(None, pl.UInt32),
    )
