"""What the frame of a diagnosis decides: its chapters, what the order ticks."""

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.diagnostics.models import Diagnostic
from ancrage.plateforme.observations.cadres import Cadre, Partie, frames
from ancrage.plateforme.observations.profils import Indicateur
from ancrage.publication.documents.dls.contexte import CHAPITRES


def check_frame(code: str) -> None:
    """Refuse a frame that the catalogue does not have."""
    if code not in frames():
        raise ActeRefuse(
            f"Le cadre « {code} » n’est pas au catalogue.",
            "Choisissez un cadre de la liste.",
            champ="cadre",
        )


def frame_of(diagnostic: Diagnostic) -> Cadre:
    """Return the frame that was ordered."""
    return frames()[diagnostic.cadre]


def chapters_of(diagnostic: Diagnostic) -> tuple[int, ...]:
    """Return the numbers of the chapters of a diagnosis."""
    return tuple(partie.numero for partie in frame_of(diagnostic).parties)


def written_chapters_of(diagnostic: Diagnostic) -> dict[int, str]:
    """Return the chapters whose texts may be rewritten, with their titles."""
    kept = chapters_of(diagnostic)
    return {numero: titre for numero, titre in CHAPITRES.items() if numero in kept}


def people_chapters_of(diagnostic: Diagnostic) -> list[Partie]:
    """Return the chapters that people write, and no engine."""
    return [one for one in frame_of(diagnostic).parties if one.remplissage == "saisie"]


def is_ticked(diagnostic: Diagnostic, item: Indicateur) -> bool:
    """Say whether the order ticks an indicator: named by its chapter, or by none."""
    named = next(
        (p.indicateurs for p in frame_of(diagnostic).parties if p.numero == item.chapitre_dls), ()
    )
    return not named or item.code in named
