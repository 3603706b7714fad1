"""Derive the store shipped with the package: one region, its references, open licences only.

Permitted: filter. Forbidden: compute anything that the full store does not hold.
"""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from ancrage.observatoire.catalogue.modeles import Indicateur, Source
from ancrage.observatoire.moteur.construction import Tables
from ancrage.observatoire.territoires.referentiel import communes


def restrict(
    tables: Tables,
    region: str,
    sources: Mapping[str, Source],
    indicateurs: Mapping[str, Indicateur],
) -> Tables:
    """Keep the region's communes (and the other members of its EPCI), every larger area, and
    the series whose sources may be redistributed."""
    local, groups = _local_codes(region)
    shipped = _shippable(sources, indicateurs)
    keys = ["indicateur", "serie"]
    comptes = tables.comptes.join(shipped, on=keys, how="semi").filter(
        _kept("niveau", "code", local, groups)
    )
    valeurs = tables.valeurs.join(shipped, on=keys, how="semi").filter(
        _kept(
            pl.col("aire").str.split(":").list.first(),
            pl.col("aire").str.split(":").list.last(),
            local,
            groups,
        )
    )
    provenances = tables.provenances.join(shipped, on=keys, how="semi")
    used = set(provenances["fichier"].unique())
    infos = dict(tables.infos) | {
        "region": region,
        "fichiers": [item for item in tables.infos["fichiers"] if item["fichier"] in used],
        "avertissements": [],
    }
    return Tables(comptes.sort("code", "indicateur"), valeurs, provenances, infos)


def write_embedded(tables: Tables, dossier: Path) -> None:
    """Write the shipped store (the Parquet files are committed: derived figures)."""
    tables.write(dossier)


def _local_codes(region: str) -> tuple[list[str], list[str]]:
    known = communes()
    groups = known.filter(region=region)["epci"].drop_nulls().unique().to_list()
    local = known.filter((pl.col("region") == region) | pl.col("epci").is_in(groups))
    return local["code"].to_list(), groups


def _kept(
    niveau: pl.Expr | str, code: pl.Expr | str, local: list[str], groups: list[str]
) -> pl.Expr:
    level = pl.col(niveau) if isinstance(niveau, str) else niveau
    value = pl.col(code) if isinstance(code, str) else code
    return (
        level.is_in(["departement", "region", "france"])
        | ((level == "commune") & value.is_in(local))
        | ((level == "epci") & value.is_in(groups))
    )


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
