"""Invitations: a link that serves once, stored hashed, that expires and can be asked again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.models import Invitation, Utilisateur
from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.comptes.services.invitations import (
    Identite,
    accept_as_known,
    accept_as_new,
    ask_new_link,
    cancel,
    find_by_token,
    invite,
    resend,
)
from ancrage.plateforme.journal.models import Acte
from tests.plateforme.comptes.factories import (
    MOT_DE_PASSE,
    TERRITOIRE,
    OrganisationFactory,
    UtilisateurFactory,
    member,
)

pytestmark = pytest.mark.django_db
ANNE = Identite("Anne", "Exemple", "Maire", MOT_DE_PASSE)


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """Invite, and return the invitation with the key that the e-mail carries."""

    def run(acteur=None, email="anne@demo.example", **changes):
        values = {
            "organisation": OrganisationFactory(),
            "role": Role.ELU,
            "portee": Portee.TERRITOIRE,
            "code": TERRITOIRE,
        }
        with django_capture_on_commit_callbacks(execute=True):
            invitation = invite(acteur=acteur, email=email, **values | changes)
        return invitation, key_in_last_mail()

    return run


def key_in_last_mail() -> str:
    body = mail.outbox[-1].body
    return body.partition("/compte/invitation/")[2].partition("/")[0]


def expire(invitation: Invitation) -> None:
    invitation.expire_le = timezone.now() - timedelta(seconds=1)
    invitation.save(update_fields=["expire_le"])


def test_the_key_is_nowhere_in_the_database(send):
    invitation, key = send()
    secret = key.partition(":")[0]
    assert find_by_token(key) == invitation
    stored = str(list(Invitation.objects.values())) + str(list(Acte.objects.values()))
    assert secret not in stored
    assert "anne@demo.example" not in str(list(Acte.objects.values()))


@pytest.mark.parametrize("key", ["", "x", "x:y", "abc:def:ghi", "é" * 40])
def test_a_forged_key_finds_nothing(key):
    assert find_by_token(key) is None


def test_accepting_creates_the_person_with_her_role(send):
    invitation, key = send(member(Role.COORDONNATEUR))
    person = accept_as_new(acteur=None, invitation=find_by_token(key), identite=ANNE)
    assert person.portees == {(Role.ELU, Portee.TERRITOIRE, TERRITOIRE)}
    assert person.check_password(MOT_DE_PASSE)
    assert find_by_token(key).etat == "acceptée"
    assert invitation.pk == person.invitations_acceptees.get().pk


def test_a_link_serves_once(send):
    _, key = send()
    first = find_by_token(key)
    again = find_by_token(key)
    accept_as_new(acteur=None, invitation=first, identite=ANNE)
    with pytest.raises(ActeRefuse, match="acceptée"):
        accept_as_new(acteur=None, invitation=again, identite=ANNE)
    assert Utilisateur.objects.filter(email="anne@demo.example").count() == 1


def test_an_expired_link_opens_nothing(send):
    invitation, key = send()
    expire(invitation)
    with pytest.raises(ActeRefuse, match="expirée"):
        accept_as_new(acteur=None, invitation=find_by_token(key), identite=ANNE)
    assert not Utilisateur.objects.filter(email="anne@demo.example").exists()


def test_a_weak_password_is_refused_beside_its_field(send):
    _, key = send()
    weak = Identite("Anne", "Exemple", mot_de_passe="azerty")
    with pytest.raises(ActeRefuse) as refus:
        accept_as_new(acteur=None, invitation=find_by_token(key), identite=weak)
    assert refus.value.champ == "mot_de_passe"


def test_sending_anew_stops_the_former_link(send, django_capture_on_commit_callbacks):
    invitation, old = send()
    with django_capture_on_commit_callbacks(execute=True):
        resend(acteur=None, invitation=invitation)
    assert find_by_token(old) is None
    assert find_by_token(key_in_last_mail()) == invitation


def test_a_cancelled_invitation_opens_nothing(send):
    invitation, key = send()
    cancel(acteur=None, invitation=invitation)
    assert find_by_token(key).etat == "annulée"
    with pytest.raises(ActeRefuse, match="annulée"):
        accept_as_new(acteur=None, invitation=find_by_token(key), identite=ANNE)


def test_the_same_invitation_sent_twice_leaves_one_row_and_one_mail(send):
    organisation = OrganisationFactory()
    send(organisation=organisation)
    with pytest.raises(ActeRefuse, match="déjà partie"):
        send(organisation=organisation, email="ANNE@demo.example")
    assert Invitation.objects.count() == len(mail.outbox) == 1


def test_an_existing_person_receives_the_role_on_her_account(send):
    person = UtilisateurFactory(email="anne@demo.example")
    _, key = send()
    with pytest.raises(ActeRefuse, match="existe déjà"):
        accept_as_new(acteur=None, invitation=find_by_token(key), identite=ANNE)
    accept_as_known(acteur=person, invitation=find_by_token(key))
    assert Utilisateur.objects.get(pk=person.pk).roles == {Role.ELU}


def test_nobody_accepts_the_invitation_of_another(send):
    _, key = send()
    with pytest.raises(ActeRefuse, match="autre adresse"):
        accept_as_known(acteur=UtilisateurFactory(), invitation=find_by_token(key))


def test_asking_again_tells_the_inviter(send, django_capture_on_commit_callbacks):
    inviter = member(Role.COORDONNATEUR)
    invitation, key = send(inviter)
    expire(invitation)
    with django_capture_on_commit_callbacks(execute=True):
        ask_new_link(acteur=None, invitation=find_by_token(key))
    assert mail.outbox[-1].to == [inviter.email]
    assert str(invitation.identifiant) in mail.outbox[-1].body


def test_a_dead_mail_relay_loses_no_invitation(send, monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("ancrage.plateforme.comptes.courriels.send_mail", fail)
    mail.outbox.append(mail.EmailMessage())
    invitation, _ = send()
    assert Invitation.objects.get() == invitation


def test_an_address_is_kept_in_lower_case_because_sign_in_reads_it_so(send):
    invitation, key = send(email="Anne@Demo.Example")
    person = accept_as_new(acteur=None, invitation=find_by_token(key), identite=ANNE)
    assert invitation.email == person.email == "anne@demo.example"
    with pytest.raises(IntegrityError), transaction.atomic():
        Utilisateur.objects.filter(pk=person.pk).update(email="Anne@demo.example")
