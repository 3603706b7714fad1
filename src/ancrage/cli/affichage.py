"""What the commands print: tables, progress, paths. The only place that knows rich."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

Suivi = Callable[[str, int, int], None]


def console() -> Console:
    """Return a console on standard output (plain text when piped)."""
    return Console(highlight=False)


def say(text: str) -> None:
    """Print a line as it is, without markup."""
    console().print(text, markup=False)


def print_table(headers: Sequence[str], rows: Iterable[Sequence[str]], titre: str = "") -> None:
    """Print a table; long cells wrap, nothing is cut."""
    table = Table(title=titre or None, title_justify="left", header_style="bold")
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)


@contextmanager
def progress_bar(titre: str) -> Iterator[Suivi]:
    """Show a bar on standard error; yield `report(what, done, total)`."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(titre, total=None)

        def report(what: str, done: int, total: int) -> None:
            bar.update(task, description=f"{titre} : {what}"[:60], completed=done, total=total)

        yield report
