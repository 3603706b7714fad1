"""Which fields and which lines each part of a note holds."""

from dataclasses import dataclass
from typing import Any

from ancrage.plateforme.faisabilite.listes import Rubrique
from ancrage.plateforme.faisabilite.models import (
    ActeurLocal,
    ContratComparable,
    JalonNote,
    LigneMoyens,
    ScenarioPerimetre,
    SignatairePressenti,
)


@dataclass(frozen=True, slots=True)
class Lignes:
    """The lines of a part: their model, their fields, and the one without which there is none."""

    modele: type[Any]
    champs: tuple[str, ...]
    cle: str


# Fields of the note itself, written with their part and no other.
CHAMPS: dict[str, tuple[str, ...]] = {
    Rubrique.OBJET: ("objet", "date_rencontre", "lieu", "participants"),
    Rubrique.CADRE: ("cadre",),
    Rubrique.OBJECTIFS: ("objectifs",),
    Rubrique.DEMARCHE: ("demarche",),
    Rubrique.PILOTAGE: ("pilotage",),
    Rubrique.CHAMPS: ("domaines", "determinants"),
    Rubrique.CADRAGE: ("lecture_cadrage",),
    Rubrique.COMPETENCE: ("porteur", "competence", "statuts_du"),
    Rubrique.EXEMPLES: ("liens",),
}
LIGNES: dict[str, Lignes] = {
    Rubrique.PILOTAGE: Lignes(SignatairePressenti, ("organisation", "obligatoire"), "organisation"),
    Rubrique.ACTEURS: Lignes(
        ActeurLocal, ("type", "nom", "realise", "debut", "fin", "communes", "source"), "nom"
    ),
    Rubrique.PERIMETRES: Lignes(
        ScenarioPerimetre, ("libelle", "communes", "avantages", "inconvenients", "retenu"),
        "libelle",
    ),
    Rubrique.MOYENS: Lignes(LigneMoyens, ("nature", "libelle", "etp", "centimes"), "libelle"),
    Rubrique.CALENDRIER: Lignes(JalonNote, ("libelle", "date", "precision"), "libelle"),
    Rubrique.EXEMPLES: Lignes(
        ContratComparable, ("nom", "periode", "contenu", "lien"), "nom"
    ),
}  # fmt: skip
