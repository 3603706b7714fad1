"""Tell what became of a batch."""

from typing import Any

import typer


def report_batch(batch: Any) -> None:
    """Print how many were written, kept, failed; leave with 3 when one failed."""
    from ancrage.cli.affichage import say

    say(f"{batch.ecrits} écrit(s), {batch.inchanges} inchangé(s), {len(batch.echecs)} échec(s)")
    for territoire, raison in batch.echecs:
        say(f"{territoire} : {raison}")
    if batch.echecs:
        raise typer.Exit(3)
