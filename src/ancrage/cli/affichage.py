"""What the commands print: tables, progress, paths. The only place that knows rich."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

LONGEST_CODE, LONGEST_WORD = 20, 10  # longer words (addresses, checksums) may be folded
Suivi = Callable[[str, int, int], None]


def console() -> Console:
    """Return a console on standard output (plain text when piped)."""
    return Console(highlight=False)


def say(text: str) -> None:
    """Print a line as it is, without markup."""
    console().print(text, markup=False)


def print_table(headers: Sequence[str], rows: Iterable[Sequence[str]], titre: str = "") -> None:
    """Print a table that wraps between words; nothing is cut."""
    lines = [list(row) for row in rows]
    table = Table(
        title=Text(titre) if titre else None,
        title_justify="left",
        header_style="bold",
        box=SIMPLE_HEAD,
    )
    for index, header in enumerate(headers):
        cells = [header, *(line[index] for line in lines)]
        longest = max(len(word) for cell in cells for word in cell.split(" "))
        least = LONGEST_CODE if index == 0 else LONGEST_WORD
        table.add_column(Text(header), overflow="fold", min_width=min(least, longest))
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))  # no markup in names
    console().print(table)


@contextmanager
def progress_bar(titre: str) -> Iterator[Suivi]:
    """Show a bar on standard error; yield `report(what, done, total)`."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(titre, total=None)

        def report(what: str, done: int, total: int) -> None:
            bar.update(task, description=f"{titre} : {what}"[:60], completed=done, total=total)

        yield report
