"""Territoires: COG vintages, movements, contours; a territoire is a set of communes + a vintage."""

from ancrage.observatoire.territoires.aires import (
    Territoire,
    aire,
    aires,
    appartenance,
    departements_of,
    epci_of,
    region_of,
    regions_of,
)
from ancrage.observatoire.territoires.millesimes import MILLESIME_COURANT, MILLESIMES
from ancrage.observatoire.territoires.recherche import Resultat, chercher
from ancrage.observatoire.territoires.territoire import liste, parse_territoire

__all__ = [
    "MILLESIMES",
    "MILLESIME_COURANT",
    "Resultat",
    "Territoire",
    "aire",
    "aires",
    "appartenance",
    "chercher",
    "departements_of",
    "epci_of",
    "liste",
    "parse_territoire",
    "region_of",
    "regions_of",
]
