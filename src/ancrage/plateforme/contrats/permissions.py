"""Who may do what to a contract, read from the table of its life."""

from typing import Any

from ancrage.plateforme.comptes.permissions import Cible, holds, regions_of, roles_over
from ancrage.plateforme.contrats.avis import FAITS_DES_AVIS
from ancrage.plateforme.contrats.etats import ACTES, AVANT_SIGNATURE, DD, C, Etat, K, O
from ancrage.plateforme.contrats.faits import FAITS, roles_in_words
from ancrage.plateforme.contrats.models import Contrat, Organe
from ancrage.plateforme.contrats.models.contrat import LECTURES

PREPARENT = DD | K  # who keeps the parties, dates and perimeter of a contract
LECTEURS = frozenset(str(role) for roles, _ in LECTURES for role in roles)


def has_role_for(user: Any, nom: str, contrat: Contrat) -> bool:
    """Say whether a user's roles over the contract open an act in some state."""
    return holds(user, ACTES[nom].roles, contrat.cible)


def refusal(user: Any, nom: str, contrat: Contrat) -> str:
    """Return why a user may not do an act now, in French; nothing when she may.

    The guards are another matter: they say what is missing, not who may act. `None` is the
    platform, which does what no role does, and what falls due.
    """
    acte = ACTES[nom]
    allowed = acte.auto if user is None else has_role_for(user, nom, contrat)
    if not allowed:
        who = roles_in_words(acte.roles) or "la plateforme seule, le jour venu"
        return f"Vos rôles ne permettent pas de {acte.libelle} ({who})."
    if contrat.etat not in acte.de:
        etat = contrat.get_etat_display()
        return f"Le contrat est à l’état « {etat} » : {acte.libelle} n’en part pas."
    return ""


def can(user: Any, nom: str, contrat: Contrat) -> bool:
    """Say whether a user may do an act now, guards apart."""
    return not refusal(user, nom, contrat)


def allowed_acts(user: Any, contrat: Contrat) -> list[str]:
    """Return the acts open to a user now, in the order of the table."""
    return [nom for nom in ACTES if can(user, nom, contrat)]


def roles_of_actor(user: Any, contrat: Contrat, nom: str) -> str:
    """Return under which roles an act is done, for its row."""
    if user is None:
        return ""
    return ", ".join(sorted(roles_over(user, contrat.cible) & ACTES[nom].roles))


def can_open(user: Any, cible: Cible) -> bool:
    """Say whether a user may open a request on a territory."""
    return holds(user, ACTES["ouvrir"].roles, cible)


def can_take_over(user: Any, cible: Cible) -> bool:
    """Say whether a user may take a running contract over."""
    return holds(user, ACTES["reprendre"].roles, cible)


def regions_taken_over(user: Any) -> frozenset[str]:
    """Return the regions where a user may take contracts over, at least in one département."""
    found: frozenset[str] = frozenset()
    if user.is_authenticated and user.is_active:
        found = user.regions_with(ACTES["reprendre"].roles)
    return found


def can_prepare(user: Any, contrat: Contrat) -> bool:
    """Say whether a user keeps the parties, dates and perimeter of a contract."""
    return holds(user, PREPARENT, contrat.cible)


def can_attest(user: Any, fait: str, contrat: Contrat) -> bool:
    """Say whether a user may attest a fact: whoever can bring it."""
    return holds(user, FAITS[fait].par, contrat.cible)


def can_derogate(user: Any, contrat: Contrat) -> bool:
    """Say whether a user may accept a reason: the ARS."""
    return holds(user, DD, contrat.cible)


def can_record_vote(user: Any, contrat: Contrat) -> bool:
    """Say whether a user may record the acts of the signatories: élus attest their vote."""
    return holds(user, PREPARENT | C, contrat.cible)


def is_written(contrat: Contrat) -> bool:
    """Say whether a text is there to have an opinion on, and may still change."""
    return contrat.etat in (Etat.REDACTION, Etat.VALIDATION)


def can_ask_opinion(user: Any, contrat: Contrat) -> bool:
    """Say whether a user may ask the ARS for its opinion now: the team of the contract."""
    return is_written(contrat) and can_prepare(user, contrat)


def can_give_opinion(user: Any, organe: str, contrat: Contrat) -> bool:
    """Say whether a user writes the opinion of a body: whoever can bring its fact."""
    return can_attest(user, FAITS_DES_AVIS[Organe(organe)], contrat)


def can_write_engagements(user: Any, contrat: Contrat) -> bool:
    """Say whether a user writes the engagements: before the signature, or of a takeover."""
    open_text = contrat.etat in AVANT_SIGNATURE or (contrat.repris and contrat.is_open)
    return open_text and can_prepare(user, contrat)


def can_sign_avenant(user: Any, contrat: Contrat) -> bool:
    """Say whether a user may close an amendment: who signs contracts."""
    return holds(user, ACTES["signer"].roles, contrat.cible)


def can_post(user: Any, contrat: Contrat) -> bool:
    """Say whether a user may name a coordinator: the ARS, which pays the post."""
    return holds(user, DD, contrat.cible)


def follows_region(user: Any, region: str) -> bool:
    """Say whether a user reads where every contract of a region stands: the ARS, the ORS."""
    return region in regions_of(user, DD | O)


def regions_held(user: Any) -> frozenset[str]:
    """Return the regions where a user may record an election."""
    return regions_of(user, DD)


def follows_some(user: Any) -> bool:
    """Say whether a person may follow contracts: whoever holds a role that reads them."""
    return bool(user.is_authenticated) and not user.roles.isdisjoint(LECTEURS)
