"""The areas among which a territory has a place: same level, same region."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.sources.statuts import is_shown
from ancrage.observatoire.territoires.aires import Territoire
from ancrage.observatoire.territoires.referentiel import communes, geographie_root

_COLUMNS = {"commune": "code", "epci": "epci", "departement": "departement", "region": "region"}
_NOMS = {"departement": "départements français", "region": "régions françaises"}


@dataclass(frozen=True, slots=True)
class Ensemble:
    """A set of comparable areas: those of a level, in one region (« 24 ») or in France (« »)."""

    niveau: str
    region: str

    @property
    def libelle(self) -> str:
        """Return « EPCI de la région Bretagne »."""
        if not self.region:
            return _NOMS[self.niveau]
        kind = "communes" if self.niveau == "commune" else "EPCI"
        return f"{kind} de la région {libelle_aire(f'region:{self.region}')}"

    def areas(self) -> pl.Series:
        """Return the codes of its areas, each once."""
        return _areas(self.niveau, self.region, str(geographie_root()))


@lru_cache(maxsize=64)
def _areas(niveau: str, region: str, _root: str) -> pl.Series:
    known = communes()
    scope = known.filter(region=region) if region else known
    codes = scope[_COLUMNS[niveau]].drop_nulls().unique(maintain_order=True)
    return codes.to_frame("code").select(pl.format(niveau + ":{}", "code")).to_series()


def ensemble_of(territoire: Territoire) -> Ensemble | None:
    """Return the set of a territory: that of the region of most of its communes, if any."""
    held = communes().filter(pl.col("code").is_in(list(territoire.communes)))
    region = held["region"].drop_nulls().mode().sort().to_list()[:1]
    if territoire.niveau == "france" or not region:
        return None
    niveau = territoire.niveau if territoire.niveau in _COLUMNS else "epci"
    return Ensemble(niveau, "" if niveau in _NOMS else region[0])


def comparable_areas(territoire: Territoire) -> pl.DataFrame:
    """Return aire, autre, ensemble: communes or EPCI of the region(s), départements, régions."""
    ensemble = ensemble_of(territoire)
    if ensemble is None:
        return pl.DataFrame(schema={"aire": pl.String, "autre": pl.String, "ensemble": pl.String})
    return pl.DataFrame({"autre": ensemble.areas()}).select(
        aire=pl.lit(territoire.code), autre="autre", ensemble=pl.lit(ensemble.libelle)
    )


@dataclass(frozen=True, slots=True)
class Repartitions:
    """The unnamed values of a set of areas; the areas that show none are counted only."""

    ensemble: str
    effectif: int
    valeurs: Mapping[tuple[str, str, str], pl.Series]

    def of(self, indicateur: str, periode: str, sexe: str) -> tuple[str, list[float], int]:
        """Return the name of the set, its sorted values, how many of its areas show none."""
        found = self.valeurs.get((indicateur, periode, sexe))
        values = [] if found is None else found.to_list()
        return self.ensemble, values, self.effectif - len(values)


def build_repartitions(magasin: Magasin, ensemble: Ensemble) -> Repartitions:
    """Return every distribution of a set of areas, in one pass over their values."""
    areas = ensemble.areas()
    rows = (
        magasin.valeurs_of(areas)
        .filter(is_shown() & pl.col("value").is_not_null())
        .sort("value")
        .group_by("indicateur", "periode", "sexe", maintain_order=True)
        .agg("value")
    )
    columns = rows.get_columns()  # a list of values stays a column: no list of floats is built
    valeurs = {
        (code, periode, sexe): held for code, periode, sexe, held in zip(*columns, strict=True)
    }
    return Repartitions(ensemble.libelle, len(areas), valeurs)
