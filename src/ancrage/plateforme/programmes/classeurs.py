"""A workbook in, a plan out, whichever of the two ways it is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.fichiers.classeur import read_feuilles
from ancrage.plateforme.fichiers.controle import check_contenu
from ancrage.plateforme.fichiers.models import TypeFichier
from ancrage.plateforme.programmes.correspondance import Correspondance, change, guess
from ancrage.plateforme.programmes.modele_lu import Lecture, is_modele, read_modele
from ancrage.plateforme.programmes.plan_libre import read_libre

ADMIS = frozenset({TypeFichier.XLSX, TypeFichier.ODS})


@dataclass(frozen=True, slots=True)
class Classeur:
    """What was read; `correspondance` is None for our own template."""

    lecture: Lecture
    correspondance: Correspondance | None


def read_classeur(
    contrat: Contrat, nom: str, contenu: bytes, champs: Mapping[int, str] | None = None
) -> Classeur:
    """Return the plan of a workbook for a contract; `champs` corrects the proposed mapping."""
    check_contenu(nom, contenu, ADMIS)
    feuilles = read_feuilles(nom, contenu)
    if is_modele(feuilles):
        return Classeur(read_modele(feuilles), None)
    where = guess(feuilles)
    if champs:
        where = change(where, champs)
    communes = dict(
        contrat.dernier_perimetre.communes.order_by("code").values_list("code", "libelle")
    )
    return Classeur(read_libre(feuilles, where, communes), where)
