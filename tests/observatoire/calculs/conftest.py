"""Reference tables: published worked examples, one CSV each, cited on the first line."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

REFERENCE = Path(__file__).parent / "reference"
Table = dict[str, np.ndarray]


@pytest.fixture(scope="session")
def reference() -> Callable[[str], Table]:
    """Return a reader of reference/<name>.csv: one float array per column."""

    def read(name: str) -> Table:
        lines = (REFERENCE / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        rows = list(csv.DictReader(lines[1:]))
        return {column: np.array([float(row[column]) for row in rows]) for column in rows[0]}

    return read
