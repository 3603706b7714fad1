"""Who may do what to a diagnosis, read from the table of its life."""

from typing import Any

from ancrage.plateforme.comptes.permissions import Cible, holds, regions_of
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.diagnostics.etats import ACTES, ARS, AVIS, LECTEURS, ORS, Etat
from ancrage.plateforme.diagnostics.models import DemandeAvis, Diagnostic, Opinion, Relecture
from ancrage.plateforme.diagnostics.reperes import cible_of

SUIVENT = ARS | ORS | {str(Role.DD_ARS)}
FERME = {
    "redacteur": "Vous avez écrit dans ce diagnostic : une autre personne de l’observatoire "
    "doit le relire.",
    "relecteur": "Vous avez relu ce diagnostic : une autre personne doit signer le contrôle.",
    "autre": "Seule la personne qui l’a envoyé en relecture peut le reprendre.",
}


def can_order(user: Any, region: str) -> bool:
    """Say whether a user may order a diagnosis in a region."""
    return holds(user, ARS, Cible(region))


def regions_ordered(user: Any) -> frozenset[str]:
    """Return the regions where a user may order a diagnosis."""
    return regions_of(user, ARS)


def follows(user: Any) -> bool:
    """Say whether the workshop is open to a user."""
    return bool(user.is_authenticated and user.is_active) and not user.roles.isdisjoint(SUIVENT)


def can_read_draft(user: Any, diagnostic: Diagnostic) -> bool:
    """Say whether a user reads the drafts: the observatory alone."""
    return holds(user, ORS, Cible(diagnostic.region))


def open_request(diagnostic: Diagnostic) -> DemandeAvis | None:
    """Return the request for opinions on the version under control, or None.

    Sent back to writing, or published, a diagnosis has no open request.
    """
    if diagnostic.etat != Etat.CONTROLE:
        return None
    return DemandeAvis.objects.filter(
        diagnostic=diagnostic, version_diagnostic=diagnostic.version
    ).first()


def is_asked(user: Any, diagnostic: Diagnostic) -> bool:
    """Say whether the opinion of a user is asked on a diagnosis: she is of its territory."""
    return open_request(diagnostic) is not None and holds(user, AVIS, cible_of(diagnostic))


def can_read_proof(user: Any, diagnostic: Diagnostic) -> bool:
    """Say whether a user reads the proof: the observatory at work, the others once asked."""
    if diagnostic.etat in (Etat.EN_COURS, Etat.RELECTURE, Etat.CONTROLE):
        if can_read_draft(user, diagnostic):
            return True
        sent = open_request(diagnostic) is not None
        return sent and holds(user, AVIS | ARS | LECTEURS, cible_of(diagnostic))
    return False


def has_role_for(user: Any, nom: str, diagnostic: Diagnostic) -> bool:
    """Say whether a user's roles open an act in some state: what a page asks before it shows."""
    return holds(user, ACTES[nom].roles, Cible(diagnostic.region))


def refusal(user: Any, nom: str, diagnostic: Diagnostic) -> str:
    """Return why a user may not do an act now, in French; nothing when she may."""
    acte = ACTES[nom]
    if not has_role_for(user, nom, diagnostic):
        return f"Vos rôles ne permettent pas de {acte.libelle}."
    if diagnostic.etat not in acte.de:
        return (
            f"Le diagnostic est {diagnostic.get_etat_display()} : "
            f"il n’est pas possible de {acte.libelle}."
        )
    for who in sorted(acte.pas):
        if _is(user, who, diagnostic):
            return FERME[who]
    return ""


def can(user: Any, nom: str, diagnostic: Diagnostic) -> bool:
    """Say whether a user may do an act now."""
    return not refusal(user, nom, diagnostic)


def allowed_acts(user: Any, diagnostic: Diagnostic) -> list[str]:
    """Return the acts open to a user now, in the order of the table."""
    return [nom for nom in ACTES if can(user, nom, diagnostic)]


def _is(user: Any, who: str, diagnostic: Diagnostic) -> bool:
    match who:
        case "redacteur":
            return diagnostic.redacteurs.filter(pk=user.pk).exists()
        case "relecteur":
            return user.pk in approvers(diagnostic)
        case "autre":
            return diagnostic.soumis_par_id != user.pk
    return False


def approvers(diagnostic: Diagnostic) -> set[int]:
    """Return who gave the favourable opinion on what is now under control."""
    if diagnostic.etat != Etat.CONTROLE:
        return set()
    last = Relecture.objects.filter(diagnostic=diagnostic, opinion=Opinion.FAVORABLE).first()
    return {last.relecteur_id} if last else set()
