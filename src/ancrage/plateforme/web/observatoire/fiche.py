"""What an indicator's page shows: its map of the region, its spread, its sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import DonneesCarte, Indicateur, Source, Territoire
from ancrage.plateforme.web.socle.figures import FigureVue, show_figure
from ancrage.publication.cartes import build_carte
from ancrage.publication.documents.phrases import COMPTES
from ancrage.publication.figures import modeles as m
from ancrage.publication.typographie import details

NOMS = {"commune": "communes", "epci": "intercommunalités", "departement": "départements"}
ORDRE = ("epci", "departement", "commune")  # the level read first, when it holds values
SEXES = ("ensemble", "femmes", "hommes")
ETATS = ("calcule", "attendu")


@dataclass(frozen=True, slots=True)
class Maille:
    """The level and the sex at which an indicator is read over the region, and the others."""

    niveau: str
    sexe: str
    niveaux: tuple[str, ...]  # those that hold values; none: there is nothing to draw nor give
    sexes: tuple[str, ...]

    @property
    def onglets(self) -> list[tuple[str, str, bool]]:
        """Return each level of the region: its code, its name, whether it holds values."""
        return [(code, nom, code in self.niveaux) for code, nom in NOMS.items()]

    @property
    def suite(self) -> str:
        """Return the query that leads back to this reading."""
        return f"?niveau={self.niveau}&sexe={self.sexe}"


def read_maille(region: Territoire, item: Indicateur, query: Mapping[str, str]) -> Maille:
    """Return the level and sex asked for, else the first ones that hold values."""
    niveaux = _levels(profils.edition(), region, item.code)
    niveau = query.get("niveau", "")
    if niveau not in (niveaux or NOMS):
        niveau = niveaux[0] if niveaux else ORDRE[0]
    sexes = _sexes(region, item.code, niveau) if niveaux else ()
    sexe = query.get("sexe", "")
    return Maille(niveau, sexe if sexe in sexes else (sexes or SEXES)[0], niveaux, sexes)


@lru_cache(maxsize=512)
def _levels(edition: str, region: Territoire, code: str) -> tuple[str, ...]:
    """Return the levels with values. To draw every commune only to know would be slow: where
    another level has values, the catalogue's word is taken for the communes.
    """
    declared = {level for serie in profils.indicateur_of(code).series for level in serie.niveaux}
    found = [level for level in ORDRE[:2] if _sexes(region, code, level)]
    if "commune" in declared and (found or _sexes(region, code, "commune")):
        found.append("commune")
    return tuple(found)


def _sexes(region: Territoire, code: str, niveau: str) -> tuple[str, ...]:
    return tuple(s for s in SEXES if profils.carte_of(region, code, niveau=niveau, sexe=s))


def themes_of() -> list[tuple[str, str]]:
    """Return the dimensions of the catalogue, as code and label."""
    return [(theme.dimension, theme.libelle) for theme in profils.themes()]


def filter_catalogue(texte: str, theme: str, etat: str) -> list[Indicateur]:
    """Return the indicators whose code, label or definition holds every word, folded."""
    words = profils.fold(texte).split()
    kept = [
        item
        for item in profils.catalogue().values()
        if (not theme or item.dimension == theme)
        and (etat not in ETATS or item.computed == (etat == "calcule"))
        and _holds(item, words)
    ]
    return sorted(kept, key=lambda item: (item.dimension, item.code))


def _holds(item: Indicateur, words: Sequence[str]) -> bool:
    text = _folded(f"{item.code} {item.libelle} {item.definition}")
    return all(word in text for word in words)


@lru_cache(maxsize=512)  # the catalogue is folded once, not at each question
def _folded(text: str) -> str:
    return profils.fold(text)


def spec_of(region: Territoire, item: Indicateur, maille: Maille, figure: str) -> m.Figure | None:
    """Return one figure of an indicator's page by name: « carte » or « etendue »."""
    if item.method in COMPTES or not maille.niveaux:
        return None  # a count drawn as flat colours would only show how wide an area is
    donnees = profils.carte_of(region, item.code, niveau=maille.niveau, sexe=maille.sexe)
    if donnees is None:
        return None
    if figure == "carte":
        return build_carte(donnees, item)
    return _spread(region, item, donnees, maille.sexe) if figure == "etendue" else None


def show_regional(
    region: Territoire, item: Indicateur, maille: Maille, figure: str
) -> FigureVue | None:
    """Draw one figure of an indicator's page, or None where there is nothing to see."""
    return _shown(profils.edition(), region, item.code, maille, figure)


@lru_cache(maxsize=256)
def _shown(
    edition: str, region: Territoire, code: str, maille: Maille, figure: str
) -> FigureVue | None:
    spec = spec_of(region, profils.indicateur_of(code), maille, figure)
    return show_figure(spec) if spec else None


def _spread(
    region: Territoire, item: Indicateur, donnees: DonneesCarte, sexe: str
) -> m.Figure | None:
    """Return how the areas of the region spread, without a name: nobody is last."""
    values = tuple(sorted(zone.value for zone in donnees.zones if zone.value is not None))
    if len(values) < 5:
        return None
    series = profils.profil_of(region).series(item.code, sexe)
    own = next((v for v in series if v.periode == donnees.periode), None)
    ensemble = f"{len(values)} {NOMS[donnees.niveau]} de la région"
    return m.Distribution(
        titre="Étendue dans la région",
        sous_titre=details(item.unite, donnees.periode, ensemble),
        source=donnees.source,
        label=region.libelle,
        value=own.value if own else None,
        lower=own.lower if own else None,
        upper=own.upper if own else None,
        status=own.status if own else "manquant",
        valeurs=values,
        ensemble=ensemble,
        masquees=len(donnees.zones) - len(values),
        unite=item.unite,
        decimales=item.decimales,
    )


def sources_of(item: Indicateur) -> list[Source]:
    """Return the sources that feed an indicator, once each."""
    known = profils.sources()
    return [known[code] for code in dict.fromkeys(serie.source for serie in item.series)]
