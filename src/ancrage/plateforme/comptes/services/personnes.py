"""What a person changes of her own account: her details, her consents, its erasure."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.donnees import tables
from ancrage.plateforme.comptes.models import (
    Affectation,
    Consentement,
    Delegation,
    Finalite,
    Invitation,
    Utilisateur,
)
from ancrage.plateforme.comptes.services.departs import close_account
from ancrage.plateforme.comptes.services.effacements import PSEUDONYME
from ancrage.plateforme.journal.services import pseudonymise, record, snapshot

CHAMPS = ("prenom", "nom", "fonction", "telephone")


@transaction.atomic
def edit_details(*, acteur: Any, person: Utilisateur, expected: int, **values: str) -> Utilisateur:
    """Change a person's name, function or telephone."""
    before = snapshot(person)
    for name in CHAMPS:
        setattr(person, name, values[name].strip())
    person.save_version(expected=expected, fields=list(CHAMPS))
    record(acteur=acteur, action="modifier un compte", objet=person, before=before)
    return person


@transaction.atomic
def change_email(*, acteur: Any, person: Utilisateur, email: str, expected: int) -> Utilisateur:
    """Give a person her new address: she signs in with it from now on."""
    email = email.strip().lower()
    if Utilisateur.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise ActeRefuse("Un autre compte porte déjà cette adresse.", champ="email")
    before = snapshot(person)
    person.email = email
    person.save_version(expected=expected, fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    record(acteur=acteur, action="changer d’adresse", objet=person, before=before)
    return person


@transaction.atomic
def link_subject(*, acteur: Any, person: Utilisateur, sujet: str) -> Utilisateur:
    """Tie an account to a ProConnect identity, once; later sign-ins go by it alone."""
    before = snapshot(person)
    person.sujet_oidc = sujet
    person.save(update_fields=["sujet_oidc", "modifie_le"])
    record(acteur=acteur, action="relier à ProConnect", objet=person, before=before)
    return person


@transaction.atomic
def set_consents(*, acteur: Any, person: Utilisateur, finalites: set[str]) -> None:
    """Give the consents that are ticked and take back the others; each leaves its date."""
    running = {c.finalite: c for c in person.consentements.filter(retire_le__isnull=True)}
    for finalite in Finalite.values:
        if finalite in finalites and finalite not in running:
            given = Consentement.objects.create(utilisateur=person, finalite=finalite)
            record(acteur=acteur, action="consentir", objet=given)
        elif finalite not in finalites and finalite in running:
            taken = running[finalite]
            before = snapshot(taken)
            taken.retire_le = timezone.now()
            taken.save(update_fields=["retire_le"])
            record(acteur=acteur, action="retirer un consentement", objet=taken, before=before)


@transaction.atomic
def erase_person(
    *, acteur: Any, person: Utilisateur, repreneur: Utilisateur | None = None, motif: str
) -> Utilisateur:
    """Empty a person's row and her name in the audit; what she did stays, under a pseudonym.

    The audit's chain still holds: the two labels stand outside its prints.
    """
    if person.is_active:
        close_account(acteur=acteur, person=person, repreneur=repreneur, motif=motif)
    objets = _objects_that_name(person)
    before = snapshot(person)
    _empty(person)
    record(acteur=acteur, action="effacer un compte", objet=person, before=before, motif=motif)
    for table in tables():
        if table.effacer is not None:
            table.effacer(person)
    pseudonymise(acteur_id=str(person.identifiant), objets=objets, label=PSEUDONYME)
    return person


def _objects_that_name(person: Utilisateur) -> list[Any]:
    return [
        person,
        *Affectation.objects.filter(utilisateur=person),
        *Delegation.objects.filter(affectation__utilisateur=person),
        *Delegation.objects.filter(delegataire=person),
    ]


def _empty(person: Utilisateur) -> None:
    Invitation.objects.filter(email__iexact=person.email).exclude(acceptee_par=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    person.email = f"{person.identifiant}@efface.invalid"
    person.prenom, person.nom = "", PSEUDONYME
    person.fonction = person.telephone = ""
    person.sujet_oidc = person.last_login = None
    person.efface_le = timezone.now()
    person.set_unusable_password()
    person.save()
