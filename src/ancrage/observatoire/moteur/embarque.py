"""Derive the store shipped with the package: one region, its references, open licences only.

Permitted: filter. Forbidden: compute anything that the full store does not hold.
"""

from collections.abc import Mapping

import polars as pl

from ancrage.observatoire.catalogue.modeles import Indicateur, Source
from ancrage.observatoire.moteur.construction import Tables
from ancrage.observatoire.territoires.referentiel import bassins_de_vie, communes, quartiers


def restrict(
    tables: Tables,
    region: str,
    sources: Mapping[str, Source],
    indicateurs: Mapping[str, Indicateur],
) -> Tables:
    """Keep the region's communes (and the other members of its EPCI), the bassins de vie and
    quartiers prioritaires around, every larger area, and the series that may be redistributed."""
    kept = _kept_areas(region)
    shipped = _shippable(sources, indicateurs)
    keys = ["indicateur", "serie"]
    comptes = tables.comptes.join(shipped, on=keys, how="semi").filter(
        _is_kept(pl.col("niveau"), pl.col("code"), kept)
    )
    parts = pl.col("aire").str.split(":").list
    valeurs = tables.valeurs.join(shipped, on=keys, how="semi").filter(
        _is_kept(parts.first(), parts.last(), kept)
    )
    provenances = tables.provenances.join(shipped, on=keys, how="semi")
    used = set(provenances["fichier"].unique())
    infos = dict(tables.infos) | {
        "region": region,
        "fichiers": [item for item in tables.infos["fichiers"] if item["fichier"] in used],
        "avertissements": [],
    }
    return Tables(comptes, valeurs, provenances, infos)


def _kept_areas(region: str) -> dict[str, list[str]]:
    known = communes()
    groups = known.filter(region=region)["epci"].drop_nulls().unique().to_list()
    local = known.filter((pl.col("region") == region) | pl.col("epci").is_in(groups))["code"]
    around = bassins_de_vie().filter(pl.col("code").is_in(local.implode()))["bassin"]
    inside = quartiers().filter(pl.col("commune").is_in(local.implode()))["code"]
    return {
        "commune": local.to_list(),
        "epci": groups,
        "bassin_de_vie": around.unique().to_list(),
        "qpv": inside.unique().to_list(),
    }


def _is_kept(niveau: pl.Expr, code: pl.Expr, kept: dict[str, list[str]]) -> pl.Expr:
    keep = niveau.is_in(["departement", "region", "france"])
    for level, codes in kept.items():
        keep |= (niveau == level) & code.is_in(codes)
    return keep


def _shippable(
    sources: Mapping[str, Source], indicateurs: Mapping[str, Indicateur]
) -> pl.DataFrame:
    rows = [
        (indicateur.code, index)
        for indicateur in indicateurs.values()
        for index, serie in enumerate(indicateur.series)
        if sources[serie.source].diffusable
        and sources[serie.denominator_source or serie.source].diffusable
    ]
    schema = {"indicateur": pl.String, "serie": pl.UInt8}
    return pl.DataFrame(rows, schema=schema, orient="row")
