"""The map of the territory, on the cover, in chapter 2 and on the first slide."""

from collections.abc import Sequence

from ancrage.publication.documents.blocs import Illustration
from ancrage.publication.documents.chiffres_cles.carte import (
    SIZE,
    CarteTerritoire,
    ZoneDessinee,
    draw_map,
)
from ancrage.publication.documents.dls.contexte import CommuneDecrite, OptionsDls
from ancrage.publication.figures.rendu_carte import MENTION
from ancrage.publication.figures.themes import POLICE

PETITE = 22.0  # size of the names where the map takes half a page or half a slide


def build_carte_territoire(
    nom: str, options: OptionsDls, taille: float = SIZE
) -> Illustration | None:
    """Return the communes, the outlines of the EPCI and the largest towns; None without shapes."""
    zones = tuple(_zone(commune) for commune in options.communes if commune.anneaux)
    contours = tuple(rings for rings in options.limites if rings)
    carte = CarteTerritoire(nom, zones, contours, nom_contours=_kind(contours), taille=taille)
    svg = draw_map(carte)
    if not svg:
        return None
    return Illustration(
        svg=svg.replace('"Source Sans 3"', f'"{POLICE}"'),
        titre="Le territoire",
        sous_titre=carte.legende(),
        alternative=carte.alternative(),
        source=MENTION,
    )


def _zone(commune: CommuneDecrite) -> ZoneDessinee:
    return ZoneDessinee(commune.libelle, commune.anneaux, commune.population)


def _kind(contours: Sequence[object]) -> str:
    return "intercommunalités" if contours else ""
