"""The documents of a meeting: convocation, attendance sheet, minutes, rules of a committee."""

from ancrage.publication.documents.seances.compte_rendu import build_compte_rendu
from ancrage.publication.documents.seances.reglement import build_reglement
from ancrage.publication.documents.seances.reunion import build_convocation, build_emargement

__all__ = [
    "build_compte_rendu",
    "build_convocation",
    "build_emargement",
    "build_reglement",
]
