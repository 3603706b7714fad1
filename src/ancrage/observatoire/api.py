"""The door of the engine: all that publication, platform, command line and notebooks may use."""

from ancrage.observatoire.catalogue.chargement import find_indicateur, indicateurs, sources
from ancrage.observatoire.catalogue.modeles import (
    Attente,
    Indicateur,
    Methode,
    Rupture,
    Source,
    StatutDiffusion,
)
from ancrage.observatoire.erreurs import CodeSortie, Erreur
from ancrage.observatoire.moteur.resultats import (
    Comparaison,
    FichierCite,
    Geographie,
    Membre,
    Position,
    Profil,
    SourceCitee,
    TerritoireDecrit,
    Valeur,
)

__all__ = [
    "Attente",
    "CodeSortie",
    "Comparaison",
    "Erreur",
    "FichierCite",
    "Geographie",
    "Indicateur",
    "Membre",
    "Methode",
    "Position",
    "Profil",
    "Rupture",
    "Source",
    "SourceCitee",
    "StatutDiffusion",
    "TerritoireDecrit",
    "Valeur",
    "find_indicateur",
    "indicateurs",
    "sources",
]
