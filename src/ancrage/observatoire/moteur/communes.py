"""The communes of a territory as listed and drawn in a document."""

from dataclasses import dataclass

import polars as pl

from ancrage.observatoire.moteur.cartes import Anneaux
from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.contours import anneaux
from ancrage.observatoire.territoires.referentiel import communes

POPULATION = "D01"


@dataclass(frozen=True, slots=True)
class CommuneSituee:
    """A commune with its EPCI, département, latest municipal population and shape (flat km)."""

    code: str
    libelle: str
    epci: str
    departement: str
    population: float | None
    periode: str | None  # vintage of the population, not of the COG
    anneaux: Anneaux


def list_communes(magasin: Magasin, territoire: Territoire) -> tuple[CommuneSituee, ...]:
    """Return the communes of a territory by name."""
    held = communes().filter(pl.col("code").is_in(list(territoire.communes)))
    areas = (f"commune:{code}" for code in territoire.communes)
    rows = magasin.valeurs_of(areas, [POPULATION])
    known = {
        row["aire"].partition(":")[2]: row for row in rows.sort("periode").iter_rows(named=True)
    }
    shapes = anneaux("commune", territoire.communes)
    return tuple(
        CommuneSituee(
            code=row["code"],
            libelle=row["libelle"],
            epci=libelle_aire(f"epci:{row['epci']}") if row["epci"] else "",
            departement=libelle_aire(f"departement:{row['departement']}"),
            population=known.get(row["code"], {}).get("value"),
            periode=known.get(row["code"], {}).get("periode"),
            anneaux=shapes.get(row["code"], ()),
        )
        for row in held.sort("libelle").iter_rows(named=True)
    )
