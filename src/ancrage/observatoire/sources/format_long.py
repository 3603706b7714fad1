"""Tables in long format: one row per value, whose labels become measures, sexes or codes."""

from collections.abc import Mapping

import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.lecture import PREPARE, parse_number
from ancrage.observatoire.sources.octets import Entree


def map_labels(
    table: pl.DataFrame, column: str, labels: Mapping[str, str], entree: Entree, *, into: str
) -> pl.DataFrame:
    """Add column `into` = `labels[column]`; raise `Erreur` on a label that the producer never had.

    An unknown label is refused, not skipped: a renamed category would otherwise vanish in silence.
    """
    result = table.with_columns(
        pl.col(column).str.strip_chars().replace_strict(labels, default=None).alias(into)
    )
    wrong = result.filter(pl.col(into).is_null())
    if wrong.height:
        row = wrong.row(0, named=True)
        raise Erreur(
            "libelle_inconnu",
            f"« {row[column]} » n'est pas un libellé connu ({wrong.height} cas).",
            fichier=entree.nom,
            ligne=row.get("ligne"),
            colonne=column,
            attendu=", ".join(list(labels)[:8]),
            remede="le producteur a changé ses libellés : déclarez la nouvelle édition",
        )
    return result


def finish_long(
    table: pl.DataFrame, entree: Entree, column: str, *, decimal: str = "."
) -> pl.DataFrame:
    """Return PREPARE from a table that holds `code` and `mesure`, its numbers in `column`."""
    constants = {
        "niveau": "commune",
        "periode": entree.millesime,
        "sexe": "ensemble",
        "age": "tous",
    }
    full = table.with_columns(
        pl.lit(value).alias(name) for name, value in constants.items() if name not in table.columns
    )
    return parse_number(full, column, entree, decimal=decimal).select(PREPARE.names()).cast(PREPARE)


def count_rows(table: pl.DataFrame, entree: Entree) -> pl.DataFrame:
    """Return PREPARE with the number of rows (or the sum of `poids`) per code, period and measure.

    A count built by us has no line of its own in the file.
    """
    weight = pl.col("poids") if "poids" in table.columns else pl.lit(1.0)
    constants = {"niveau": "commune", "periode": entree.millesime, "sexe": "ensemble"}
    full = table.with_columns(
        pl.lit(value).alias(name) for name, value in constants.items() if name not in table.columns
    )
    counts = full.group_by("code", "niveau", "periode", "sexe", "mesure").agg(
        value=weight.sum() if "poids" in table.columns else pl.len().cast(pl.Float64)
    )
    return (
        counts.with_columns(
            age=pl.lit("tous"), status=pl.lit("valeur"), ligne=pl.lit(None, pl.UInt32)
        )
        .select(PREPARE.names())
        .cast(PREPARE)
        .sort("code", "periode", "sexe", "mesure")
    )
