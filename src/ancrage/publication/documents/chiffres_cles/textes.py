"""The fixed texts of the eight pages: how to read, where figures come from, whom to ask."""

import re
from collections.abc import Mapping

from ancrage.observatoire.api import Indicateur
from ancrage.publication.documents import mots_evolution
from ancrage.publication.typographie import FINE

MOTIFS = mots_evolution.MOTIFS
VERDICTS_EVOLUTION = mots_evolution.VERDICTS_EVOLUTION
TITRE = "Chiffres clés"
MENTION = "Calcul automatique, non validé par l’observatoire régional de la santé (ORS)"
DEFINITIONS = (
    (
        "Intervalle [a ; b]",
        "le hasard seul fait varier un chiffre ; la vraie valeur est très probablement (95 %) "
        "entre ces deux bornes.",
    ),
    (
        "Plus élevé, plus faible",
        "l’intervalle ne contient pas la valeur de référence : l’écart dépasse ce que le hasard "
        "explique. Il ne dit pas pourquoi. « Retenu » : il le dépasse encore une fois compté le "
        "nombre de tests (Benjamini et Hochberg, 5 %).",
    ),
    (
        "Pas de différence établie",
        "l’intervalle contient la référence, et l’effectif suffisait pour voir un écart de 20 %.",
    ),
    ("Non concluant", "l’effectif est trop faible pour trancher, dans un sens ou dans l’autre."),
    (
        "Valeur du département, de la région",
        "le chiffre n’est publié que pour un territoire plus grand : il ne dit rien de propre "
        "au territoire.",
    ),
    (
        "Non calculable sur une union",
        "une médiane ou un taux publié ne s’additionne pas : les valeurs des membres sont données.",
    ),
    ("Secret statistique", "la source interdit de montrer un effectif trop petit."),
)
CONTACTS = (
    ("Observatoire régional de la santé, chargé d’études", "un chiffre, une méthode, une source"),
    ("Agence régionale de santé, délégation départementale", "le contrat local de santé"),
    ("Coordonnateur du contrat local de santé", "le diagnostic et ses suites sur le territoire"),
)
TRACER = (
    "Chaque chiffre remonte à son fichier d’origine : le tableur qui accompagne ces pages donne, "
    "par code d’indicateur, la valeur non arrondie, les effectifs, la méthode, le fichier du "
    "producteur et son empreinte SHA-256. Édition des données {edition}, calcul {run}, communes "
    "au 1er janvier {millesime}."
)
EVOLUTION_SANS_PRECEDENT = (
    "Aucune édition antérieure n’est enregistrée pour ce territoire. En attendant, voici ce que "
    "les mêmes sources disaient à leur première période connue. Un sens n’est écrit que si les "
    "deux périodes sont disjointes et les effectifs connus."
)
EVOLUTION_AVEC_PRECEDENT = (
    "Comparaison avec l’édition {avant}. Un verdict n’est rendu que si tout est comparable : même "
    "périmètre, même définition, même source, périodes disjointes, effectifs connus."
)
EVOLUTION_VIDE = (
    "Aucun indicateur de ces pages n’a encore deux périodes à rapprocher pour ce territoire."
)
RIEN_DE_NEUF = "pas de période nouvelle"
NOTE_EVOLUTION = (
    "En hausse, en baisse, amélioration, dégradation : l’écart entre les deux périodes dépasse ce "
    "que le hasard explique ; il ne dit pas pourquoi."
)


def plain_definition(item: Indicateur, catalogue: Mapping[str, Indicateur]) -> str:
    """Return a definition for a reader who knows no code: names instead, numbers held together."""

    def drop(match: re.Match[str]) -> str:
        return "" if match[1] in catalogue else match[0]

    def name(match: re.Match[str]) -> str:
        code = match[1]
        return f"« {catalogue[code].libelle_court} »" if code in catalogue else match[0]

    text = re.sub(r" \(([A-Z]\d\d)\)", drop, item.definition)
    return bind_thousands(re.sub(r"\b([A-Z]\d\d)\b", name, text))


def bind_thousands(text: str) -> str:
    """Return the text with its large numbers held on one line: « 100 000 »."""
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", FINE, text)
