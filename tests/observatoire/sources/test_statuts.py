"""Masked is told before missing, and missing is never zero."""

import polars as pl

from ancrage.observatoire.sources.statuts import computed_status


def test_a_masked_part_wins_over_a_missing_one_and_a_missing_one_over_zero() -> None:
    rows = pl.DataFrame(
        {
            "value": [0.0, 0.0, 0.0, 0.0, 7.0],
            "masked": [True, True, False, False, False],
            "absent": [True, False, True, False, False],
        }
    )
    found = rows.select(status=computed_status(secret=pl.col("masked"), missing=pl.col("absent")))
    assert found["status"].to_list() == ["secret", "secret", "manquant", "zero", "valeur"]
