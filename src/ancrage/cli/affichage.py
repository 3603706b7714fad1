"""What the commands print: tables, progress, paths. The only place that knows rich."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

LONGEST_CODE = 20  # longer words (addresses, checksums) may be folded
LONGEST_WORDS = range(14, 7, -1)  # whole in a column that is not the first, where the screen allows
_FRAME = 3  # spaces around a cell and the rule before it; one more closes the table
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
    columns = [[header, *cells] for header, *cells in zip(headers, *lines, strict=True)]
    room = console().width - _FRAME * len(headers) - 1
    for header, width in zip(headers, _widths(columns, room), strict=True):
        table.add_column(Text(header), overflow="fold", width=width)
    for line in lines:
        table.add_row(*(Text(cell) for cell in line))  # no markup in names
    console().print(table)


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the width of each column: its longest cell, or its words and a share of the room.

    Left alone, rich evens the columns first and then cuts what no longer fits the screen.
    """
    wished = [max(cell_len(cell) for cell in cells) for cells in columns]
    if sum(wished) <= room:
        return wished
    words = [max(cell_len(word) for cell in cells for word in cell.split(" ")) for cells in columns]
    least = words
    for longest in LONGEST_WORDS:
        least = [min(word, longest if rank else LONGEST_CODE) for rank, word in enumerate(words)]
        if sum(least) <= room:
            break
    left = max(room - sum(least), 0)
    wanting = [wish - small for wish, small in zip(wished, least, strict=True)]
    return [small + left * want // sum(wanting) for small, want in zip(least, wanting, strict=True)]


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
