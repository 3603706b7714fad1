"""Close an account: what the person holds passes on, her roles end, her sessions stop."""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Affectation, Delegation, Invitation, Utilisateur
from ancrage.plateforme.comptes.permissions import can_close
from ancrage.plateforme.comptes.services.affectations import check_not_last, stop_role
from ancrage.plateforme.comptes.services.delegations import stop_delegation
from ancrage.plateforme.comptes.travail_tenu import TravailTenu, declare, kinds
from ancrage.plateforme.journal.services import record, snapshot


@transaction.atomic
def close_account(
    *, acteur: Any, person: Utilisateur, repreneur: Utilisateur | None, motif: str
) -> Utilisateur:
    """Deactivate a person; whatever she holds passes to `repreneur`, or stays without holder."""
    if acteur is not None and acteur.pk != person.pk and not can_close(acteur, person):
        raise ActeRefuse("Vos droits ne permettent pas de fermer ce compte.")
    if repreneur is not None and (repreneur.pk == person.pk or not repreneur.is_active):
        raise ActeRefuse("Choisissez une autre personne, au compte actif.", champ="repreneur")
    for affectation in _running(person):
        check_not_last(affectation)
    for kind in kinds():
        kind.transferer(acteur=acteur, de=person, vers=repreneur, motif=motif)
    before = snapshot(person)
    person.is_active = False
    person.save(update_fields=["is_active", "modifie_le"])
    end_sessions(person)
    record(acteur=acteur, action="fermer un compte", objet=person, before=before, motif=motif)
    return person


@transaction.atomic
def reopen_account(*, acteur: Any, person: Utilisateur, motif: str) -> Utilisateur:
    """Open an account again, without any role: they are given anew."""
    if person.efface_le is not None:
        raise ActeRefuse("Ce compte a été effacé.", "Invitez la personne de nouveau.")
    if acteur is not None and not can_close(acteur, person):
        raise ActeRefuse("Vos droits ne permettent pas de rouvrir ce compte.")
    before = snapshot(person)
    person.is_active = True
    person.save(update_fields=["is_active", "modifie_le"])
    record(acteur=acteur, action="rouvrir un compte", objet=person, before=before, motif=motif)
    return person


@transaction.atomic
def reset_second_factor(*, acteur: Any, person: Utilisateur, motif: str) -> None:
    """Forget a lost second factor: the person sets a new one at her next sign-in."""
    if acteur is not None and not can_close(acteur, person):
        raise ActeRefuse("Vos droits ne permettent pas cet acte.")
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    record(acteur=acteur, action="réinitialiser le second facteur", objet=person, motif=motif)


def end_sessions(person: Utilisateur) -> None:
    """Sign a person out everywhere."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def _running(person: Utilisateur) -> Iterable[Affectation]:
    return person.affectations.select_related("organisation").actives(timezone.localdate())


def _open_delegations(person: Utilisateur) -> Iterable[Delegation]:
    return Delegation.objects.filter(
        Q(affectation__utilisateur=person) | Q(delegataire=person),
        revoquee_le__isnull=True,
        fin__gte=timezone.localdate(),
    ).select_related("affectation__utilisateur", "delegataire")


def _pass_invitations(*, acteur: Any, de: Any, vers: Any | None, motif: str) -> None:
    for invitation in Invitation.objects.ouvertes().filter(invite_par=de):
        before = snapshot(invitation)
        invitation.invite_par = vers
        if vers is None:
            invitation.annulee_le = timezone.now()
        invitation.save(update_fields=["invite_par", "annulee_le", "modifie_le"])
        action = "transmettre une invitation" if vers else "annuler une invitation"
        record(acteur=acteur, action=action, objet=invitation, before=before, motif=motif)


def _stop_delegations(*, acteur: Any, de: Any, vers: Any | None, motif: str) -> None:
    for delegation in _open_delegations(de):
        stop_delegation(acteur=acteur, delegation=delegation, motif=motif)


def _stop_roles(*, acteur: Any, de: Any, vers: Any | None, motif: str) -> None:
    for affectation in _running(de):
        stop_role(acteur=acteur, affectation=affectation, motif=motif)


def declare_own() -> None:
    """Declare what this app itself holds for a person; roles come last."""
    declare(
        TravailTenu(
            "invitations",
            "Invitations envoyées, encore ouvertes",
            "Elles passent à la personne choisie ; sans elle, elles sont annulées.",
            lambda p: [
                f"{i.email}, {i.get_role_display()}"
                for i in Invitation.objects.ouvertes().filter(invite_par=p)
            ],
            _pass_invitations,
        )
    )
    declare(
        TravailTenu(
            "delegations",
            "Délégations données ou reçues",
            "Elles s’arrêtent aujourd’hui.",
            lambda p: [str(d) for d in _open_delegations(p)],
            _stop_delegations,
        )
    )
    declare(
        TravailTenu(
            "affectations",
            "Rôles",
            "Ils finissent aujourd’hui. Donnez-les à une autre personne s’il le faut.",
            lambda p: [f"{a.get_role_display()}, {a.organisation}" for a in _running(p)],
            _stop_roles,
        )
    )
