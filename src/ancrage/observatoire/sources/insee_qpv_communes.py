"""INSEE quartiers de la politique de la ville: how many people of each commune live in one.

« DEMO » gives, beside each quartier, the population of its communes that lives in a quartier. For a
quartier within one commune this is the figure of that commune, its share of the quartiers astride
included. A commune known only by quartiers astride has no figure: it is missing, never split.
"""

import polars as pl

from ancrage.observatoire.erreurs import Erreur
from ancrage.observatoire.sources.insee_qpv import read_communes
from ancrage.observatoire.sources.lecture import PREPARE, parse_number, read_csv
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.sources.statuts import computed_status
from ancrage.observatoire.territoires import referentiel

_ARRONDISSEMENT = r"^(Paris|Lyon|Marseille) \d+er? Arrondissement$"


def read_population_communes(entree: Entree) -> pl.DataFrame:
    """Read `population_qpv` by commune from the national file; `role` is the census year.

    The list is national: a commune that no quartier names has a true zero. Overseas communities
    and the cities with arrondissements, named in pieces, are missing.
    """
    known = referentiel.communes(entree.cog).select("code", "departement", commune="libelle")
    links = _with_codes(read_communes(entree), known, entree)
    counts = parse_number(read_csv(entree, ["CODGEO", "POP_COM_QP"]), "POP_COM_QP", entree)
    alone = (
        links.filter(~pl.col("partiel"))
        .join(counts, left_on="qpv", right_on="CODGEO")
        .group_by("code")
        .agg(pl.col("value").max(), pl.col("ligne").min())
    )
    astride = links.select("code").unique()
    return (
        known.select("code")
        .join(alone, on="code", how="left")
        .with_columns(cite=pl.col("code").is_in(astride["code"].implode()))
        .with_columns(
            value=pl.when(~pl.col("cite")).then(0.0).otherwise("value"),
            ligne=pl.col("ligne").fill_null(1),
        )
        .with_columns(
            niveau=pl.lit("commune"),
            periode=pl.lit(entree.role),
            sexe=pl.lit("ensemble"),
            age=pl.lit("tous"),
            mesure=pl.lit("population_qpv"),
            status=computed_status(missing=pl.col("value").is_null()),
        )
        .select(PREPARE.names())
        .cast(PREPARE)
        .sort("code")
    )


def read_quartiers(entree: Entree) -> pl.DataFrame:
    """Read code, libelle, commune of each quartier: a row per commune, by its code of that year."""
    known = referentiel.communes(entree.cog).select("code", "departement", commune="libelle")
    links = _with_codes(read_communes(entree), known, entree)
    return links.select("libelle", code="qpv", commune="code").unique()


def _with_codes(links: pl.DataFrame, known: pl.DataFrame, entree: Entree) -> pl.DataFrame:
    """Tie names to codes within the département, else by a name that France holds only once.

    A name left without a code is refused: its commune would pass for one without quartier.
    """
    city = pl.col("commune").str.extract(_ARRONDISSEMENT, 1)
    links = links.with_columns(
        partiel=pl.col("partiel") | city.is_not_null(), commune=city.fill_null(pl.col("commune"))
    )
    single = known.filter(pl.col("commune").is_unique()).select("commune", seule="code")
    found = (
        links.join(known, on=["departement", "commune"], how="left")
        .join(single, on="commune", how="left")
        .with_columns(code=pl.coalesce("code", "seule"))
    )
    covered = found.filter(pl.col("departement").is_in(known["departement"].unique().implode()))
    lost = covered.filter(pl.col("code").is_null())
    if lost.height:
        raise Erreur(
            "commune_non_reconnue",
            f"Aucune commune du COG {entree.cog} ne se nomme « {lost['commune'][0]} ».",
            fichier=entree.nom,
            colonne="LIB_COM",
            attendu=f"une commune du département {lost['departement'][0]} ({lost['qpv'][0]})",
            remede="vérifiez le millésime « cog » de l'édition",
        )
    return covered.drop("seule")
