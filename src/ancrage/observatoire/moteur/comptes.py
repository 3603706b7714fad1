"""From measures to counts: numerator and denominator of every series of every indicateur.

Permitted: add the measures that the catalogue names. Forbidden: aggregate areas, compute a rate.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from ancrage.observatoire.catalogue.modeles import Indicateur, Serie
from ancrage.observatoire.sources.statuts import computed_status, is_shown

COMPTES = pl.Schema(
    {
        "indicateur": pl.String,
        "serie": pl.UInt8,
        "niveau": pl.String,
        "code": pl.String,
        "periode": pl.String,
        "sexe": pl.String,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "value": pl.Float64,
        "status": pl.String,
        "reparti": pl.Boolean,
    }
)
_AREA = ["niveau", "code", "periode", "sexe"]


def build_comptes(
    mesures: Mapping[str, pl.DataFrame], indicateurs: Iterable[Indicateur]
) -> pl.DataFrame:
    """Return the table `COMPTES` from the harmonised measures of each source, by its code.

    Series whose source is not loaded give no row: their indicateur stays awaited.
    """
    parts = [
        _serie_rows(indicateur, index, serie, mesures)
        for indicateur in indicateurs
        for index, serie in enumerate(indicateur.series)
        if serie.source in mesures and (serie.denominator_source or serie.source) in mesures
    ]
    parts = [part for part in parts if part.height]
    return pl.concat(parts).sort("code", "indicateur") if parts else COMPTES.to_frame()


def _serie_rows(
    indicateur: Indicateur, index: int, serie: Serie, mesures: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    own = _restrict(mesures[serie.source], serie)
    rows = _published(own, serie) if serie.value else _counted(own, serie, mesures)
    return (
        rows.with_columns(
            indicateur=pl.lit(indicateur.code),
            serie=pl.lit(index, pl.UInt8),
            code=pl.when(pl.col("niveau") == "france")
            .then(pl.lit("france"))
            .otherwise(pl.col("code")),
        )
        .select(COMPTES.names())
        .cast(COMPTES)
    )


def _restrict(table: pl.DataFrame, serie: Serie) -> pl.DataFrame:
    keep = pl.col("niveau").is_in(list(serie.niveaux)) & pl.col("sexe").is_in(list(serie.sexes))
    if serie.periodes:
        keep &= pl.col("periode").is_in(list(serie.periodes))
    return table.filter(keep)


def _published(table: pl.DataFrame, serie: Serie) -> pl.DataFrame:
    return table.filter(mesure=serie.value, age=serie.age).with_columns(
        numerator=pl.lit(None, pl.Float64), denominator=pl.lit(None, pl.Float64)
    )


def _counted(own: pl.DataFrame, serie: Serie, mesures: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    below = _denominators(serie, own, mesures) if serie.denominator else None
    if serie.share:
        above = own.filter(mesure=serie.share, age=serie.age).select(
            *_AREA, numerator="value", status_n="status", reparti_n="reparti"
        )
    else:
        above = _sum_terms(own, serie.numerator).rename(
            {"value": "numerator", "status": "status_n", "reparti": "reparti_n"}
        )
    if below is None:
        return above.rename({"status_n": "status", "reparti_n": "reparti"}).with_columns(
            denominator=pl.lit(None, pl.Float64), value=pl.lit(None, pl.Float64)
        )
    keys = [name for name in _AREA if name in below.columns]
    joined = above.join(below, on=keys, how="left")
    if serie.share:
        joined = joined.with_columns(numerator=pl.col("numerator") * pl.col("denominator"))
    return (
        joined.with_columns(
            status=_joint_status(),
            reparti=pl.col("reparti_n") | pl.col("reparti_d").fill_null(False),
        )
        .with_columns(
            pl.when(~pl.col("status").is_in(["secret", "manquant"])).then(name).alias(name)
            for name in ("numerator", "denominator")
        )
        .with_columns(value=pl.lit(None, pl.Float64))
    )


def _denominators(
    serie: Serie, own: pl.DataFrame, mesures: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    table = own
    if serie.denominator_source:
        table = mesures[serie.denominator_source].filter(
            pl.col("niveau").is_in(list(serie.niveaux)) & pl.col("sexe").is_in(list(serie.sexes))
        )
    if serie.denominator_periode != "=":
        table = table.filter(periode=serie.denominator_periode)
    sums = _sum_terms(table, serie.denominator).rename(
        {"value": "denominator", "status": "status_d", "reparti": "reparti_d"}
    )
    return sums.drop("periode") if serie.denominator_periode != "=" else sums


def _sum_terms(table: pl.DataFrame, terms: tuple[str, ...]) -> pl.DataFrame:
    """Add signed terms ("-deces", "population@75+") by area, period and sex."""
    wanted = pl.DataFrame(
        [
            {
                "mesure": term.lstrip("-").partition("@")[0],
                "age": term.partition("@")[2] or "tous",
                "sign": -1.0 if term.startswith("-") else 1.0,
            }
            for term in terms
        ]
    )
    return (
        table.join(wanted, on=["mesure", "age"])
        .group_by(_AREA)
        .agg(
            value=(pl.col("value") * pl.col("sign")).sum(),
            secret=(pl.col("status") == "secret").any(),
            found=is_shown().sum(),
            reparti=pl.col("reparti").any(),
        )
        .with_columns(
            status=computed_status(secret=pl.col("secret"), missing=pl.col("found") < len(terms))
        )
        .with_columns(value=pl.when(is_shown()).then("value"))
        .select(*_AREA, "value", "status", "reparti")
    )


def _joint_status() -> pl.Expr:
    secret = (pl.col("status_n") == "secret") | (pl.col("status_d") == "secret")
    manquant = (
        (pl.col("status_n") == "manquant")
        | (pl.col("status_d") == "manquant")
        | pl.col("numerator").is_null()
        | pl.col("denominator").is_null()
    )
    return (
        pl.when(secret)
        .then(pl.lit("secret"))
        .when(manquant)
        .then(pl.lit("manquant"))
        .when(pl.col("denominator") == 0)
        .then(pl.lit("non_applicable"))
        .when(pl.col("numerator") == 0)
        .then(pl.lit("zero"))
        .otherwise(pl.lit("valeur"))
    )
