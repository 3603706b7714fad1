"""Tell what became of a batch."""

from typing import Any

import typer


def report_batch(batch: Any) -> None:
    """Print how many were written, kept, failed; leave with 3 when one failed."""
    from ancrage.cli.affichage import say

    counts = (len(batch.ecrits), len(batch.inchanges), len(batch.echecs))
    say("{} écrit(s), {} inchangé(s), {} échec(s)".format(*counts))
    for territoire, raison in batch.echecs:
        say(f"{territoire} : {raison}")
    if batch.echecs:
        raise typer.Exit(3)
