"""The uses of a deposit: where its agreement does not permit one, the silence is explained."""

from collections.abc import Collection

import polars as pl

from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.agregation import Aires
from ancrage.observatoire.moteur.depots import DepotEnregistre, list_depots
from ancrage.observatoire.moteur.valeurs import VALEURS

OUVERT = "ouvert"  # no deposit is asked for: what anyone may read
_KEY = ["aire", "indicateur", "periode"]


def refused_depots(usage: str) -> list[DepotEnregistre]:
    """Return the deposits that may not serve this use today."""
    return [item for item in list_depots() if usage != OUVERT and not item.allows(usage)]


def reason(item: DepotEnregistre, usage: str) -> str:
    """Say why a deposit does not answer."""
    if item.expire:
        return f"Le dépôt « {item.depot.code} » a expiré le {item.depot.expire_le:%d/%m/%Y}."
    return f"La convention du dépôt « {item.depot.code} » ne permet pas l'usage « {usage} »."


def explain_silence(indicateur: str, usage: str) -> None:
    """Raise `Erreur` when a deposit would answer for this indicateur, and may not."""
    for item in refused_depots(usage):
        if indicateur in {found.code for found in item.depot.indicateurs}:
            raise Erreur(
                "usage_non_permis",
                f"{indicateur} n'a pas de valeur ici. {reason(item, usage)}",
                attendu="l'un des usages permis : " + ", ".join(item.depot.usages_permis),
                remede="demandez l'avenant au producteur ; n'utilisez pas l'extrait autrement",
                sortie=CodeSortie.REFUS,
            )


def tell_refusals(rows: pl.DataFrame, aires: Aires, usage: str) -> pl.DataFrame:
    """Add one row without figure for each value that a deposit holds and may not give."""
    parts = [_silent(item, aires.table["aire"].to_list(), usage) for item in refused_depots(usage)]
    if not parts:
        return rows
    silent = pl.concat(parts).join(rows, on=_KEY, how="anti").select(rows.columns)
    return pl.concat([rows, silent.cast(rows.schema)]).sort("aire", "indicateur", "periode", "sexe")


def _silent(item: DepotEnregistre, aires: Collection[str], usage: str) -> pl.DataFrame:
    held = item.valeurs.filter(pl.col("aire").is_in(list(aires)))
    missing = [pl.lit(None).alias(name) for name in VALEURS if name not in held.columns]
    numbers = ["numerator", "denominator", "value", "lower", "upper", "reliability"]
    return held.with_columns(
        *missing, *(pl.lit(None).alias(name) for name in numbers)
    ).with_columns(
        status=pl.lit("manquant"),
        serie=pl.lit(0),
        geo="aire",
        origine=pl.lit("manquant"),
        motif=pl.lit(reason(item, usage)),
    )  # fmt: skip
