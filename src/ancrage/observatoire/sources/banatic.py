"""DGCL, BANATIC: perimeter of the EPCI à fiscalité propre, one row per member commune."""

import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.lecture import read_csv, to_prepare
from ancrage.observatoire.sources.octets import Entree


def read_perimetre(entree: Entree) -> pl.DataFrame:
    """Return the populations of the member communes, and the number of members of each EPCI.

    The perimeter is whole: members outside the région are there too.
    """
    year = entree.millesime
    columns = ["siren", "nb_membres", "insee", f"ptot_{year}", f"pmun_{year}"]
    table = read_csv(entree, columns, encoding="cp1252")
    communes = to_prepare(
        table,
        entree,
        {f"pmun_{year}": "population_municipale", f"ptot_{year}": "population_totale"},
        code="insee",
    )
    groups = table.group_by("siren", maintain_order=True).agg(
        pl.col("nb_membres").first(), lues=pl.len(), ligne=pl.col("ligne").first()
    )
    wrong = groups.filter(pl.col("lues") != pl.col("nb_membres").cast(pl.UInt32, strict=False))
    if wrong.height:
        row = wrong.row(0, named=True)
        raise Erreur(
            "perimetre_incomplet",
            f"L'EPCI {row['siren']} annonce {row['nb_membres']} membres, le fichier en a "
            f"{row['lues']}.",
            fichier=entree.nom,
            ligne=row["ligne"],
            colonne="nb_membres",
            attendu="tous les membres de chaque EPCI, hors de la région compris",
            remede="reprenez le fichier national de BANATIC",
        )
    epci = to_prepare(groups, entree, {"nb_membres": "membres"}, code="siren", niveau="epci")
    return pl.concat([communes, epci])
