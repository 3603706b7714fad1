"""Géorisques, registre des émissions polluantes (IREP): number of declaring sites."""

import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.format_long import count_rows
from ancrage.observatoire.sources.lecture import read_csv
from ancrage.observatoire.sources.octets import Entree

_POSTAL = r"^\d{5}$"


def read_etablissements(entree: Entree) -> pl.DataFrame:
    """Return the number of sites by département, from the postal code.

    An address on two lines cuts a record in two: its second half starts with the end of the
    address, and the postal code then stands in the second column.
    """
    table = read_csv(entree, ["Identifiant", "Nom Etablissement", "Code Postal"], quote=None)
    usual, shifted = pl.col("Code Postal"), pl.col("Nom Etablissement")
    postal = (
        pl.when(usual.str.contains(_POSTAL))
        .then(usual)
        .when(shifted.str.contains(_POSTAL))
        .then(shifted)
    )
    rows = table.with_columns(postal=postal)
    lost = rows.filter(pl.col("postal").is_null())
    if lost.height:
        raise Erreur(
            "code_postal_absent",
            f"Le site « {lost['Identifiant'][0]} » n'a pas de code postal.",
            fichier=entree.nom,
            ligne=int(lost["ligne"][0]),
            colonne="Code Postal",
            attendu="cinq chiffres",
            remede="reprenez le fichier d'origine de Géorisques",
        )
    departement = (
        pl.when(pl.col("postal").str.starts_with("97"))
        .then(pl.col("postal").str.slice(0, 3))
        .otherwise(pl.col("postal").str.slice(0, 2))
    )
    sites = rows.with_columns(
        code=departement, niveau=pl.lit("departement"), mesure=pl.lit("sites_irep")
    )
    return count_rows(sites, entree)
