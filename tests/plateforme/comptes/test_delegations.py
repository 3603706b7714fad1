"""Delegations: a role lent for some days, to someone of the region, that ends by itself."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Affectation, Utilisateur
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.comptes.services.affectations import end_role
from ancrage.plateforme.comptes.services.delegations import delegate, revoke
from tests.plateforme.comptes.factories import (
    AffectationFactory,
    OrganisationFactory,
    UtilisateurFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    return AffectationFactory(role=Role.COORDONNATEUR)


def lend(role, to, first=0, last=7, acteur=None):
    today = timezone.localdate()
    return delegate(
        acteur=acteur or role.utilisateur,
        affectation=role,
        delegataire=to,
        debut=today + timedelta(days=first),
        fin=today + timedelta(days=last),
        motif="Congés",
    )


def roles_on(person, days):
    on = timezone.localdate() + timedelta(days=days)
    return set(
        Affectation.objects.actives(on)
        .of_or_delegated_to(person, on)
        .values_list("role", flat=True)
    )


def test_the_role_is_held_from_the_first_day_to_the_last_and_no_longer(
    role, django_capture_on_commit_callbacks
):
    colleague = member(Role.ELU)
    with django_capture_on_commit_callbacks(execute=True):
        lend(role, colleague, first=1, last=3)
    held = [Role.COORDONNATEUR in roles_on(colleague, day) for day in range(5)]
    assert held == [False, True, True, True, False]
    assert mail.outbox[-1].to == [colleague.email]


def test_a_revoked_delegation_opens_nothing_more(role):
    colleague = member(Role.ELU)
    delegation = lend(role, colleague)
    revoke(acteur=role.utilisateur, delegation=delegation)
    revoke(acteur=role.utilisateur, delegation=delegation)
    assert Utilisateur.objects.get(pk=colleague.pk).roles == {Role.ELU}


def test_a_delegation_stops_with_the_role_and_with_the_account(role):
    colleague = member(Role.ELU)
    lend(role, colleague)
    role.utilisateur.is_active = False
    role.utilisateur.save()
    assert roles_on(colleague, 0) == {Role.ELU}
    role.utilisateur.is_active = True
    role.utilisateur.save()
    end_role(acteur=None, affectation=role)
    assert roles_on(colleague, 0) == {Role.ELU}


def test_only_the_holder_lends_a_role(role):
    with pytest.raises(ActeRefuse, match="titulaire"):
        lend(role, member(Role.ELU), acteur=member(Role.COORDONNATEUR))


def test_a_borrowed_role_is_not_lent_again(role):
    colleague = member(Role.ELU)
    lend(role, colleague)
    with pytest.raises(ActeRefuse, match="titulaire"):
        lend(role, member(Role.ELU), acteur=Utilisateur.objects.get(pk=colleague.pk))


@pytest.mark.parametrize(
    ("first", "last", "field"), [(3, 1, "fin"), (-9, -1, "fin"), (0, 400, "fin")]
)
def test_impossible_dates_are_refused(role, first, last, field):
    with pytest.raises(ActeRefuse) as refus:
        lend(role, member(Role.ELU), first, last)
    assert refus.value.champ == field


def test_the_colleague_works_in_the_region(role):
    elsewhere = member(
        Role.ADMINISTRATEUR, organisation=OrganisationFactory(region="53"), code="53"
    )
    for stranger in (elsewhere, UtilisateurFactory(), role.utilisateur):
        with pytest.raises(ActeRefuse) as refus:
            lend(role, stranger)
        assert refus.value.champ == "delegataire"


def test_the_same_delegation_is_not_stored_twice(role):
    colleague = member(Role.ELU)
    lend(role, colleague)
    with pytest.raises(ActeRefuse, match="déjà cette délégation"):
        lend(role, colleague)


def test_only_its_two_people_end_a_delegation(role):
    delegation = lend(role, member(Role.ELU))
    with pytest.raises(ActeRefuse):
        revoke(acteur=member(Role.ADMINISTRATEUR), delegation=delegation)
