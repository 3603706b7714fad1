"""DREES, Statistique annuelle des établissements (SAE): beds, staff and activity, table by table.

A table holds one row per establishment (FINESS number, no commune) and year, all years stacked,
or one row per kind (of bed, staff, equipment) of each. What it holds is told by its `[tables]` of
the source, under the official names. Columns are summed by département of the establishment, a
kind apart from the others: the sub-totals of a table never add to its total. Activity is counted
where it takes place, not where people live.
"""

import polars as pl

from ancrage.observatoire.catalogue.modeles import Table
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.sources.codes import departement_of_finess
from ancrage.observatoire.sources.lecture import PREPARE, parse_number, read_csv
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.sources.statuts import computed_status

_KEYS = ["AN", "nofinesset"]
_KIND = "modalite"


def read_table(entree: Entree) -> pl.DataFrame:
    """Return the sums by département, year and kind of the table named by the role of the file."""
    spec = _find_table(entree)
    kind = [spec.lignes] if spec.lignes else []
    table = read_csv(entree, [*_KEYS, *kind, *spec.mesures], encoding="cp1252")
    if spec.repetees:
        table = table.unique(pl.selectors.exclude("ligne"), keep="first", maintain_order=True)
    table = table.with_columns(
        pl.col(spec.lignes).alias(_KIND) if spec.lignes else pl.lit("").alias(_KIND),
        code=departement_of_finess("nofinesset"),
    )
    _check_kinds(table, spec, entree)
    _check_one_row_each(table, entree)
    grid = _grid(table)
    parts = [_sum(table, grid, column, entree) for column in spec.mesures]
    return pl.concat(parts).select(PREPARE.names()).cast(PREPARE).sort("mesure", "code", "periode")


def _find_table(entree: Entree) -> Table:
    if entree.table is None:
        raise Erreur(
            "table_sae_inconnue",
            f"La table SAE « {entree.role} » n'est pas décrite.",
            fichier=entree.nom,
            attendu="une table [tables] du nom de ce rôle",
            remede="décrivez ses colonnes dans catalogue/sources/drees/drees_sae.toml",
            sortie=CodeSortie.USAGE,
        )
    return entree.table


def _check_kinds(table: pl.DataFrame, spec: Table, entree: Entree) -> None:
    """Refuse a kind that the catalogue does not know: a renamed one would vanish in silence."""
    wrong = table.filter(~pl.col(_KIND).is_in(spec.modalites or ("",)))
    if wrong.height:
        raise Erreur(
            "modalite_inconnue",
            f"« {wrong[_KIND][0]} » n'est pas une modalité connue ({wrong.height} cas).",
            fichier=entree.nom,
            ligne=int(wrong["ligne"][0]),
            colonne=spec.lignes,
            attendu=", ".join(spec.modalites[:8]),
            remede="le producteur a changé ses modalités : ajoutez-la à la table de la source",
        )


def _check_one_row_each(table: pl.DataFrame, entree: Entree) -> None:
    """Refuse two rows of one kind for one establishment and year: they would count twice."""
    twice = table.filter(pl.struct(*_KEYS, _KIND).is_duplicated())
    if twice.height:
        row = twice.row(0, named=True)
        raise Erreur(
            "ligne_en_double",
            f"L'établissement {row['nofinesset']} a deux lignes"
            f"{f' « {row[_KIND]} »' if row[_KIND] else ''} en {row['AN']}.",
            fichier=entree.nom,
            ligne=row["ligne"],
            colonne="nofinesset",
            attendu="une seule ligne par établissement, année et modalité",
            remede="reprenez la table d'origine de la DREES",
        )


def _grid(table: pl.DataFrame) -> pl.DataFrame:
    """Return every kind of a year for every département present that year: absent means none."""
    return table.select("code", "AN").unique().join(table.select("AN", _KIND).unique(), on="AN")


def _sum(table: pl.DataFrame, grid: pl.DataFrame, column: str, entree: Entree) -> pl.DataFrame:
    """Sum one column; a blank means none, unless the whole year is blank (not asked that year)."""
    cells = parse_number(table, column, entree)
    asked = cells.group_by("AN", _KIND).agg(asked=pl.col("value").is_not_null().any())
    sums = cells.group_by("code", "AN", _KIND).agg(pl.col("value").sum())
    suffix = pl.when(pl.col(_KIND) != "").then("." + pl.col(_KIND)).otherwise(pl.lit(""))
    return (
        grid.join(sums, on=["code", "AN", _KIND], how="left")
        .join(asked, on=["AN", _KIND])
        .with_columns(value=pl.when("asked").then(pl.col("value").fill_null(0.0)))
        .select(
            "code",
            "value",
            niveau=pl.lit("departement"),
            periode="AN",
            sexe=pl.lit("ensemble"),
            age=pl.lit("tous"),
            mesure=pl.lit(f"{entree.role}.{column}") + suffix,
            status=computed_status(missing=~pl.col("asked")),
            ligne=pl.lit(None, pl.UInt32),
        )
    )
