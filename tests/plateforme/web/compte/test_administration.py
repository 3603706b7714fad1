"""Administration of people and organisations, and the audit, in the browser."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ancrage.plateforme.comptes.models import Affectation, Delegation, Organisation, Utilisateur
from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.comptes.services.organisations import (
    create_organisation,
    edit_organisation,
    rename_organisation,
)
from tests.plateforme.comptes.factories import (
    TERRITOIRE,
    AffectationFactory,
    OrganisationFactory,
    UtilisateurFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    person = member(Role.ADMINISTRATEUR)
    client.force_login(person)
    return person


def to(name, objet):
    return reverse(f"compte:{name}", args=[objet.identifiant])


# --- organisations


def test_adding_an_organisation_stays_in_ones_region(client, admin):
    form = {"region": "24", "nom": "CC du Val", "type": "epci", "territoire": ""}
    client.post(reverse("compte:organisation_nouvelle"), {**form, "region": "53"})
    assert not Organisation.objects.filter(nom="CC du Val").exists()
    client.post(reverse("compte:organisation_nouvelle"), form)
    assert Organisation.objects.get(nom="CC du Val").region == "24"


def test_a_stale_form_shows_both_versions_and_keeps_the_typed_one(client, admin):
    organisation = OrganisationFactory(type="epci")
    edit_organisation(
        acteur=None,
        organisation=Organisation.objects.get(pk=organisation.pk),
        type="pays",
        territoire=TERRITOIRE,
        expected=1,
    )
    typed = {"type": "commune", "territoire": "", "version": "1"}
    page = client.post(to("organisation", organisation), typed).content.decode()
    assert "a enregistré une autre version" in page
    assert 'name="choix-type"' in page
    assert 'name="version" value="2"' in page
    decided = {**typed, "version": "2", "choix-type": "actuel", "choix-territoire": "mien"}
    client.post(to("organisation", organisation), decided)
    organisation.refresh_from_db()
    assert (organisation.type, organisation.territoire) == ("pays", "")


def test_a_renamed_organisation_shows_its_former_name(client, admin):
    organisation = OrganisationFactory(nom="Pays de Loire")
    client.post(
        to("organisation_nom", organisation),
        {"nom": "PETR de Loire", "jusqu_au": "2025-12-31", "version": "1"},
    )
    page = client.get(to("organisation", organisation)).content.decode()
    assert re.search(r"Pays de Loire \(jusqu.{1,6}au 31/12/2025\)", page)


# --- people


def test_closing_shows_what_passes_then_closes(client, admin):
    person = member(Role.COORDONNATEUR)
    taker = member(Role.ELU)
    page = client.get(to("fermer_compte", person)).content.decode()
    assert "coordonnateur de CLS" in page
    client.post(to("fermer_compte", person), {"motif": "Départ", "repreneur": taker.pk})
    person.refresh_from_db()
    assert not person.is_active
    assert "Compte fermé" in client.get(to("personne", person)).content.decode()


def test_the_last_administrator_is_kept_and_told_why(client, admin):
    other = member(Role.ADMINISTRATEUR)
    Affectation.objects.filter(utilisateur=admin).update(fin=date(2030, 1, 1))
    page = client.post(to("fermer_compte", other), {"motif": "Départ"}).content.decode()
    assert "dernier compte" in page
    assert Utilisateur.objects.get(pk=other.pk).is_active


def test_a_role_is_given_and_ended(client, admin):
    person = member(Role.ELU)
    client.post(
        to("role_nouveau", person),
        {
            "organisation": OrganisationFactory().pk,
            "role": Role.COORDONNATEUR,
            "portee": Portee.TERRITOIRE,
            "code": TERRITOIRE,
        },
    )
    given = Affectation.objects.get(utilisateur=person, role=Role.COORDONNATEUR)
    client.post(to("finir_role", given), {"motif": "Fin de mission"})
    assert Utilisateur.objects.get(pk=person.pk).roles == {Role.ELU}


def test_nobody_administers_herself_out_of_the_audit(client, admin):
    assert client.get(to("fermer_compte", admin)).status_code == 403


# --- delegations


def test_a_delegation_is_given_and_revoked_by_its_two_people_only(client):
    holder = member(Role.COORDONNATEUR)
    colleague = member(Role.ELU)
    client.force_login(holder)
    today = timezone.localdate()
    form = {
        "affectation": holder.affectations.get().pk,
        "delegataire": colleague.pk,
        "debut": today.isoformat(),
        "fin": (today + timedelta(days=3)).isoformat(),
        "motif": "Congés",
    }
    client.post(reverse("compte:delegations"), form)
    delegation = Delegation.objects.get()
    client.force_login(member(Role.ADMINISTRATEUR))
    assert client.post(to("revoquer_delegation", delegation)).status_code == 404
    client.force_login(colleague)
    client.post(to("revoquer_delegation", delegation))
    assert Delegation.objects.get().revoquee_le is not None


def test_the_role_of_another_cannot_be_lent_by_a_forged_form(client):
    client.force_login(member(Role.ELU))
    victim = member(Role.COORDONNATEUR)
    today = timezone.localdate().isoformat()
    form = {"affectation": victim.affectations.get().pk, "delegataire": member(Role.ELU).pk}
    client.post(reverse("compte:delegations"), {**form, "debut": today, "fin": today, "motif": "x"})
    assert not Delegation.objects.exists()


# --- audit


def test_the_audit_shows_differences_and_filters(client, admin):
    first = create_organisation(acteur=admin, region="24", type="epci", nom="CC du Val")
    rename_organisation(
        acteur=member(Role.ARS_SIEGE),
        organisation=first,
        nom="CC du Haut",
        jusqu_au=date(2025, 1, 1),
        expected=1,
    )
    create_organisation(acteur=None, region="53", type="epci", nom="Hors région")
    page = client.get(reverse("compte:journal")).content.decode()
    assert "CC du Val → <ins>CC du Haut</ins>" in page
    assert "Hors région" not in page
    mine = client.get(reverse("compte:journal"), {"personne": admin.nom}).content.decode()
    assert "créer une organisation" in mine
    assert "renommer" not in mine
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "Aucun acte" in client.get(reverse("compte:journal"), {"du": tomorrow}).content.decode()
    wrong = client.get(reverse("compte:journal"), {"du": "hier"})
    assert wrong.status_code == 200


def test_a_name_with_markup_is_shown_as_text(client, admin):
    person = UtilisateurFactory(nom="<b>gras</b>")
    AffectationFactory(utilisateur=person, role=Role.ELU)
    page = client.get(reverse("compte:personnes")).content.decode()
    assert "<b>gras</b>" not in page
    assert "&lt;b&gt;gras" in page


# --- queries

LISTS = ("personnes", "organisations", "invitations", "journal", "annuaire")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_many(
    client, admin, name, django_assert_max_num_queries
):
    def rows(count):
        for _ in range(count):
            person = member(Role.ELU)
            person.consentements.create(finalite="annuaire")
            create_organisation(acteur=admin, region="24", type="epci", nom=f"Org {person.pk}")

    address = reverse(f"compte:{name}")
    client.get(address)  # the first page of a session also writes the session down
    rows(1)
    with django_assert_max_num_queries(20) as one:
        client.get(address)
    rows(6)
    with django_assert_max_num_queries(20) as many:
        client.get(address)
    assert len(many) == len(one)
