"""The full rebuild of the store from the official files, no prepared file kept."""

import os
import shutil
from pathlib import Path

from ancrage.observatoire import api
from benchmarks.mesures import Reglage, Resultat, time_each

BORNE_S, BORNE_MO = 60.0, 2000.0
TOURS = 1  # of one process: memory peaks once


def measure(reglage: Reglage) -> list[Resultat]:
    """Time a load into an empty folder of state (ANCRAGE_STATE_DIR, given by the caller)."""
    folder = os.environ.get("ANCRAGE_SOURCES_DIR")
    if not folder:
        return []
    state = Path(os.environ["ANCRAGE_STATE_DIR"])
    assert not (state / "magasin").exists(), "never over the store of someone"

    def rebuild(_: int) -> api.Rapport:
        shutil.rmtree(state / "prepare", ignore_errors=True)
        return api.load(Path(folder))

    result = time_each("Reconstruction du magasin", range(TOURS), rebuild, borne=BORNE_S)
    result.note = f"{(result.memoire or 0) / BORNE_MO:.2f} fois la borne de mémoire (2 Go)"
    return [result]
