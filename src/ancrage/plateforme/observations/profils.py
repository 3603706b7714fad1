"""Figures for the pages: the door to the engine, cached by edition of the store.

A figure is computed once per edition, territory and use; a new edition or a new deposit makes a
new key, so nothing has to be invalidated. All results are frozen records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from ancrage.observatoire import api
from ancrage.observatoire.api import (
    CommuneSituee,
    Comparaison,
    Comparatif,
    DonneesCarte,
    Ensemble,
    Erreur,
    Indicateur,
    LissageCommunal,
    Multiplicite,
    Profil,
    Repartitions,
    Resultat,
    Semblables,
    Source,
    Territoire,
    Theme,
    Valeur,
)
from ancrage.plateforme.commun.erreurs import ActeRefuse

__all__ = [
    "NOM_MAX",
    "SEPARATEUR",
    "CommuneSituee",
    "Comparaison",
    "Comparatif",
    "DonneesCarte",
    "Indicateur",
    "Multiplicite",
    "Profil",
    "Repartitions",
    "Resultat",
    "Semblables",
    "Source",
    "Territoire",
    "Theme",
    "Usage",
    "Valeur",
    "carte_of",
    "catalogue",
    "communes_of",
    "comparatif_of",
    "distribution_of",
    "edition",
    "find_territoire",
    "fold",
    "indicateur_of",
    "members_of",
    "profil_of",
    "read_repartitions",
    "region_of",
    "regional_territoires",
    "repartitions_of",
    "search_territoires",
    "semblables_of",
    "smoothed",
    "sources",
    "themes",
]

SEPARATEUR = "~"  # between the code of a union and the name that its author gave it
NOM_MAX = 80
MEMBRES_NOMMES = 3  # beyond, a title would be a list

# « ouvert »: the sources that anybody may see; « interne »: deposits whose agreement allows it.
Usage = Literal["ouvert", "interne", "diagnostic", "chiffres_cles"]


def edition(usage: Usage = "interne") -> str:
    """Return the identifier of the figures now in use.

    It changes with the store, and with the deposits that answer for `usage`: one whose agreement
    permits a diagnosis alone leaves the other editions as they were.
    """
    return str(api.store_infos(usage)["edition"])


def find_territoire(code: str, libelle: str | None = None) -> Territoire:
    """Return the territory of a code as an address writes it; never reads a file.

    An union may bear a name of its own after « ~ »; without one, beyond three members, it is
    called « Orléans, Olivet et 20 autres communes ». Raises `ActeRefuse` in French, with the
    nearest names, for what is no territory.
    """
    texte, _, nom = code.partition(SEPARATEUR)
    try:
        return _find(texte, libelle, nom[:NOM_MAX])
    except Erreur as erreur:
        raise ActeRefuse(erreur.message, erreur.remede or "") from None


@lru_cache(maxsize=256)
def _find(texte: str, libelle: str | None, nom: str) -> Territoire:
    found = api.parse_territoire(texte, libelle=libelle, files=False)
    if libelle or found.niveau != "union":
        return found  # a name in an address never renames a commune nor an EPCI
    if nom.strip():
        return api.parse_territoire(texte, libelle=nom, files=False)
    return replace(found, libelle=_short_name(found))


def _short_name(union: Territoire) -> str:
    """Return the name of an union: its members, or the two largest and how many others."""
    members = union.code.split("+")
    if len(members) <= MEMBRES_NOMMES:
        return union.libelle
    larger = [code for code in members if not code.startswith("commune:")]
    population = (
        {f"commune:{one.code}": one.population or 0 for one in communes_of(union)}
        if len(larger) < 2
        else {}
    )
    communes = [code for code in members if code.startswith("commune:")]
    communes.sort(key=lambda code: (-population.get(code, 0), code))
    named, others = (larger + communes)[:2], (larger + communes)[2:]
    kind = "communes" if all(code in communes for code in others) else "territoires"
    first, second = map(api.libelle_aire, named)
    return f"{first}, {second} et {len(others)} autres {kind}"


def profil_of(territoire: Territoire, usage: Usage = "ouvert") -> Profil:
    """Return every indicator of a territory, secrecy applied, for a use."""
    return _profil(edition(usage), territoire, territoire.libelle, usage)


@lru_cache(maxsize=128)
def _profil(edition: str, territoire: Territoire, libelle: str, usage: Usage) -> Profil:
    return api.profile(territoire, usage=usage)


def smoothed(profil: Profil, territoire: Territoire) -> Profil:
    """Return a profile with its smoothed rates by commune, all of sources without secrecy.

    Costs a tenth of a second at the first question: asked only where they are given.
    """
    return replace(profil, lissages=_lissages(edition("ouvert"), territoire))


@lru_cache(maxsize=128)
def _lissages(edition: str, territoire: Territoire) -> tuple[LissageCommunal, ...]:
    return api.lissages(territoire)


def communes_of(territoire: Territoire) -> tuple[CommuneSituee, ...]:
    """Return the communes of a territory with population and shape, by name."""
    return _communes(edition(), territoire)


@lru_cache(maxsize=128)
def _communes(edition: str, territoire: Territoire) -> tuple[CommuneSituee, ...]:
    return api.communes_of(territoire)


def carte_of(
    territoire: Territoire,
    indicateur: str,
    *,
    periode: str | None = None,
    sexe: str = "ensemble",
    niveau: str = "commune",
) -> DonneesCarte | None:
    """Return the map of an indicator over a territory, or None when nothing can be shown."""
    return _carte(edition(), territoire, indicateur, periode, sexe, niveau)


@lru_cache(maxsize=256)
def _carte(
    edition: str,
    territoire: Territoire,
    indicateur: str,
    periode: str | None,
    sexe: str,
    niveau: str,
) -> DonneesCarte | None:
    return api.carte(territoire, indicateur, niveau, periode, sexe)


def distribution_of(
    territoire: Territoire, indicateur: str, periode: str, sexe: str = "ensemble"
) -> tuple[str, list[float], int]:
    """Return the comparable set's name, its sorted values (unnamed), how many are masked."""
    found = repartitions_of(territoire)
    return found.of(indicateur, periode, sexe) if found else ("", [], 0)


