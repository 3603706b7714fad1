"""Who may do what to deposits, requests and the release calendar."""

from typing import Any

from ancrage.plateforme.comptes.permissions import Cible, holds, regions_of
from ancrage.plateforme.observations.etats import (
    APPROUVENT,
    DEPOSENT,
    EN_ATTENTE,
    ORS,
    OUVERTES,
    EtatDepot,
)
from ancrage.plateforme.observations.models import DemandeOrs, DepotRestreint

ELLE_MEME = "Vous avez déposé cet extrait : une autre personne de l’observatoire doit l’approuver."


def is_ors(user: Any, region: str = "") -> bool:
    """Say whether a user is of the observatory, of a region or of any."""
    if region:
        return holds(user, ORS, Cible(region))
    return bool(user.is_authenticated and regions_of(user, ORS))


def regions_kept(user: Any) -> frozenset[str]:
    """Return the regions whose figures a user keeps."""
    return regions_of(user, ORS)


def regions_deposited(user: Any) -> frozenset[str]:
    """Return the regions for which a user may deposit an extract."""
    return regions_of(user, DEPOSENT)


def can_deposit(user: Any) -> bool:
    """Say whether a user may deposit an extract somewhere."""
    return bool(regions_deposited(user))


def can_describe(user: Any, depot: DepotRestreint) -> bool:
    """Say whether a user may change the description: the depositor, before the approval."""
    return (
        depot.etat in (EtatDepot.DEPOSE, EtatDepot.CONTROLE)
        and depot.deposant_id == user.pk
        and holds(user, DEPOSENT, Cible(depot.region))
    )


def refusal_to_approve(user: Any, depot: DepotRestreint) -> str:
    """Return why a user may not approve a deposit now, in French; nothing when she may."""
    if not holds(user, APPROUVENT, Cible(depot.region)):
        return "Seule la validation de l’observatoire approuve un dépôt de sa région."
    if depot.deposant_id == user.pk:
        return ELLE_MEME
    if depot.etat != EtatDepot.CONTROLE:
        return f"Ce dépôt est {depot.get_etat_display()} : il ne peut pas être approuvé."
    return ""


def can_approve(user: Any, depot: DepotRestreint) -> bool:
    """Say whether a user may approve, or refuse, a deposit now."""
    return not refusal_to_approve(user, depot)


def can_withdraw(user: Any, depot: DepotRestreint) -> bool:
    """Say whether a user may take a deposit away: its depositor while it waits, then the ORS."""
    if depot.etat in EN_ATTENTE:
        return depot.deposant_id == user.pk and depot.etat != EtatDepot.APPROUVE
    return depot.etat == EtatDepot.ACTIF and is_ors(user, depot.region)


def can_ask(user: Any) -> bool:
    """Say whether a user may ask the observatory: whoever holds a role somewhere."""
    return bool(user.is_authenticated and user.is_active and user.regions)


def can_answer(user: Any, demande: DemandeOrs) -> bool:
    """Say whether a user may estimate, answer or refuse a request now."""
    return demande.etat in OUVERTES and is_ors(user, demande.region)


def can_cancel(user: Any, demande: DemandeOrs) -> bool:
    """Say whether a user may give a request up: the one who asked."""
    return demande.etat in OUVERTES and demande.demandeur_id == user.pk
