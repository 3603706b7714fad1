"""The communes of a year as a list is read: codes, names, namesakes told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings

from ancrage.observatoire import api
from ancrage.observatoire.api import Erreur, Territoire

PREMIER = 2003  # first year whose communes are known
MILLESIMES = tuple(range(api.MILLESIME_COURANT, PREMIER - 1, -1))
# EPCI, départements and régions are embedded with the vintages of the reference alone.
PREMIER_EPCI = api.MILLESIMES[0]
NOM_EXACT = 200.0  # score of a search whose name is this one, accents and hyphens apart
MOT_TROUVE = 120.0  # score of a name that holds the words: below, it only looks like them


@dataclass(frozen=True, slots=True)
class Homonyme:
    """An area that bears the name looked for."""

    code: str
    libelle: str
    precision: str

    def __str__(self) -> str:
        return f"{self.libelle} ({self.precision})" if self.precision else self.libelle


def millesime_of(jour: date) -> int:
    """Return the vintage of a day: the communes on 1 January of its year, among those known."""
    return min(max(jour.year, PREMIER), api.MILLESIME_COURANT)


def area_at(code: str, millesime: int) -> Territoire:
    """Return an area at a vintage; raise `Erreur` when it did not exist, or is not known."""
    if millesime >= PREMIER_EPCI:
        return api.parse_territoire(code, millesime, files=False)
    niveau, _, number = code.partition(":")
    if niveau != "commune":
        raise Erreur(
            "niveau_sans_millesime",
            f"Les EPCI et les départements d'avant {PREMIER_EPCI} ne sont pas fournis.",
            remede="Donnez les communes une à une, par leur code ou leur nom.",
        )
    libelle = api.communes_at(millesime).get(number)
    if libelle is None:
        raise Erreur(
            "commune_absente",
            f"« {number} » n'est pas une commune au 1er janvier {millesime}.",
            remede=_other_year(number, millesime),
        )
    return Territoire(code, libelle, "commune", millesime, (number,))


def _other_year(code: str, millesime: int) -> str:
    """Say a vintage that knows a code, the nearest first."""
    years = sorted(MILLESIMES, key=lambda year: (abs(year - millesime), year))
    known = next((year for year in years if code in api.communes_at(year)), None)
    return f"Ce code existe au millésime {known}." if known else "Vérifiez ce code."


def find_homonymes(nom: str, millesime: int) -> list[Homonyme]:
    """Return the areas that bear a name at a vintage, accents and hyphens apart."""
    if millesime == api.MILLESIME_COURANT:
        exact = [hit for hit in api.chercher(nom, 20) if hit.score >= NOM_EXACT]
        return [Homonyme(hit.code, hit.libelle, hit.precision) for hit in exact]
    codes = _names_of(millesime).get(api.fold(nom), ())
    names = api.communes_at(millesime)
    found = [Homonyme(f"commune:{code}", names[code], _departement(code)) for code in codes]
    return [*found, *_wider(nom, millesime)]


def _wider(nom: str, millesime: int) -> list[Homonyme]:
    """Return the EPCI, départements and régions of a name, that a vintage knows too."""
    if millesime < PREMIER_EPCI:
        return []
    exact = [hit for hit in api.chercher(nom, 20) if hit.score >= NOM_EXACT]
    return [
        Homonyme(hit.code, hit.libelle, hit.precision) for hit in exact if hit.niveau != "commune"
    ]


@lru_cache(maxsize=4)
def _names_of(millesime: int) -> dict[str, tuple[str, ...]]:
    """Return the codes of each folded name of a vintage."""
    found: dict[str, tuple[str, ...]] = {}
    for code, libelle in api.communes_at(millesime).items():
        folded = api.fold(libelle)
        found[folded] = (*found.get(folded, ()), code)
    return found


def _departement(commune: str) -> str:
    """Return the name of the département that a commune code begins with."""
    number = commune[:3] if commune[:2] in ("97", "98") else commune[:2]
    return api.libelle_aire(f"departement:{number}")


def local_first(found: Sequence[Homonyme], region: str) -> list[Homonyme]:
    """Return namesakes with those of a région on top: most lists are of one's own region."""
    return sorted(found, key=lambda one: region not in _region_of(one.code))


@lru_cache(maxsize=2_000)
def _region_of(code: str) -> str:
    number = code.partition(":")[2]
    wide = code if not code.startswith("commune:") else None
    departement = number[:3] if number[:2] in ("97", "98") else number[:2]
    try:
        area = api.parse_territoire(wide or f"departement:{departement}", files=False)
    except Erreur:
        return ""
    return api.region_of(area) or ""


def suggest(texte: str, millesime: int, limite: int = 8) -> list[Homonyme]:
    """Return the areas of a vintage whose name looks like a text, the best first."""
    if millesime == api.MILLESIME_COURANT:
        hits = api.chercher(texte, limite)
        spelt = [hit for hit in hits if hit.score >= MOT_TROUVE]
        hits = spelt or hits
        return [Homonyme(hit.code, hit.libelle, hit.precision) for hit in hits]
    wanted, names = f" {api.fold(texte)}", api.communes_at(millesime)
    if not wanted.strip():
        return []
    held = [folded for folded in _names_of(millesime) if wanted in f" {folded}"]
    codes = [code for folded in sorted(held, key=len) for code in _names_of(millesime)[folded]]
    found = [Homonyme(f"commune:{code}", names[code], _departement(code)) for code in codes[:200]]
    return local_first([*_wider(texte, millesime), *found], settings.REGION)[:limite]