def read_repartitions() -> None:
    """Compute the distributions of every set of areas now, a second in all, for later pages."""
    for ensemble in api.list_ensembles():
        api.repartitions(ensemble)


def repartitions_of(territoire: Territoire) -> Repartitions | None:
    """Return every distribution among the areas comparable with a territory, if it has any."""
    ensemble = _ensemble(territoire)
    return api.repartitions(ensemble) if ensemble else None


@lru_cache(maxsize=256)
def _ensemble(territoire: Territoire) -> Ensemble | None:
    return api.ensemble_of(territoire)


def semblables_of(territoire: Territoire) -> Semblables | None:
    """Return the most similar territories, or None where there is no such set."""
    try:
        return _semblables(edition(), territoire)
    except Erreur:
        return None


@lru_cache(maxsize=128)
def _semblables(edition: str, territoire: Territoire) -> Semblables:
    return api.semblables(territoire, profil=profil_of(territoire))


def comparatif_of(territoire: Territoire) -> Comparatif | None:
    """Return a territory beside its similar ones, counts summed; None where there are none.

    Costs a tenth of a second at the first question: asked only where a reader compares.
    """
    try:
        return _comparatif(edition(), territoire)
    except Erreur:
        return None


@lru_cache(maxsize=128)
def _comparatif(edition: str, territoire: Territoire) -> Comparatif:
    return api.comparer(territoire, profil=profil_of(territoire))


def indicateur_of(code: str) -> Indicateur:
    """Return an indicator of the catalogue; `ActeRefuse` in French when there is none."""
    try:
        return api.find_indicateur(code)
    except Erreur as erreur:
        raise ActeRefuse(erreur.message, erreur.remede or "") from None


def catalogue() -> Mapping[str, Indicateur]:
    """Return every indicator of the catalogue by code, computed or awaited."""
    return api.indicateurs()


def themes() -> Sequence[Theme]:
    """Return the dimensions of the catalogue, in its order."""
    return api.themes()


def sources() -> Mapping[str, Source]:
    """Return every source by code."""
    return api.sources()


def fold(texte: str) -> str:
    """Return a text without accents nor hyphens, in lower case, as the search reads it."""
    return api.fold(texte)


def search_territoires(texte: str, limite: int = 20) -> list[Resultat]:
    """Return the territories whose name or code looks most like a text."""
    return api.chercher(texte, limite)


def regional_territoires(region: str) -> Sequence[Territoire]:
    """Return the EPCI, then the départements, of a region: what its pages list."""
    held = api.parse_territoire(f"region:{region}", files=False)
    codes = [
        *(f"epci:{code}" for code in api.epci_of(held)),
        *(f"departement:{code}" for code in api.departements_of(held)),
    ]
    return _areas(tuple(codes))


def region_of(territoire: Territoire) -> Territoire | None:
    """Return the région that holds most of a territory's communes; None overseas."""
    code = api.region_of(territoire)
    return _areas((f"region:{code}",))[0] if code else None


def members_of(territoire: Territoire, niveau: str) -> Sequence[Territoire]:
    """Return the EPCI or the départements of a territory, by name; none for another level."""
    if niveau == "epci":
        codes = tuple(f"epci:{code}" for code in api.epci_of(territoire))
    elif niveau == "departement":
        codes = tuple(f"departement:{code}" for code in api.departements_of(territoire))
    else:
        return ()
    return sorted(_areas(codes), key=lambda area: fold(area.libelle))


@lru_cache(maxsize=32)
def _areas(codes: tuple[str, ...]) -> tuple[Territoire, ...]:
    return tuple(api.parse_territoire(code, files=False) for code in codes)
