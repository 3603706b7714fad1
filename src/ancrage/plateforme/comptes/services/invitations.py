"""Invite by e-mail: a signed link, stored hashed, that serves once and expires."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.courriels import send_invitation, send_new_link_wanted
from ancrage.plateforme.comptes.models import Invitation, Organisation, Utilisateur
from ancrage.plateforme.comptes.services.affectations import (
    add_role,
    check_right,
    check_scope,
)
from ancrage.plateforme.journal.services import record, snapshot

VALIDITE = timedelta(days=14)
_signer = signing.Signer(salt="comptes.invitation")


@dataclass(frozen=True, slots=True)
class Identite:
    """What a person says of herself when she accepts; no password for a ProConnect account."""

    prenom: str
    nom: str
    fonction: str = ""
    mot_de_passe: str | None = None


@transaction.atomic
def invite(
    *,
    acteur: Any,
    email: str,
    organisation: Organisation,
    role: str,
    portee: str,
    code: str,
    fin: date | None = None,
) -> Invitation:
    """Offer a role to an address and send it the link."""
    code = check_scope(role, portee, code, organisation.region)
    check_right(acteur, role, portee, code, organisation.region)
    _check_not_open(email, organisation, role, portee, code)
    invitation = Invitation(
        email=email.strip().lower(),
        organisation=organisation,
        region=organisation.region,
        role=role,
        portee=portee,
        code=code,
        fin=fin,
        invite_par=acteur,
    )
    jeton = _renew(invitation)
    invitation.save()
    record(acteur=acteur, action="inviter", objet=invitation)
    send_invitation(invitation, jeton)
    return invitation


def _check_not_open(
    email: str, organisation: Organisation, role: str, portee: str, code: str
) -> None:
    same = Invitation.objects.ouvertes().filter(
        email__iexact=email.strip(), organisation=organisation, role=role, portee=portee, code=code
    )
    if same.exists():
        raise ActeRefuse(
            "Cette invitation est déjà partie.",
            "Ouvrez-la dans la liste pour renvoyer le lien.",
            champ="email",
        )


def _renew(invitation: Invitation) -> str:
    """Give an invitation a new key and a new term; return the signed key, kept nowhere."""
    key = secrets.token_urlsafe(32)
    invitation.empreinte = _hash(key)
    invitation.expire_le = timezone.now() + VALIDITE
    return _signer.sign(key)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def resend(*, acteur: Any, invitation: Invitation) -> Invitation:
    """Send a new link; the former one stops working."""
    check_right(acteur, invitation.role, invitation.portee, invitation.code, invitation.region)
    locked = _lock(invitation.pk)
    _check_open(locked)
    before = snapshot(locked)
    jeton = _renew(locked)
    locked.save(update_fields=["empreinte", "expire_le", "modifie_le"])
    record(acteur=acteur, action="renvoyer une invitation", objet=locked, before=before)
    send_invitation(locked, jeton)
    return locked


@transaction.atomic
def cancel(*, acteur: Any, invitation: Invitation, motif: str = "") -> Invitation:
    """Withdraw an open invitation; its link stops working."""
    check_right(acteur, invitation.role, invitation.portee, invitation.code, invitation.region)
    locked = _lock(invitation.pk)
    _check_open(locked)
    before = snapshot(locked)
    locked.annulee_le = timezone.now()
    locked.save(update_fields=["annulee_le", "modifie_le"])
    record(acteur=acteur, action="annuler une invitation", objet=locked, before=before, motif=motif)
    return locked


def _lock(pk: int) -> Invitation:
    """Read the row again, alone: two clicks must not both accept it."""
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "invite_par").get(pk=pk)


def _check_open(invitation: Invitation) -> None:
    if invitation.etat in ("acceptée", "annulée"):
        raise ActeRefuse(f"Cette invitation est déjà {invitation.etat}.")


def find_by_token(jeton: str) -> Invitation | None:
    """Return the invitation of a link, whatever its state; None for a forged or unknown one."""
    try:
        key = _signer.unsign(jeton)
    except signing.BadSignature:
        return None
    rows = Invitation.objects.select_related("organisation", "invite_par")
    return rows.filter(empreinte=_hash(key)).first()


@transaction.atomic
def ask_new_link(*, acteur: Any, invitation: Invitation) -> None:
    """Tell the inviter that an expired link was opened; anyone who holds the link may ask."""
    if invitation.etat != "expirée":
        raise ActeRefuse("Ce lien n’a pas expiré.", "Rechargez la page pour l’utiliser.")
    record(acteur=acteur, action="redemander une invitation", objet=invitation)
    send_new_link_wanted(invitation)


@transaction.atomic
def accept_as_new(*, acteur: Any, invitation: Invitation, identite: Identite) -> Utilisateur:
    """Create the person with the role she was offered; `acteur` is None: she is not yet known."""
    locked = _lock(invitation.pk)
    _check_usable(locked)
    if Utilisateur.objects.filter(email__iexact=locked.email).exists():
        raise ActeRefuse(
            "Un compte existe déjà pour cette adresse.", "Connectez-vous, puis rouvrez le lien."
        )
    person = Utilisateur(
        email=locked.email,
        prenom=identite.prenom.strip(),
        nom=identite.nom.strip(),
        fonction=identite.fonction.strip(),
    )
    _set_password(person, identite.mot_de_passe)
    person.save()
    _close(locked, person)
    record(acteur=acteur or person, action="créer un compte", objet=person)
    return person


def _set_password(person: Utilisateur, password: str | None) -> None:
    if password is None:
        person.set_unusable_password()
        return
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise ActeRefuse(" ".join(error.messages), champ="mot_de_passe") from None
    person.set_password(password)


@transaction.atomic
def accept_as_known(*, acteur: Utilisateur, invitation: Invitation) -> Utilisateur:
    """Add the offered role to a person who already has an account, at the invited address."""
    locked = _lock(invitation.pk)
    _check_usable(locked)
    if acteur.email.lower() != locked.email.lower():
        raise ActeRefuse(
            "Cette invitation est destinée à une autre adresse que la vôtre.",
            "Connectez-vous avec le compte de l’adresse invitée.",
        )
    _close(locked, acteur)
    return acteur


def _check_usable(invitation: Invitation) -> None:
    if invitation.etat != "ouverte":
        raise ActeRefuse(
            f"Cette invitation est {invitation.etat}.", "Demandez-en une nouvelle si besoin."
        )


def _close(invitation: Invitation, person: Utilisateur) -> None:
    add_role(
        acteur=person,
        utilisateur=person,
        organisation=invitation.organisation,
        role=invitation.role,
        portee=invitation.portee,
        code=invitation.code,
        debut=timezone.localdate(),
        fin=invitation.fin,
    )
    before = snapshot(invitation)
    invitation.acceptee_le = timezone.now()
    invitation.acceptee_par = person
    invitation.save(update_fields=["acceptee_le", "acceptee_par", "modifie_le"])
    record(acteur=person, action="accepter une invitation", objet=invitation, before=before)
