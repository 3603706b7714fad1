"""The analyses a reader asks for, on the store in use: change, peers, classes, supply, gradient."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import polars as pl

from ancrage.observatoire.catalogue.chargement import find_indicateur, indicateurs, sources
from ancrage.observatoire.catalogue.depots import Usage
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.ages_medecins import SOURCE, project_medecins, read_ages
from ancrage.observatoire.moteur.aires import aires_of
from ancrage.observatoire.moteur.bilans import Bilan, build_bilan
from ancrage.observatoire.moteur.comparatifs import (
    AVEC,
    PARMI,
    SEMBLABLES,
    Comparatif,
    compare_with_area,
    compare_with_peers,
)
from ancrage.observatoire.moteur.demographie_medicale import (
    PROFESSIONS,
    DemographieMedicale,
    build_demographie,
)
from ancrage.observatoire.moteur.depots_profil import lay_depots
from ancrage.observatoire.moteur.entonnoirs import DonneesEntonnoir, build_entonnoir
from ancrage.observatoire.moteur.gradients import DEFAVORISATION, GradientSocial, build_gradient
from ancrage.observatoire.moteur.lissages import build_lissages
from ancrage.observatoire.moteur.magasin import Magasin, embedded_dir, open_magasin
from ancrage.observatoire.moteur.pairs import Semblables, find_semblables
from ancrage.observatoire.moteur.plan import build_plan
from ancrage.observatoire.moteur.profil import build_profil, facts_around
from ancrage.observatoire.moteur.reglages import reglages
from ancrage.observatoire.moteur.resultats import Profil
from ancrage.observatoire.moteur.resultats_lissages import LissageCommunal
from ancrage.observatoire.moteur.typologies import TypologieTerritoires, build_typologie
from ancrage.observatoire.moteur.valeurs import compute_valeurs
from ancrage.observatoire.sources.statuts import is_shown
from ancrage.observatoire.territoires.aires import Territoire, regions_of
from ancrage.observatoire.territoires.territoire import parse_territoire

__all__ = [
    "comparer",
    "demographie_medicale",
    "entonnoir",
    "evolutions",
    "gradient",
    "lissages",
    "typologie",
]


def evolutions(
    territoire: Territoire | str,
    de: str | None = None,
    a: str | None = None,
    *,
    profil: Profil | None = None,
    usage: Usage | Literal["ouvert"] = "interne",
) -> Bilan:
    """Return what changed on a territory between two windows, against its region (§ 14).

    Without `de` and `a`: for each indicateur, the latest window and the first one counted alike
    and disjoint from it. A territory astride two regions, or a region, is read alone. `profil`:
    that of the territory, where the caller already has it. `usage`: what the figures serve, which
    the agreement of a restricted deposit must allow.
    """
    area = _area(territoire)
    profil = profil or _profil_for(area, usage)
    around = _region(area)
    region = _region_profil(open_magasin(), profil.edition, around, usage) if around else None
    return build_bilan(profil, region, indicateurs(), de, a)


def comparer(
    territoire: Territoire | str,
    avec: str = SEMBLABLES,
    parmi: str | None = None,
    *,
    profil: Profil | None = None,
) -> Comparatif:
    """Return a territory beside its peers, its département(s) or its region: a place, no rank."""
    _check(avec, AVEC, "--avec")
    if parmi is not None:
        _check(parmi, PARMI, "--parmi")
    area, magasin = _area(territoire), open_magasin()
    profil = profil or _profil(magasin, area)
    if avec != SEMBLABLES:
        return compare_with_area(profil, indicateurs(), avec)
    aires = aires_of([area])
    plan = build_plan(indicateurs().values(), sources())
    rows = compute_valeurs(facts_around(magasin, aires), plan, aires).filter(is_shown())
    return compare_with_peers(magasin, area, profil, rows, indicateurs(), parmi)


def semblables(
    territoire: Territoire | str, parmi: str | None = None, *, profil: Profil | None = None
) -> Semblables:
    """Return the territories most like another, without comparing their figures."""
    if parmi is not None:
        _check(parmi, PARMI, "--parmi")
    area, magasin = _area(territoire), open_magasin()
    profil = profil or _profil(magasin, area)
    return find_semblables(magasin, area, profil, indicateurs(), parmi)


def lissages(territoire: Territoire | str) -> tuple[LissageCommunal, ...]:
    """Return the smoothed communal rates of a territory: to read a map, never to conclude."""
    return build_lissages(open_magasin(), _area(territoire), indicateurs(), sources())


def typologie(
    territoire: Territoire | str, niveau: str = "epci", classes: int | None = None
) -> TypologieTerritoires:
    """Return the classes of the EPCI or communes of a territory, described and never ranked."""
    return _typologie(open_magasin(), _area(territoire), niveau, classes)


@lru_cache(maxsize=8)  # a batch of documents asks for the same region eighty times
def _typologie(
    magasin: Magasin, area: Territoire, niveau: str, classes: int | None
) -> TypologieTerritoires:
    return build_typologie(magasin, area, indicateurs(), niveau, classes)


def demographie_medicale(territoire: Territoire | str) -> DemographieMedicale:
    """Return the base-100 series of professionals around a territory, and the projection if any."""
    magasin = open_magasin()
    embedded = embedded_dir()
    shipped = magasin.dossier == embedded.resolve()
    ages = read_ages(embedded if shipped else reglages().etat / "prepare")
    source = sources()[SOURCE]
    title = f"{source.producteur}, {source.titre}, {source.editions[-1].millesime}"
    projection = None if ages is None else project_medecins(ages, title)
    cited = cite(magasin, PROFESSIONS)
    return build_demographie(magasin, _area(territoire), indicateurs(), cited, projection)


def gradient(
    indicateur: str, territoire: Territoire | str, periode: str | None = None
) -> GradientSocial:
    """Return an indicateur by fifth of disadvantage of the communes, with its indices."""
    code = find_indicateur(indicateur).code
    magasin = open_magasin()
    cited = cite(magasin, [code, DEFAVORISATION])
    source = " ; ".join(cited[each] for each in (code, DEFAVORISATION) if each in cited)
    return build_gradient(magasin, _area(territoire), indicateurs(), code, periode, source)


def entonnoir(
    indicateur: str, territoire: Territoire | str, niveau: str = "epci", periode: str | None = None
) -> DonneesEntonnoir:
    """Return the funnel of an indicateur among the EPCI or communes of a territory."""
    code = find_indicateur(indicateur).code
    magasin = open_magasin()
    source = cite(magasin, [code]).get(code, "")
    return build_entonnoir(magasin, _area(territoire), indicateurs(), code, niveau, periode, source)


def cite(magasin: Magasin, codes: Iterable[str]) -> dict[str, str]:
    """Return « producer, title, vintage » of the latest period of each indicateur."""
    known = sources()
    rows = magasin.provenances.filter(pl.col("indicateur").is_in(list(codes))).sort(
        "periode", descending=True, maintain_order=True
    )
    return {
        row["indicateur"]: f"{known[row['source']].producteur}, {known[row['source']].titre}, "
        f"{row['millesime']}"
        for row in rows.unique("indicateur", keep="first", maintain_order=True).iter_rows(
            named=True
        )
    }


def _area(territoire: Territoire | str) -> Territoire:
    return parse_territoire(territoire) if isinstance(territoire, str) else territoire


def _profil(magasin: Magasin, area: Territoire) -> Profil:
    return build_profil(magasin, area, indicateurs(), sources())


def _profil_for(area: Territoire, usage: Usage | Literal["ouvert"]) -> Profil:
    magasin, catalogue, cited = lay_depots(open_magasin(), indicateurs(), sources(), usage)
    return build_profil(magasin, area, catalogue, cited)


@lru_cache(maxsize=8)  # the same for every territory of the region
def _region_profil(
    _store: Magasin, _edition: str, region: Territoire, usage: Usage | Literal["ouvert"]
) -> Profil:
    return _profil_for(region, usage)


def _region(area: Territoire) -> Territoire | None:
    if area.niveau in {"region", "france"}:
        return None
    codes = regions_of(area)
    return parse_territoire(f"region:{codes[0]}") if len(codes) == 1 else None


def _check(value: str, allowed: tuple[str, ...], option: str) -> None:
    if value not in allowed:
        raise Erreur(
            "choix_inconnu",
            f"« {value} » n'est pas un choix de {option}.",
            attendu=", ".join(allowed),
            sortie=CodeSortie.USAGE,
        )
