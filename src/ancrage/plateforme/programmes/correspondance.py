"""Propose which column of any workbook fills which field of a plan; a person corrects it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz, process

from ancrage.plateforme.commun.catalogue import catalogue_dir
from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.fichiers.classeur import Feuille
from ancrage.plateforme.observations.profils import fold

LIGNES_ENTETE = 20  # how far down the heads are looked for
SEUIL = 90
IGNORER = "ignorer"


class Vocabulaire(BaseModel):
    """What workbooks call things: catalogue/nomenclatures/import_plans.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    colonnes: dict[str, tuple[str, ...]]
    valeurs: dict[str, dict[str, tuple[str, ...]]]
    vides: dict[str, tuple[str, ...]]
    ecarts: dict[str, tuple[str, ...]]

    def words_for(self, champ: str) -> dict[str, str]:
        """Return the other words of a closed list, with the code that each means."""
        return {word: code for code, words in self.valeurs.get(champ, {}).items() for word in words}

    def is_blank(self, champ: str, text: str) -> bool:
        """Say whether a cell writes in words that there is nothing."""
        return fold(text) in {fold(word) for word in self.vides.get(champ, ())}


@cache
def vocabulaire() -> Vocabulaire:
    """Return the vocabulary of the catalogue, read once."""
    path = catalogue_dir() / "nomenclatures" / "import_plans.toml"
    return Vocabulaire.model_validate(tomllib.loads(path.read_text("utf-8")))


CHAMPS = (*vocabulaire().colonnes, IGNORER)


@dataclass(frozen=True, slots=True)
class Correspondance:
    """Where the data are: a sheet, the line of its heads (from 1), a field by column (from 0)."""

    feuille: str
    ligne: int
    entetes: tuple[str, ...]
    champs: Mapping[int, str]


def guess(feuilles: Sequence[Feuille]) -> Correspondance:
    """Return the sheet and line whose cells are best known as heads; refuse without a title."""
    best: tuple[int, Correspondance] | None = None
    for feuille in feuilles:
        for line, cells in enumerate(feuille.lignes[:LIGNES_ENTETE], start=1):
            champs = _fields(cells)
            known = sum(champ != IGNORER for champ in champs.values())
            if "titre" in champs.values() and (best is None or known > best[0]):
                heads = tuple(" ".join(cell.split()) for cell in cells)
                best = known, Correspondance(feuille.nom, line, heads, champs)
    if best is None:
        raise ActeRefuse(
            "Aucune feuille n’a de colonne « titre de l’action » dans ses premières lignes.",
            "Donnez un titre à chaque colonne, ou partez du modèle d’Ancrage.",
            champ="fichier",
        )
    return best[1]


def change(found: Correspondance, champs: Mapping[int, str]) -> Correspondance:
    """Return a mapping corrected by a person."""
    wrong = [champ for champ in champs.values() if champ not in CHAMPS]
    if wrong:
        raise ActeRefuse(f"« {wrong[0]} » n’est pas un champ du plan.", champ="champs")
    corrected = {**found.champs, **champs}
    if list(corrected.values()).count("titre") != 1:
        raise ActeRefuse("Une colonne, et une seule, donne le titre de l’action.", champ="champs")
    return Correspondance(found.feuille, found.ligne, found.entetes, corrected)


def _fields(cells: Sequence[str]) -> dict[int, str]:
    """Return a field by column that has a head; one that is unknown is left out, and told."""
    found: dict[int, str] = {}
    for rank, cell in enumerate(cells):
        if cell.strip():
            champ = _field(cell)
            twice = champ in found.values() and champ not in REPETES
            found[rank] = IGNORER if twice else champ
    return found


REPETES = frozenset({"financeur", "montant", "complement", "personne", IGNORER})


def _field(head: str) -> str:
    word = fold(head)
    known = _known()
    if word in known:
        return known[word]
    near: Any = process.extractOne(word, known.keys(), scorer=fuzz.ratio, score_cutoff=SEUIL)
    return known[near[0]] if near else IGNORER


@cache
def _known() -> dict[str, str]:
    return {fold(word): champ for champ, words in vocabulaire().colonnes.items() for word in words}
