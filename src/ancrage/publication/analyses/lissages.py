"""Smoothed communal rates in words, tables and maps: labelled, beside the raw ones, no verdict."""

from dataclasses import replace
from statistics import median

from ancrage.observatoire.api import Autocorrelation, CommuneLissee, LissageCommunal
from ancrage.publication.figures.classes import build_classes
from ancrage.publication.figures.modeles import Carte
from ancrage.publication.typographie import (
    FINE,
    INSECABLE,
    mesure,
    nombre,
    nombre_signe,
    petit_p,
    texte,
)

VOISINES = {
    "semblables": "Les communes voisines se ressemblent plus que le hasard ne l’explique",
    "opposes": "Les communes voisines diffèrent entre elles plus que le hasard ne l’explique",
    "non_different": (
        "Pas de ressemblance établie entre communes voisines, alors que leur nombre suffisait à en "
        "voir une moyenne"
    ),
    "non_concluant": (
        "On ne peut pas conclure sur la ressemblance des communes voisines, trop peu nombreuses"
    ),
}


def told_lissage(found: LissageCommunal) -> str:
    """Return what the smoothed map is, on how many communes, and how far they are drawn."""
    count = f"{nombre(len(found.communes))} communes"
    if found.ecartees:
        count += f", {nombre(found.ecartees)} sans valeur écartée{'s' * (found.ecartees > 1)}"
    mean = mesure(found.moyenne, found.unite, found.decimales)
    if found.sans_variance:
        return texte(
            f"Les taux bruts des {count} ne varient pas plus que le hasard ne le fait{INSECABLE}: "
            f"lissés, ils prennent tous la moyenne ({mean}). La carte lissée n’est pas dessinée."
        )
    weights = [100 * commune.poids for commune in found.communes]
    low, middle, high = (nombre(w) for w in (min(weights), median(weights), max(weights)))
    return texte(
        f"Taux {found.mention}. {count}{FINE}; chaque taux est tiré vers la moyenne du territoire "
        f"({mean}), d’autant plus que la population est faible{INSECABLE}: le taux brut y compte "
        f"pour {low} à {high}{FINE}% ({middle}{FINE}% pour la commune médiane)."
        + (f" {found.reserve[:1].upper()}{found.reserve[1:]}." if found.reserve else "")
    )


def told_moran(found: LissageCommunal) -> str:
    """Return whether neighbours resemble one another: index, expectation, p-value, neighbours."""
    index = found.autocorrelation
    if index is None:
        return texte(found.motif or "")
    return texte(
        f"{VOISINES[index.verdict]} ({_told_index(index)}). L’indice ne dit ni où, ni pourquoi."
    )


def _told_index(index: Autocorrelation) -> str:
    alone = f", dont {nombre(index.isoles)} sans voisine" if index.isoles else ""
    return (
        f"indice de Moran ajusté aux populations{INSECABLE}: {nombre(index.value, 2)}{FINE}; "
        f"attendu sans ressemblance{INSECABLE}: {nombre_signe(index.expected, 2)}{FINE}; "
        f"{petit_p(index.p_value)}, {nombre(index.permutations)} permutations{FINE}; "
        f"{nombre(index.territoires)} communes, {index.voisinage}, {nombre(index.voisins, 1)} en "
        f"moyenne{alone}"
    )


def pair_cartes(brute: Carte, found: LissageCommunal) -> tuple[Carte, Carte | None]:
    """Return the raw map and the smoothed one, in the same classes; none where all take the mean.

    The classes are those of the raw rates: a colour then means the same on both maps.
    """
    if found.sans_variance:
        return brute, None
    shown = [zone.value for zone in brute.zones if zone.value is not None]
    bornes = brute.bornes or build_classes(shown, brute.decimales).bornes
    smoothed = {commune.code: commune.lisse for commune in found.communes}
    zones = tuple(
        replace(zone, value=smoothed[zone.code]) if zone.code in smoothed else zone
        for zone in brute.zones
    )
    note = texte(f"{found.mention[:1].upper()}{found.mention[1:]}.")
    label = f"{brute.titre}, lissé"
    smooth = replace(brute, titre=label, zones=zones, bornes=bornes, note=note)
    return replace(brute, bornes=bornes), smooth


ENTETES = (
    "Code",
    "Commune",
    "Événements",
    "Dénominateur",
    "Taux brut",
    "Taux lissé",
    "Part du taux brut",
)


def rows_communes(found: LissageCommunal) -> list[tuple[CommuneLissee, tuple[str, ...]]]:
    """Return each commune with its printed cells, in the order of the codes."""
    d = found.decimales
    return [
        (
            commune,
            (
                commune.code,
                commune.libelle,
                nombre(commune.evenements),
                nombre(commune.exposition),
                nombre(commune.brut, d),
                nombre(commune.lisse, d),
                f"{nombre(100 * commune.poids)}{FINE}%",
            ),
        )
        for commune in found.communes
    ]
