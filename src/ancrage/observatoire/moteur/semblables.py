"""The areas among which a territory has a place: same level, same region."""

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.moteur.repartitions import Repartitions, distribute
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


def list_ensembles() -> list[Ensemble]:
    """Return every set of comparable areas: in each région its communes and EPCI, then France's."""
    regions = communes()["region"].drop_nulls().unique().sort().to_list()
    local = [Ensemble(niveau, code) for code in regions for niveau in ("commune", "epci")]
    return [*local, *(Ensemble(niveau, "") for niveau in _NOMS)]


def ensemble_of(territoire: Territoire) -> Ensemble | None:
    """Return the set of a territory: that of the region of most of its communes, if any."""
    held = communes().filter(pl.col("code").is_in(list(territoire.communes)))
    region = held["region"].drop_nulls().mode().sort().to_list()[:1]
    if territoire.niveau == "france" or not region:
        return None
    niveau = territoire.niveau if territoire.niveau in _COLUMNS else "epci"
    return Ensemble(niveau, "" if niveau in _NOMS else region[0])


def build_repartitions(magasin: Magasin, ensemble: Ensemble) -> Repartitions:
    """Return every distribution of a set of areas: computed once, then kept with its store.

    A commune has half a million values around it: to read them again would take 0.1 s a profile.
    """
    if ensemble not in magasin.repartitions:
        areas = ensemble.areas()
        rows = magasin.valeurs_of(areas)
        magasin.repartitions[ensemble] = distribute(rows, ensemble.libelle, len(areas))
    return magasin.repartitions[ensemble]


def repartitions_around(magasin: Magasin, territoire: Territoire) -> Repartitions | None:
    """Return the distributions among the areas comparable with a territory, if it has any."""
    ensemble = ensemble_of(territoire)
    return build_repartitions(magasin, ensemble) if ensemble else None
