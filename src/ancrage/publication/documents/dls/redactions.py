"""The texts of a DLS that a statistician may rewrite, by key, and the automatic ones.

The lead of a chapter, and the sentence of a value of the territory itself: a borrowed or masked
value has none in the document.
"""

from ancrage.observatoire.api import Valeur
from ancrage.publication.documents.dls.chapitres import automatic_summary
from ancrage.publication.documents.dls.contexte import CHAPITRES, Contexte, cle_chapitre, cle_phrase
from ancrage.publication.documents.phrases import phrase_valeur


def automatic_texts(contexte: Contexte) -> dict[str, str]:
    """Return every automatic text by key: the lead of each chapter, the sentence of each value."""
    texts: dict[str, str] = {}
    for numero in CHAPITRES:
        valeurs = contexte.chapitre(numero)
        if valeurs:
            texts[cle_chapitre(numero)] = automatic_summary(contexte, valeurs)
        own = [v for v in valeurs if v.shown and v.status != "emprunte"]
        texts |= {cle_phrase(v): _sentence(contexte, v) for v in own}
    return texts


def _sentence(contexte: Contexte, valeur: Valeur) -> str:
    return phrase_valeur(valeur, contexte.of(valeur))
