"""Every page of accounts opens, in French, with a constant number of queries."""

import pytest
from django.urls import reverse

from ancrage.plateforme.comptes.roles import Role
from tests.plateforme.comptes.factories import member

pytestmark = pytest.mark.django_db

MIENNES = ("mon_compte", "acces", "securite", "donnees", "effacer", "delegations", "annuaire")
ADMINISTRATION = (
    "organisations",
    "organisation_nouvelle",
    "personnes",
    "invitations",
    "invitation_nouvelle",
    "journal",
)


@pytest.mark.parametrize("name", MIENNES)
def test_a_member_opens_her_own_pages(client, name):
    client.force_login(member(Role.ELU))
    response = client.get(reverse(f"compte:{name}"), follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("name", ADMINISTRATION)
def test_the_administration_opens_to_the_region(client, name):
    client.force_login(member(Role.ADMINISTRATEUR))
    assert client.get(reverse(f"compte:{name}")).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_request_login_code",
        "account_signup",
        "account_reset_password",
        "account_inactive",
        "compte:traitements",
    ],
)
def test_a_visitor_opens_the_pages_of_sign_in(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "Sign" not in response.content.decode()
