"""The status of a value: what a computation gives, in one order of precedence; what is shown."""

import polars as pl


def computed_status(
    value: pl.Expr | str = "value",
    *,
    secret: pl.Expr | None = None,
    missing: pl.Expr | None = None,
) -> pl.Expr:
    """Return secret, else manquant, else zero or valeur: a masked part is told before a missing
    one, and a missing one is never taken for zero."""
    number = pl.col(value) if isinstance(value, str) else value
    status = pl.when(number == 0).then(pl.lit("zero")).otherwise(pl.lit("valeur"))
    for condition, word in ((missing, "manquant"), (secret, "secret")):
        if condition is not None:
            status = pl.when(condition).then(pl.lit(word)).otherwise(status)
    return status


def is_shown() -> pl.Expr:
    """Tell which rows have a value of their own: neither masked, nor missing, nor borrowed."""
    return pl.col("status").is_in(["valeur", "zero"])
