"""Turn counts into values with their limits: one method of `calculs` per `Methode`.

Limits are the exact ones (methodes.md § 3): Poisson for events, Wilson for proportions,
conditional binomial for the ratio of two counts. Exhaustive stocks and published values have none.
"""

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.intervalles import poisson_exact, ratio_exact, wilson
from ancrage.observatoire.catalogue.modeles import Methode

_EVENTS = [Methode.TAUX_BRUT, Methode.DENSITE, Methode.EFFECTIF_EVENEMENTS]
_COUNTS = [Methode.EFFECTIF, Methode.EFFECTIF_EVENEMENTS]
PRUDENCE = 20  # events under which a rate is read with caution (methodes.md § 2)


def add_statistics(rows: pl.DataFrame, plan: pl.DataFrame) -> pl.DataFrame:
    """Return `rows` with value, lower, upper, method and reliability.

    Masked rows keep null numbers; a borrowed row carries the limits of the area it describes.
    """
    known = rows.join(
        plan.select("indicateur", "serie", "method", "multiplier"), on=["indicateur", "serie"]
    )
    return _add_limits(known.with_columns(value=_value())).with_columns(reliability=_reliability())


def _value() -> pl.Expr:
    numerator, denominator = pl.col("numerator"), pl.col("denominator")
    ratio = pl.when(denominator > 0).then(numerator / denominator)
    years = pl.col("periode").str.slice(-4).cast(pl.Int32, strict=False) - pl.col(
        "periode"
    ).str.slice(0, 4).cast(pl.Int32, strict=False)
    yearly = (ratio.pow(1.0 / years) - 1.0) * pl.col("multiplier")
    return (
        pl.when(pl.col("numerator").is_null())
        .then("value")
        .when(pl.col("method").is_in(_COUNTS))
        .then(numerator)
        .when(pl.col("method") == Methode.EVOLUTION_ANNUELLE)
        .then(yearly)
        .otherwise(ratio * pl.col("multiplier"))
    )


def _add_limits(rows: pl.DataFrame) -> pl.DataFrame:
    """Compute the limits method by method on plain arrays (a few vectorised calls)."""
    method = rows["method"].to_numpy()
    observed = rows["numerator"].to_numpy()
    base = rows["denominator"].to_numpy()
    scale = rows["multiplier"].to_numpy()
    usable = ~np.isnan(observed)
    lower, upper = np.full(rows.height, np.nan), np.full(rows.height, np.nan)
    for name, limits in _LIMITS.items():
        chosen = usable & (method == name)
        if name != Methode.EFFECTIF_EVENEMENTS:
            chosen &= np.nan_to_num(base) > 0
        if chosen.any():
            low, high = limits(observed[chosen], base[chosen])
            factor = 1.0 if name == Methode.EFFECTIF_EVENEMENTS else scale[chosen]
            lower[chosen], upper[chosen] = low * factor, high * factor
    return rows.with_columns(
        pl.Series("lower", lower).fill_nan(None), pl.Series("upper", upper).fill_nan(None)
    )


def _rate_limits(observed: np.ndarray, base: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    low, high = poisson_exact(observed)
    return low / base, high / base


def _count_limits(observed: np.ndarray, _base: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    low, high = poisson_exact(observed)
    return low, high


def _share_limits(observed: np.ndarray, base: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    # Weighted census counts may exceed their total by a rounding error.
    low, high = wilson(np.minimum(observed, base), base)
    return low, high


def _ratio_limits(observed: np.ndarray, base: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    low, high = ratio_exact(observed, base)
    return low, high


_LIMITS = {
    Methode.TAUX_BRUT: _rate_limits,
    Methode.DENSITE: _rate_limits,
    Methode.EFFECTIF_EVENEMENTS: _count_limits,
    Methode.PROPORTION: _share_limits,
    Methode.RAPPORT: _ratio_limits,
}


def _reliability() -> pl.Expr:
    events = pl.col("method").is_in([*_EVENTS, Methode.PROPORTION, Methode.RAPPORT])
    return (
        pl.when(pl.col("numerator").is_null() | ~events)
        .then(None)
        .when(pl.col("numerator") >= PRUDENCE)
        .then(pl.lit("fiable"))
        .otherwise(pl.lit("prudence"))
    )
