"""Compare each value with its references, on the exact limits, with three verdicts.

A territory over 5 % of its reference is compared with the reference without it (methodes.md § 3).
No counts, no verdict.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.puissance import (
    GAP_TO_DETECT,
    power_poisson,
    power_proportion,
    symmetric_gap,
    verdict,
)
from ancrage.observatoire.catalogue.modeles import Methode
from ancrage.observatoire.sources.statuts import is_shown

MAX_SHARE = 0.05
A_CHEVAL = "territoire à cheval sur sa référence, où il pèse trop : pas de verdict"
_RATES = [Methode.TAUX_BRUT, Methode.DENSITE]
_SHARES = [Methode.PROPORTION, Methode.RAPPORT]
_PUBLISHED = [
    Methode.TAUX_PUBLIE,
    Methode.TAUX_STANDARDISE_PUBLIE,
    Methode.MEDIANE_PUBLIEE,
    Methode.ESPERANCE_VIE_PUBLIEE,
    Methode.INDICE_PUBLIE,
]
_COUNTS = [Methode.EFFECTIF, Methode.EFFECTIF_EVENEMENTS]
_KEY = ["indicateur", "serie", "periode", "sexe"]


def compare(
    valeurs: pl.DataFrame,
    parents: pl.DataFrame,
    standard: pl.DataFrame,
    sans_verdict: Mapping[str, str] = MappingProxyType({}),
) -> pl.DataFrame:
    """Return aire × `_KEY` × reference: its value, the verdict or why there is none.

    `valeurs` and `standard` are tables of values; `parents` has aire, niveau, code, entier (true:
    the reference holds the whole area, false: a part of it, null: nothing of it).
    `sans_verdict` names the indicateurs that are shown but never judged, with the reason.
    """
    references = standard.select(
        *_KEY,
        ref_aire="aire",
        ref_value="value",
        ref_numerator="numerator",
        ref_denominator="denominator",
        ref_status="status",
    ).filter(pl.col("ref_status").is_in(["valeur", "zero"]))
    links = parents.select(
        "aire", "entier", reference="niveau", ref_aire=pl.format("{}:{}", "niveau", "code")
    ).with_columns(ref_aire=pl.col("ref_aire").replace("france:france", "france"))
    rows = (
        valeurs.filter(~pl.col("method").is_in(_COUNTS) & ~pl.col("status").is_in(["emprunte"]))
        .join(links, on="aire")
        .filter(pl.col("aire") != pl.col("ref_aire"))
        .join(references, on=["ref_aire", *_KEY])
    )
    silent = pl.DataFrame(
        {"indicateur": list(sans_verdict), "sans_verdict": list(sans_verdict.values())},
        schema={"indicateur": pl.String, "sans_verdict": pl.String},
    )
    return _add_verdicts(_take_out(rows).join(silent, on="indicateur", how="left"))


def _take_out(rows: pl.DataFrame) -> pl.DataFrame:
    """Replace a reference that the territory weighs on by the same reference without it.

    `mele`: it weighs on it but cannot be taken out, lying astride it or counting more than it.
    """
    rest_n = pl.col("ref_numerator") - pl.col("numerator")
    rest_d = pl.col("ref_denominator") - pl.col("denominator")
    counted = pl.col("method").is_in([*_RATES, *_SHARES])
    heavy = counted & (pl.col("denominator") > MAX_SHARE * pl.col("ref_denominator"))
    apart = pl.col("entier") & (rest_d > 0) & (rest_n >= 0)
    return rows.with_columns(
        hors_territoire=(heavy & apart).fill_null(value=False),
        mele=(heavy & ~apart).fill_null(value=False),
    ).with_columns(
        ref_value=pl.when("hors_territoire")
        .then(rest_n / rest_d * pl.col("multiplier"))
        .otherwise("ref_value")
    )


def _add_verdicts(rows: pl.DataFrame) -> pl.DataFrame:
    method = rows["method"].to_numpy()
    lower, upper = rows["lower"].to_numpy(), rows["upper"].to_numpy()
    reference = rows["ref_value"].to_numpy()
    base, scale = rows["denominator"].to_numpy(), rows["multiplier"].to_numpy()
    ready = ~np.isnan(lower) & ~np.isnan(upper) & (np.nan_to_num(reference) > 0)
    ready &= rows["sans_verdict"].is_null().to_numpy() & ~rows["mele"].to_numpy()
    answers = np.full(rows.height, None, dtype=object)
    for family, power_of in ((_RATES, _rate_power), (_SHARES, None)):
        for name in family:
            chosen = ready & (method == name)
            if not chosen.any():
                continue
            target = reference[chosen] / scale[chosen]
            compute = power_of or (_share_power if name == Methode.PROPORTION else _ratio_power)
            power = compute(rows["numerator"].to_numpy()[chosen], base[chosen], target)
            answers[chosen] = verdict(lower[chosen], upper[chosen], reference[chosen], power)
    return rows.with_columns(
        verdict=pl.Series("verdict", answers.tolist(), dtype=pl.String)
    ).with_columns(motif_verdict=_why_none())


def _rate_power(_observed: np.ndarray, base: np.ndarray, target: np.ndarray) -> np.ndarray:
    return np.asarray(power_poisson(base * target))


def _share_power(_observed: np.ndarray, base: np.ndarray, target: np.ndarray) -> np.ndarray:
    inside = (target > 0) & (target < 1)
    power = np.zeros_like(target)
    gap = symmetric_gap(target[inside])
    power[inside] = power_proportion(base[inside], target[inside], gap)
    return power


def _ratio_power(observed: np.ndarray, base: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Power to see a ratio of two counts 20 % above the reference, given their total."""
    share = target / (1 + target)
    raised = target * (1 + GAP_TO_DETECT)
    return np.asarray(power_proportion(observed + base, share, raised / (1 + raised) - share))


def _why_none() -> pl.Expr:
    return (
        pl.when(pl.col("verdict").is_not_null())
        .then(None)
        .when(~is_shown())
        .then(pl.lit("valeur du territoire non diffusée"))
        .when(pl.col("sans_verdict").is_not_null())
        .then("sans_verdict")
        .when("mele")
        .then(pl.lit(A_CHEVAL))
        .when(pl.col("method").is_in(_PUBLISHED))
        .then(pl.lit("valeur publiée sans effectifs : ni intervalle ni verdict"))
        .when(pl.col("method").is_in([Methode.QUOTIENT, Methode.EVOLUTION_ANNUELLE]))
        .then(pl.lit("dénombrement exhaustif : ni intervalle ni verdict"))
        .otherwise(pl.lit("référence nulle : pas de verdict"))
    )
