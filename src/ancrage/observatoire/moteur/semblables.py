"""The areas among which a territory has a place: same level, same region."""

import polars as pl

from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.referentiel import communes


def comparable_areas(territoire: Territoire) -> pl.DataFrame:
    """Return aire, autre, ensemble: communes or EPCI of the region(s), départements, régions."""
    known = communes()
    held = known.filter(pl.col("code").is_in(list(territoire.communes)))
    region = held["region"].drop_nulls().mode().sort().to_list()[:1]
    level = {"commune": "code", "departement": "departement", "region": "region"}.get(
        territoire.niveau, "epci"
    )
    if territoire.niveau == "france" or not region:
        return pl.DataFrame(schema={"aire": pl.String, "autre": pl.String, "ensemble": pl.String})
    scope = (
        known if level in {"departement", "region"} else known.filter(pl.col("region") == region[0])
    )
    where = libelle_aire(f"region:{region[0]}")
    name = {
        "code": f"communes de la région {where}",
        "epci": f"EPCI de la région {where}",
        "departement": "départements français",
        "region": "régions françaises",
    }[level]
    prefix = "commune" if level == "code" else level
    return (
        scope.filter(pl.col(level).is_not_null())
        .select(autre=pl.format(prefix + ":{}", level))
        .unique()
        .select(aire=pl.lit(territoire.code), autre="autre", ensemble=pl.lit(name))
    )
