"""The door of the engine: all that publication, platform, command line and notebooks may use."""

from ancrage.observatoire.catalogue.chargement import (
    cadres,
    find_indicateur,
    indicateurs,
    sources,
    themes,
)
from ancrage.observatoire.catalogue.modeles import (
    Attente,
    Cadre,
    Indicateur,
    Methode,
    Partie,
    Rupture,
    Source,
    StatutDiffusion,
    Theme,
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
    "Cadre",
    "CodeSortie",
    "Comparaison",
    "Erreur",
    "FichierCite",
    "Geographie",
    "Indicateur",
    "Membre",
    "Methode",
    "Partie",
    "Position",
    "Profil",
    "Rupture",
    "Source",
    "SourceCitee",
    "StatutDiffusion",
    "TerritoireDecrit",
    "Theme",
    "Valeur",
    "cadres",
    "find_indicateur",
    "indicateurs",
    "sources",
    "themes",
]
