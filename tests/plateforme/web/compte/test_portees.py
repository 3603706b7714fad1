"""Account forms: a scope is a name that one knows, a choice where several bear it."""

import pytest
from django.urls import reverse

from ancrage.plateforme.comptes.models import Invitation, Organisation
from ancrage.plateforme.comptes.roles import Role
from tests.plateforme.comptes.factories import OrganisationFactory, member

pytestmark = pytest.mark.django_db


def invite(client, **changes):
    client.force_login(member(Role.ARS_SIEGE, code="24"))
    data = {
        "email": "invitee@demo.example",
        "organisation": OrganisationFactory(region="24").pk,
        "role": Role.COORDONNATEUR,
        "portee": "territoire",
        "code": "Orléans Métropole",
    }
    return client.post(reverse("compte:invitation_nouvelle"), data | changes)


@pytest.mark.parametrize(
    ("role", "portee", "code", "stored"),
    [
        (Role.COORDONNATEUR, "territoire", "Orléans Métropole", "epci:244500468"),
        (Role.COORDONNATEUR, "territoire", "epci:244500468", "epci:244500468"),
        (Role.DD_ARS, "departement", "Loiret", "45"),
        (Role.DD_ARS, "departement", "45", "45"),
        (Role.ORS, "region", "centre val de loire", "24"),
    ],
)
def test_a_scope_is_given_by_its_name(client, role, portee, code, stored):
    answer = invite(client, role=role, portee=portee, code=code)
    assert answer.status_code == 302, answer.content.decode()
    assert Invitation.objects.get().code == stored


def test_a_name_of_several_territories_is_a_choice(client):
    page = invite(client, code="Olivet").content.decode()
    assert "Olivet (Loiret)" in page and not Invitation.objects.exists()
    invite(client, code="Olivet", code_choisi="commune:45232")
    assert Invitation.objects.get().code == "commune:45232"


def test_a_commune_is_no_departement(client):
    page = invite(client, role=Role.DD_ARS, portee="departement", code="Olivet").content.decode()
    assert "Aucun territoire ne ressemble" in page and not Invitation.objects.exists()


def test_an_organisation_shows_the_name_of_its_territory(client):
    client.force_login(member(Role.ARS_SIEGE, code="24"))
    data = {"region": "24", "nom": "Métropole", "type": "epci", "territoire": "Orléans Métropole"}
    client.post(reverse("compte:organisation_nouvelle"), data)
    assert Organisation.objects.get(nom="Métropole").territoire == "epci:244500468"
    page = client.get(reverse("compte:organisations")).content.decode()
    assert "Orléans Métropole" in page and "244500468" not in page
