"""Models of the catalogue's TOML files: what a source and an indicateur must say.

One schema, written once: the JSON Schema for editors is generated from it
(`ancrage catalogue schema`). Error messages and help texts are read by statisticians: French.
"""

from ancrage.observatoire.catalogue.modeles.cadres import Cadre, Partie, Theme
from ancrage.observatoire.catalogue.modeles.communs import (
    Methode,
    Niveau,
    Sexe,
    StatutDiffusion,
    Texte,
)
from ancrage.observatoire.catalogue.modeles.indicateurs import Attente, Indicateur, Rupture, Serie
from ancrage.observatoire.catalogue.modeles.sources import (
    Edition,
    Fichier,
    Mesure,
    Secret,
    Source,
    Table,
)

__all__ = [
    "Attente",
    "Cadre",
    "Edition",
    "Fichier",
    "Indicateur",
    "Mesure",
    "Methode",
    "Niveau",
    "Partie",
    "Rupture",
    "Secret",
    "Serie",
    "Sexe",
    "Source",
    "StatutDiffusion",
    "Table",
    "Texte",
    "Theme",
]
