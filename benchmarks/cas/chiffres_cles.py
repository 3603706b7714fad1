"""The chiffres clés: one when warm, then thirty on two processes with their memory over time."""

import multiprocessing
import tempfile
import threading
from pathlib import Path

from ancrage.publication.documents.chiffres_cles import write_batch, write_chiffres_cles
from benchmarks.mesures import Reglage, Resultat, memory_of, time_each
from benchmarks.territoires import epci

BORNE_S, BORNE_LOT_S = 1.5, 45.0
TOURS, LOT, PERIODE_S = 7, 30, 0.2


def measure(reglage: Reglage) -> list[Resultat]:
    """Time documents one after the other, then a batch."""
    with tempfile.TemporaryDirectory() as folder:
        return [_one_by_one(reglage, Path(folder)), _batch(reglage, Path(folder))]


def _one_by_one(reglage: Reglage, folder: Path) -> Resultat:
    first, *areas = epci(reglage, 1 + reglage.runs(TOURS))
    write_chiffres_cles(first, folder / "premier.pdf")
    return time_each(
        "Chiffres clés PDF",
        areas,
        lambda area: write_chiffres_cles(area, folder / "un.pdf"),
        borne=BORNE_S,
    )


def _batch(reglage: Reglage, folder: Path) -> Resultat:
    codes = [area.code for area in epci(reglage, 2 if reglage.essai else LOT)]
    watch = _Memoire()
    with watch:
        result = time_each(
            f"Lot de {len(codes)} chiffres clés, deux processus",
            [codes],
            lambda wanted: _check(write_batch(wanted, folder / "lot", processus=2).echecs),
            borne=BORNE_LOT_S,
        )
    result.processeur = []  # spent by the children
    result.memoire = max(watch.seen, default=result.memoire)
    result.note = watch.told()
    return result


def _check(failures: list[tuple[str, str]]) -> None:
    assert not failures, failures


class _Memoire:
    """Watch the memory of the children of this process, from another thread."""

    def __init__(self) -> None:
        self.seen: list[float] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(PERIODE_S):
            held = sum(memory_of(child.pid or 0) for child in multiprocessing.active_children())
            if held:
                self.seen.append(held)

    def told(self) -> str:
        """Return the memory of both processes at three moments of the batch."""
        if len(self.seen) < 4:
            return ""
        spots = [self.seen[len(self.seen) * part // 4] for part in (1, 2, 3)]
        return "mémoire au quart, à la moitié, aux trois quarts : " + ", ".join(
            f"{spot:.0f} Mo" for spot in spots
        )
