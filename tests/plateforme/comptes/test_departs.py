"""Closing an account: what the person holds passes on, and nothing of hers stays open."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes import travail_tenu
from ancrage.plateforme.comptes.models import Affectation, Delegation, Invitation, Utilisateur
from ancrage.plateforme.comptes.permissions import can_close
from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.comptes.services.delegations import delegate
from ancrage.plateforme.comptes.services.departs import (
    close_account,
    reopen_account,
    reset_second_factor,
)
from ancrage.plateforme.comptes.services.invitations import invite
from ancrage.plateforme.journal.models import Acte
from tests.plateforme.comptes.factories import (
    TERRITOIRE,
    AffectationFactory,
    OrganisationFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy():
    """Return a coordinator who lent her role, borrowed one, and sent an invitation."""
    person = member(Role.COORDONNATEUR)
    today = timezone.localdate()
    week = {"debut": today, "fin": today + timedelta(days=7), "motif": "Congés"}
    delegate(
        acteur=person,
        affectation=person.affectations.get(),
        delegataire=member(Role.ELU),
        **week,
    )
    lent = AffectationFactory(role=Role.ELU)
    delegate(acteur=lent.utilisateur, affectation=lent, delegataire=person, **week)
    invite(
        acteur=person,
        email="anne@demo.example",
        organisation=OrganisationFactory(),
        role=Role.ELU,
        portee=Portee.TERRITOIRE,
        code=TERRITOIRE,
    )
    return person


def close(person, repreneur=None, acteur=None):
    return close_account(acteur=acteur, person=person, repreneur=repreneur, motif="Départ")


def test_the_page_lists_all_that_will_pass(busy):
    held = {kind.code: len(lines) for kind, lines in travail_tenu.held_by(busy)}
    assert held == {"invitations": 1, "delegations": 2, "affectations": 1}


def test_work_passes_to_the_person_chosen(busy):
    taker = member(Role.COORDONNATEUR)
    close(busy, taker)
    assert Invitation.objects.get().invite_par == taker
    assert not Delegation.objects.filter(revoquee_le__isnull=True).exists()
    assert not busy.affectations.actives(timezone.localdate()).exists()
    assert not Utilisateur.objects.get(pk=busy.pk).is_active
    assert {"transmettre une invitation", "révoquer une délégation", "finir un rôle"} < set(
        Acte.objects.values_list("action", flat=True)
    )


def test_without_taker_open_invitations_are_cancelled(busy):
    close(busy)
    assert Invitation.objects.get().etat == "annulée"


def test_every_session_ends(busy):
    store = SessionStore()
    store.create()
    UserSession.objects.create(user=busy, ip="127.0.0.1", session_key=store.session_key)
    close(busy)
    assert not SessionStore().exists(store.session_key)


def test_an_app_adds_its_own_work(busy, monkeypatch):
    monkeypatch.setattr(travail_tenu, "_registre", dict(travail_tenu._registre))
    seen = []
    travail_tenu.declare(
        travail_tenu.TravailTenu(
            "fiches",
            "Fiches actions",
            "Elles passent à la personne choisie.",
            lambda person: ["Fiche 1"],
            lambda *, acteur, de, vers, motif: seen.append((de, vers)),
        )
    )
    assert "Fiche 1" in [line for _, lines in travail_tenu.held_by(busy) for line in lines]
    taker = member(Role.ELU)
    close(busy, taker)
    assert seen == [(busy, taker)]
    with pytest.raises(ValueError, match="taken"):
        travail_tenu.declare(travail_tenu.kinds()[0])


@pytest.mark.parametrize("role", [Role.ARS_SIEGE, Role.ADMINISTRATEUR])
def test_the_last_keeper_of_a_region_cannot_be_closed(role):
    last = member(role)
    with pytest.raises(ActeRefuse, match="dernier compte"):
        close(last)
    assert Affectation.objects.actives(timezone.localdate()).filter(utilisateur=last).exists()


def test_the_taker_is_another_active_person(busy):
    closed = member(Role.ELU)
    closed.is_active = False
    for wrong in (busy, closed):
        with pytest.raises(ActeRefuse) as refus:
            close(busy, wrong)
        assert refus.value.champ == "repreneur"


CLOSES = [
    (Role.ADMINISTRATEUR, Role.ARS_SIEGE, True),
    (Role.ARS_SIEGE, Role.ADMINISTRATEUR, False),
    (Role.ARS_SIEGE, Role.DD_ARS, True),
    (Role.DD_ARS, Role.ELU, False),
    (Role.COORDONNATEUR, Role.ELU, False),
    (Role.ORS, Role.ELU, False),
]


@pytest.mark.parametrize(("acteur", "other", "allowed"), CLOSES)
def test_who_closes_whose_account(acteur, other, allowed):
    assert can_close(member(acteur), member(other)) is allowed


def test_nobody_closes_a_person_who_also_works_in_another_region():
    person = member(Role.ELU)
    AffectationFactory(
        utilisateur=person, role=Role.ORS, organisation=OrganisationFactory(region="53"), code="53"
    )
    assert not can_close(member(Role.ADMINISTRATEUR), person)


def test_a_reopened_account_has_no_role():
    person = member(Role.ELU)
    admin = member(Role.ADMINISTRATEUR)
    close(person, acteur=admin)
    reopen_account(acteur=admin, person=person, motif="Retour")
    again = Utilisateur.objects.get(pk=person.pk)
    assert again.is_active
    assert again.roles == frozenset()


def test_a_lost_second_factor_is_forgotten():
    person = member(Role.ORS)
    reset_second_factor(acteur=member(Role.ADMINISTRATEUR), person=person, motif="Perdu")
    assert not Authenticator.objects.filter(user=person).exists()
    with pytest.raises(ActeRefuse):
        reset_second_factor(acteur=member(Role.ELU), person=person, motif="Perdu")
