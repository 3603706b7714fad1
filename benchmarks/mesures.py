"""What a case measures: durations, processor time and peak memory, kept apart from the printing."""

import random
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import TypeVar

GRAINE = 20260101  # the same territories every day
Sujet = TypeVar("Sujet")


@dataclass(frozen=True)
class Reglage:
    """What a run covers. `essai`: one short run of each, to see that everything starts."""

    region: str = "24"
    essai: bool = False

    def runs(self, wanted: int) -> int:
        """Return how many times to repeat."""
        return 1 if self.essai else wanted


@dataclass
class Resultat:
    """The durations of one job, in seconds, and its bar when it has one."""

    nom: str
    durees: list[float]
    processeur: list[float] = field(default_factory=list)
    borne: float | None = None
    memoire: float | None = None  # peak of the process, in Mo
    note: str = ""

    @property
    def mediane(self) -> float:
        """Return the median duration."""
        return median(self.durees)

    @property
    def ratio(self) -> float | None:
        """Return the median against the bar: under 1, the bar is held."""
        return None if self.borne is None else self.mediane / self.borne


def time_each(
    nom: str,
    subjects: Iterable[Sujet],
    job: Callable[[Sujet], object],
    *,
    borne: float | None = None,
    note: str = "",
) -> Resultat:
    """Time a job once for each subject: never twice the same, so that no figure is cached."""
    durations, processor = [], []
    for subject in subjects:
        start, busy = time.perf_counter(), time.process_time()
        job(subject)
        durations.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
    return Resultat(nom, durations, processor, borne, peak_memory(), note)


def together(results: Sequence[Resultat]) -> Resultat:
    """Return the runs of one job as one result, with the highest of their memories."""
    return replace(
        results[0],
        durees=[duration for result in results for duration in result.durees],
        processeur=[busy for result in results for busy in result.processeur],
        memoire=max(result.memoire or 0.0 for result in results),
    )


def peak_memory() -> float:
    """Return the peak memory of this process, in Mo.

    Linux counts in `ru_maxrss` what the parent held before it started us: read the status first.
    """
    return _status("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory_of(pid: int) -> float:
    """Return the memory held now by a process, in Mo; 0 when it is gone."""
    return _status("VmRSS", pid) or 0.0


def _status(line: str, pid: int | str = "self") -> float | None:
    try:
        text = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return None
    found = [row.split()[1] for row in text.splitlines() if row.startswith(line + ":")]
    return int(found[0]) / 1024 if found else None


def draw(codes: list[str], count: int) -> list[str]:
    """Draw codes with the fixed seed, in a fixed order."""
    return random.Random(GRAINE).sample(codes, min(count, len(codes)))
