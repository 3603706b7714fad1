"""The table of results, in French."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from benchmarks.mesures import Resultat

COLONNES = ("Mesure", "Médiane", "Min", "Max", "Processeur", "Borne", "Ratio", "Mémoire", "Note")


def show(results: Iterable[Resultat], console: Console | None = None) -> None:
    """Print the results: durations in seconds, processor time as a median, memory at its peak."""
    table = Table(*COLONNES[:1], title="Temps en secondes, mémoire en Mo")
    for name in COLONNES[1:-1]:
        table.add_column(name, justify="right")
    table.add_column(COLONNES[-1])
    for result in results:
        table.add_row(*line(result))
    (console or Console(width=150)).print(table)


def line(result: Resultat) -> tuple[str, ...]:
    """Return the cells of a result."""
    busy = sorted(result.processeur)
    return (
        result.nom,
        _number(result.mediane),
        _number(min(result.durees)),
        _number(max(result.durees)),
        _number(busy[len(busy) // 2]) if busy else "",
        _number(result.borne),
        _number(result.ratio),
        f"{result.memoire:.0f}" if result.memoire else "",
        result.note,
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.3f}".replace(".", ",") if value < 1 else f"{value:.2f}".replace(".", ",")
