"""The link of an invitation in the browser: accept, come back, expire, forge, click twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ancrage.plateforme.comptes.models import Affectation, Invitation, Utilisateur
from ancrage.plateforme.comptes.roles import Portee, Role
from tests.plateforme.comptes.factories import (
    MOT_DE_PASSE,
    TERRITOIRE,
    OrganisationFactory,
    UtilisateurFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def inviter():
    return member(Role.COORDONNATEUR)


def typed(**changes):
    return {
        "email": "anne@demo.example",
        "organisation": OrganisationFactory().pk,
        "role": Role.ELU,
        "portee": Portee.TERRITOIRE,
        "code": TERRITOIRE,
        **changes,
    }


@pytest.fixture
def link(client, inviter, django_capture_on_commit_callbacks):
    """Invite in the browser and return the path that the mail carries."""
    client.force_login(inviter)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("compte:invitation_nouvelle"), typed())
    client.logout()
    return "/" + mail.outbox[-1].body.split("http://127.0.0.1:8000/")[1].split()[0]


ME = {
    "prenom": "Anne",
    "nom": "Exemple",
    "fonction": "Maire",
    "mot_de_passe": MOT_DE_PASSE,
    "mot_de_passe_bis": MOT_DE_PASSE,
}


def test_the_mail_is_in_french_and_names_role_and_organisation(link):
    message = mail.outbox[-1]
    assert message.to == ["anne@demo.example"]
    assert "élu référent" in message.body
    assert "sert une seule fois" in message.body


def test_accepting_opens_the_account_and_signs_in(client, link):
    assert "anne@demo.example" in client.get(link).content.decode()
    client.post(link, ME)
    assert Utilisateur.objects.get(email="anne@demo.example").roles == {Role.ELU}
    assert client.get(reverse("compte:acces")).status_code == 200


def test_a_second_click_is_told_that_the_link_has_served(client, link):
    client.post(link, ME)
    again = client.post(link, ME)
    assert again.status_code == 410
    assert "déjà servi" in again.content.decode()
    assert Affectation.objects.filter(role=Role.ELU).count() == 1


def test_what_was_typed_is_kept_when_the_password_is_refused(client, link):
    page = client.post(link, {**ME, "mot_de_passe": "azerty", "mot_de_passe_bis": "azerty"})
    text = page.content.decode()
    assert 'value="Exemple"' in text
    assert "azerty" not in text
    assert not Utilisateur.objects.filter(email="anne@demo.example").exists()


def test_an_expired_link_offers_to_ask_for_another(
    client, link, inviter, django_capture_on_commit_callbacks
):
    Invitation.objects.update(expire_le=timezone.now() - timedelta(days=1))
    page = client.get(link)
    assert page.status_code == 410
    assert "a expiré" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post(f"{link}nouveau-lien/")
    assert "prévenue" in asked.content.decode()
    assert mail.outbox[-1].to == [inviter.email]


@pytest.mark.parametrize("key", ["forge", "a:b", "..%2F..", "%00"])
def test_a_forged_link_leads_to_a_clear_page(client, key):
    page = client.get(f"/compte/invitation/{key}/")
    assert page.status_code == 404
    assert "<h1>" in page.content.decode()


def test_an_existing_person_signs_in_then_accepts(client, link):
    person = UtilisateurFactory(email="anne@demo.example")
    assert "Un compte existe déjà" in client.get(link).content.decode()
    client.force_login(person)
    client.post(link)
    assert Utilisateur.objects.get(pk=person.pk).roles == {Role.ELU}


def test_someone_else_cannot_accept_in_her_place(client, link):
    client.force_login(UtilisateurFactory())
    page = client.post(link)
    assert page.status_code == 400
    assert "autre adresse" in page.content.decode()
    assert not Affectation.objects.filter(role=Role.ELU).exists()


def test_the_same_form_sent_twice_invites_once(client, inviter):
    client.force_login(inviter)
    form = typed()
    client.post(reverse("compte:invitation_nouvelle"), form)
    again = client.post(reverse("compte:invitation_nouvelle"), form)
    assert "déjà partie" in again.content.decode()
    assert 'value="anne@demo.example"' in again.content.decode()
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"role": Role.ADMINISTRATEUR, "portee": Portee.REGION, "code": "24"},
        {"code": "epci:241800507"},
        {"organisation": 999_999},
        {"role": "roi"},
    ],
    ids=["a role too high", "another territory", "a forged organisation", "an unknown role"],
)
def test_a_forged_form_invites_nobody(client, inviter, changes):
    client.force_login(inviter)
    page = client.post(reverse("compte:invitation_nouvelle"), typed(**changes))
    assert page.status_code == 200
    assert "Rien n’est encore enregistré" in page.content.decode()
    assert not Invitation.objects.exists()


def test_an_organisation_of_another_region_is_not_offered(client, inviter):
    client.force_login(inviter)
    elsewhere = OrganisationFactory(region="53")
    page = client.post(
        reverse("compte:invitation_nouvelle"), typed(organisation=elsewhere.pk)
    ).content.decode()
    assert elsewhere.nom not in page
    assert not Invitation.objects.exists()
