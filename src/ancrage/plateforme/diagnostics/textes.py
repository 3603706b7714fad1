"""The automatic texts of a diagnosis, and those whose figures moved since someone rewrote them."""

from collections.abc import Sequence
from functools import lru_cache

from ancrage.plateforme.diagnostics.cadres import chapters_of, is_ticked
from ancrage.plateforme.diagnostics.models import Diagnostic, Redaction
from ancrage.plateforme.diagnostics.reperes import territoire_of
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import Profil, Territoire
from ancrage.publication.documents.dls.contexte import CHAPITRES, Contexte, cle_chapitre
from ancrage.publication.documents.dls.redactions import automatic_texts as texts_of
from ancrage.publication.production import read_contexte


def contexte_of(diagnostic: Diagnostic) -> Contexte:
    """Return today's reading of a diagnosis: every indicator of its territory."""
    area = territoire_of(diagnostic)
    return _contexte(profils.edition("diagnostic"), area, area.libelle)


@lru_cache(maxsize=16)
def _contexte(edition: str, territoire: Territoire, libelle: str) -> Contexte:
    return read_contexte(profils.profil_of(territoire, "diagnostic"))


def profil_of(diagnostic: Diagnostic) -> Profil:
    """Return today's figures of a diagnosis, deposits whose agreement allows it included."""
    return contexte_of(diagnostic).profil


def computed_codes(diagnostic: Diagnostic) -> list[str]:
    """Return the indicators of the frame that have an entry here, in the order of the document."""
    contexte, kept = contexte_of(diagnostic), chapters_of(diagnostic)
    found = dict.fromkeys(valeur.code for valeur in contexte.latest())
    return [code for code in found if contexte.indicateurs[code].chapitre_dls in kept]


def ticked_codes(diagnostic: Diagnostic) -> list[str]:
    """Return those of them that the order ticks."""
    known = contexte_of(diagnostic).indicateurs
    return [code for code in computed_codes(diagnostic) if is_ticked(diagnostic, known[code])]


def chapter_of_key(diagnostic: Diagnostic, cle: str) -> int | None:
    """Return the chapter where a text stands, None for an indicator that the catalogue lost."""
    kind, _, rest = cle.partition(":")
    if kind == "chapitre":
        return int(rest)
    item = contexte_of(diagnostic).indicateurs.get(rest.partition(":")[0])
    return item.chapitre_dls if item else None


def automatic_texts(diagnostic: Diagnostic) -> dict[str, str]:
    """Return every automatic text by key, for the indicators chosen."""
    codes = list(diagnostic.selection.values_list("code", flat=True))
    return texts_of(contexte_of(diagnostic).keep(codes))


def to_review(diagnostic: Diagnostic) -> list[tuple[Redaction, str]]:
    """Return the rewritten texts whose automatic text is no longer the same, with today's.

    An empty one says that the indicator left the choice, or lost its figure.
    """
    now = automatic_texts(diagnostic)
    written: Sequence[Redaction] = list(diagnostic.redactions.all())
    return [(one, now.get(one.cle, "")) for one in written if now.get(one.cle) != one.automatique]


def titles() -> dict[str, str]:
    """Return the keys of the chapters with their titles."""
    return {cle_chapitre(numero): titre for numero, titre in CHAPITRES.items()}
