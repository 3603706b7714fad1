"""The communes at 1 January of a COG year, those before the embedded vintages included."""

from functools import cache
from pathlib import Path

import polars as pl

from ancrage.observatoire.territoires.millesimes import MILLESIMES, check_cog
from ancrage.observatoire.territoires.referentiel import (
    communes,
    geographie_root,
    known_codes,
    mouvements,
)


def communes_at(cog: int) -> dict[str, str]:
    """Return the name of each commune of a COG year, by code.

    Before the first embedded vintage, the codes are rebuilt by undoing the movements; a name is
    the one that the first later movement of the code tells, else that of the first vintage.
    """
    return _communes_at(geographie_root(), check_cog(cog))


@cache
def _communes_at(root: Path, cog: int) -> dict[str, str]:
    if cog in MILLESIMES:
        return dict(communes(cog).select("code", "libelle").iter_rows())
    later = mouvements().filter(pl.col("date") > pl.date(cog, 1, 1))
    first = later.unique("de", keep="first", maintain_order=True)
    told = dict(first.select("de", "libelle_de").iter_rows())
    names = communes_at(MILLESIMES[0]) | told
    return {code: names[code] for code in sorted(known_codes(cog))}
