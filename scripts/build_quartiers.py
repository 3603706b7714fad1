"""Write the quartiers prioritaires of the reference geography (`make geographie`).

Reads the INSEE file « DEMO_2022.csv », which names the communes of each quartier, and carries them
to today's communes. Same input, same bytes.

    python scripts/build_quartiers.py DEMO_2022.csv
"""

import sys
from pathlib import Path

import polars as pl

from ancrage.observatoire.sources.insee_qpv_communes import read_quartiers
from ancrage.observatoire.sources.octets import Entree
from ancrage.observatoire.territoires.passage import table_passage
from ancrage.observatoire.territoires.referentiel import geographie_root

COG = 2022


def main(path: Path) -> None:
    """Read, carry, write."""
    read = read_quartiers(Entree(path, path.name, str(COG), COG))
    carried = read.join(table_passage(COG), left_on="commune", right_on="de")
    if carried["reparti"].any():  # nothing tells which piece the quartier went to
        raise SystemExit("Une commune d'un quartier a été scindée : à répartir à la main.")
    table = carried.select("code", "libelle", commune="vers").unique().sort(pl.all())
    target = geographie_root() / "quartiers.parquet"
    table.write_parquet(target, compression="zstd", compression_level=19, statistics=False)
    print(f"{target.name} : {table.height} lignes, {target.stat().st_size / 1e3:.0f} ko")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
