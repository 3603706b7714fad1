"""Count 1, 10 and 50 million invented deaths with the embedded engines: time and memory by size.

Each count runs in a process of its own; the rows of a size are generated once, before.
"""

import tempfile
from pathlib import Path

from benchmarks.apart import apart
from benchmarks.mesures import Reglage, Resultat, time_each

TAILLES = (1_000_000, 10_000_000, 50_000_000)
TAILLES_ESSAI = (100_000,)
MOTEURS = ("polars", "duckdb")


def measure(reglage: Reglage) -> list[Resultat]:
    """Time each engine on each size, and check that both give the same counts."""
    results = []
    for rows in TAILLES_ESSAI if reglage.essai else TAILLES:
        with tempfile.TemporaryDirectory() as folder:
            pattern = apart(_generate, folder, rows)
            found = [apart(_count, name, pattern, rows) for name in MOTEURS]
        assert len({digest for _, digest in found}) == 1, "the engines do not count alike"
        results += [result for result, _ in found]
    return results


def _generate(folder: str, rows: int) -> str:
    from benchmarks.individus import write_individuals

    return write_individuals(Path(folder), rows)


def _count(name: str, pattern: str, rows: int) -> tuple[Resultat, str]:
    from ancrage.observatoire.moteur.comptage import collect_counts, count_individuals
    from ancrage.observatoire.moteur.moteurs_calcul import open_moteur
    from benchmarks.individus import PLAN

    counts = None

    def run(_: int) -> None:
        nonlocal counts
        rows = count_individuals(moteur, moteur.scan(pattern), PLAN)
        counts = collect_counts(moteur, rows, PLAN)

    with open_moteur(name) as moteur:
        result = time_each(f"Comptage de {rows // 1_000} milliers de lignes, {name}", [0], run)
    assert counts is not None
    total = counts.filter(cause="toutes")["effectif"].sum()
    assert total == rows
    result.note = (
        f"{rows / result.mediane / 1e6:.1f} millions de lignes/s, {counts.height} effectifs"
    )
    return result, f"{counts.height} {counts.hash_rows(seed=1).sum()}"
