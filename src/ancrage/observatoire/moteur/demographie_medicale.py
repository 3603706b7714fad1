"""Head-counts of health professionals over time: base 100 by département, region and France.

The series supplied count doctors of every speciality; the general practitioners' is awaited. A
base-100 series starts again after a break declared in the catalogue. France and the region are
summed over the départements known every year, so that a newcomer (Mayotte in 2014) is no growth.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl

from ancrage.observatoire.calculs.tendance import base_hundred
from ancrage.observatoire.catalogue.modeles import Indicateur
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.ages_medecins import ProjectionMedecins
from ancrage.observatoire.moteur.libelles import libelle_aire
from ancrage.observatoire.moteur.magasin import Magasin
from ancrage.observatoire.sources.statuts import is_shown
from ancrage.observatoire.territoires.aires import Territoire, departements_of
from ancrage.observatoire.territoires.referentiel import communes

SCHEMA_DEMOGRAPHIE = "ancrage.demographie-medicale/1"
PROFESSIONS = {
    "O03-MEDECINS": "Médecins, toutes spécialités",
    "O07-INFIRMIERS": "Infirmières et infirmiers",
    "O09-DENTISTES": "Chirurgiennes-dentistes et chirurgiens-dentistes",
}
AVERTISSEMENT = (
    "Les médecins sont comptés toutes spécialités ensemble, libéraux et salariés : cette série ne "
    "dit rien des seuls généralistes. La série des généralistes par département est attendue "
    "(DREES, RPPS)."
)


@dataclass(frozen=True, slots=True)
class SerieAire:
    """The counts of one area, at 100 in their first year and again after each break."""

    code: str
    libelle: str
    niveau: str
    annees: tuple[int, ...]
    effectifs: tuple[float, ...]
    base_100: tuple[float, ...]

    @property
    def evolution(self) -> float | None:
        """Return the change from first to last year, in percent (None across a break)."""
        if self.base_100[0] != 100 or self.base_100.count(100.0) == len(self.base_100):
            return None
        return 100 * (self.effectifs[-1] / self.effectifs[0] - 1)


@dataclass(frozen=True, slots=True)
class SerieProfession:
    """A profession: départements of the territory, then region(s), then France."""

    indicateur: str
    libelle: str
    ruptures: tuple[tuple[int, str], ...]
    champ: int  # départements of France known every year
    aires: tuple[SerieAire, ...]
    source: str


@dataclass(frozen=True, slots=True)
class DemographieMedicale:
    """What the files say of the professionals around a territory."""

    territoire: str
    libelle: str
    professions: tuple[SerieProfession, ...]
    avertissement: str = AVERTISSEMENT
    projection: ProjectionMedecins | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the published shape `ancrage.demographie-medicale/1`."""
        return {"schema": SCHEMA_DEMOGRAPHIE, **asdict(self)}


def build_demographie(
    magasin: Magasin,
    territoire: Territoire,
    indicateurs: Mapping[str, Indicateur],
    sources_cited: Mapping[str, str],
    projection: ProjectionMedecins | None = None,
) -> DemographieMedicale:
    """Return the base-100 series around a territory; `sources_cited`: citation by indicateur."""
    found = [
        serie
        for code, libelle in PROFESSIONS.items()
        if (serie := _profession(magasin, territoire, indicateurs[code], libelle, sources_cited))
    ]
    if not found:
        raise Erreur(
            "demographie_absente",
            f"Aucune série de professionnels ne couvre {territoire.libelle}.",
            attendu="les fichiers DREES de démographie par département",
            remede="chargez-les : « ancrage sources charger --depuis <dossier> »",
            sortie=CodeSortie.ATTENTE,
        )
    return DemographieMedicale(
        territoire.code, territoire.libelle, tuple(found), projection=projection
    )


def _profession(
    magasin: Magasin,
    territoire: Territoire,
    item: Indicateur,
    libelle: str,
    cited: Mapping[str, str],
) -> SerieProfession | None:
    counts = _constant_field(magasin, item.code)
    if counts.is_empty():
        return None
    years = counts["annee"].unique().sort().to_list()
    breaks = tuple((r.annee, r.motif) for r in item.ruptures if years[0] < r.annee <= years[-1])
    areas = _areas(territoire)
    series = [
        _serie(code, counts.filter(pl.col("departement").is_in(members)), years, breaks)
        for code, members in areas.items()
        if counts["departement"].is_in(members).any()
    ]
    if len(series) < 2:
        return None
    champ = counts["departement"].n_unique()
    return SerieProfession(
        item.code, libelle, breaks, champ, tuple(series), cited.get(item.code, "")
    )


def _constant_field(magasin: Magasin, code: str) -> pl.DataFrame:
    """Return departement, annee, effectif for the départements known every year."""
    departements = communes()["departement"].drop_nulls().unique().sort().to_list()
    rows = (
        magasin.valeurs_of((f"departement:{d}" for d in departements), [code])
        .filter(is_shown(), sexe="ensemble")
        .select(
            departement=pl.col("aire").str.split(":").list.last(),
            annee=pl.col("periode").cast(pl.Int32),
            effectif="numerator",
        )
    )
    every = rows["annee"].n_unique()
    return rows.filter(pl.len().over("departement") == every).sort("departement", "annee")


def _areas(territoire: Territoire) -> dict[str, list[str]]:
    """Return area code → départements: those touched, their regions, France."""
    known = communes().select("departement", "region").drop_nulls().unique()
    touched = sorted(departements_of(territoire))
    regions = known.filter(pl.col("departement").is_in(touched))["region"].unique().sort()
    areas = {f"departement:{code}": [code] for code in touched if len(touched) <= 20}
    for region in regions if len(touched) <= 20 else []:
        areas[f"region:{region}"] = known.filter(region=region)["departement"].to_list()
    areas["france"] = known["departement"].to_list()
    return areas


def _serie(
    code: str, rows: pl.DataFrame, years: list[int], breaks: tuple[tuple[int, str], ...]
) -> SerieAire:
    totals = rows.group_by("annee").agg(pl.col("effectif").sum()).sort("annee")["effectif"]
    values = totals.to_numpy()
    base = base_hundred(years, values, tuple(year for year, _ in breaks))
    return SerieAire(
        code=code,
        libelle=libelle_aire(code),
        niveau=code.partition(":")[0],
        annees=tuple(years),
        effectifs=tuple(float(v) for v in values),
        base_100=tuple(float(v) for v in np.asarray(base)),
    )
