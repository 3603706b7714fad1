"""Who may do what in the préfiguration of a contract (domaine.md § 5)."""

from typing import Any

from ancrage.plateforme.comptes.permissions import holds
from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE, DD, C, Etat, K
from ancrage.plateforme.contrats.faits import FAITS
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.models.contrat import SIGNE_SEUL
from ancrage.plateforme.prefiguration.models import IndicateurSuivi, Partie

PREPARENT = DD | K  # who keeps the co-leads, the support plan, the list of indicators
MESURENT = DD | K | C  # who types what the site cannot count
# Each side agrees for itself: the coordinator records what her élus decided.
ACCORDENT = {Partie.ARS: DD, Partie.COLLECTIVITE: C | K}
ELABORATION = tuple(etat for etat in AVANT_SIGNATURE if etat != Etat.SOLLICITATION)


def can_prepare(user: Any, contrat: Contrat) -> bool:
    """Say whether a user keeps the préfiguration of a contract."""
    return holds(user, PREPARENT, contrat.cible)


def can_record_letter(user: Any, contrat: Contrat) -> bool:
    """Say whether a user records the signed letter: whoever can bring the political support."""
    return holds(user, FAITS["portage_politique"].par, contrat.cible)


def can_measure(user: Any, contrat: Contrat) -> bool:
    """Say whether a user types the value of an indicator."""
    return holds(user, MESURENT, contrat.cible)


def can_agree(user: Any, contrat: Contrat, partie: str) -> bool:
    """Say whether a user records the agreement of one side."""
    return holds(user, ACCORDENT[Partie(partie)], contrat.cible)


def can_reopen(user: Any, contrat: Contrat) -> bool:
    """Say whether a user opens an agreed list again: whoever may prepare it."""
    return can_prepare(user, contrat)


def is_read_by(user: Any, contrat: Contrat) -> bool:
    """Say whether a user follows the work itself, not only what was signed."""
    seen = Contrat.objects.visibles_par(user, sauf=SIGNE_SEUL)
    return bool(seen.filter(pk=contrat.pk).exists())


def is_shown(user: Any, contrat: Contrat) -> bool:
    """Say whether the tab makes sense: during the elaboration, or where it left indicators."""
    if contrat.etat not in ELABORATION and not _left_something(contrat):
        return False
    return is_read_by(user, contrat)


def _left_something(contrat: Contrat) -> bool:
    return IndicateurSuivi.objects.filter(contrat=contrat).exists()
