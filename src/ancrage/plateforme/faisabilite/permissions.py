"""Who may do what to a feasibility note (domaine.md § 5)."""

from typing import Any

from ancrage.plateforme.comptes.permissions import Cible, holds, regions_of
from ancrage.plateforme.contrats.etats import DD, K, S
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.faisabilite.models import NoteFaisabilite
from ancrage.plateforme.faisabilite.models.note import LECTEURS

REDIGENT = DD | K  # who writes the note; the delegation alone opens it


def can_start(user: Any) -> bool:
    """Say whether a user may open a note somewhere."""
    return bool(user.is_authenticated and not user.roles.isdisjoint(DD))


def can_open(user: Any, cible: Cible) -> bool:
    """Say whether a user may open a note on a territory."""
    return holds(user, DD, cible)


def can_write(user: Any, note: NoteFaisabilite) -> bool:
    """Say whether a user writes a note, while it is open."""
    return note.is_open and holds(user, REDIGENT, note.cible)


def can_advise(user: Any, note: NoteFaisabilite) -> bool:
    """Say whether a user gives the opinion of the delegation."""
    return note.is_open and holds(user, DD, note.cible)


def can_decide(user: Any, note: NoteFaisabilite) -> bool:
    """Say whether a user decides: the headquarters of the agency do."""
    return note.is_open and holds(user, S, note.cible)


def can_revise(user: Any, note: NoteFaisabilite) -> bool:
    """Say whether a user opens another version of a decided note."""
    return not note.is_open and holds(user, DD, note.cible)


def can_attach(user: Any, note: NoteFaisabilite) -> bool:
    """Say whether a user ties a note to a contract."""
    return note.contrat_id is None and holds(user, DD, note.cible)


def regions_framed(user: Any) -> list[str]:
    """Return the regions whose framing figures a user chooses."""
    return sorted(regions_of(user, S))


def can_read(user: Any) -> bool:
    """Say whether a user's roles read notes somewhere."""
    return bool(user.is_authenticated and not user.roles.isdisjoint(LECTEURS))


def reads_of(user: Any, contrat: Contrat) -> bool:
    """Say whether a user reads the notes of a contract."""
    return holds(user, LECTEURS, contrat.cible)
