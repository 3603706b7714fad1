"""A list costs the same queries for one row and for many: those that no other test file counts."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ancrage.plateforme.comptes.models import Delegation
from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.comptes.services.jetons import create_token
from ancrage.plateforme.diagnostics.models import AvisDiagnostic, DemandeAvis, Edition
from tests.plateforme.comptes.factories import UtilisateurFactory, member
from tests.plateforme.diagnostics.factories import (
    Equipe,
    make_diagnostic,
    make_remarque,
    signed,
)
from tests.plateforme.observations.factories import ParutionFactory

pytestmark = pytest.mark.django_db


def check_constant(client, address: str, add) -> None:
    """Compare the queries of a page on two rows, then on five: the first row may open a column."""

    def cost() -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return [one["sql"] for one in seen.captured_queries]

    add()
    add()
    client.get(address)  # the first page of a session also writes the session down
    few = cost()
    for _ in range(3):
        add()
    many = cost()
    assert len(many) == len(few), "\n".join(many)


def test_the_tokens_of_a_person(client):
    person = member(Role.COORDONNATEUR)
    client.force_login(person)
    names = iter("abcdefgh")
    end = timezone.localdate() + timedelta(days=9)
    check_constant(
        client,
        reverse("compte:jetons"),
        lambda: create_token(acteur=person, libelle=next(names), portees=(), fin=end),
    )


def test_the_delegations_of_a_person(client):
    person = member(Role.COORDONNATEUR)
    client.force_login(person)
    held = person.affectations.get()
    days = (timezone.localdate() + timedelta(days=n) for n in range(9))

    def lend() -> None:
        day = next(days)
        Delegation.objects.create(
            affectation=held, delegataire=UtilisateurFactory(), debut=day, fin=day, motif="Congés"
        )

    check_constant(client, reverse("compte:delegations"), lend)


def test_the_release_calendar(client):
    client.force_login(member(Role.ORS))
    check_constant(client, reverse("observatoire:calendrier"), ParutionFactory)


@pytest.mark.parametrize("role", [None, Role.COORDONNATEUR])
def test_the_published_diagnoses(client, role):
    if role:
        client.force_login(member(role))
    equipe = Equipe()

    def publish() -> None:
        found = make_diagnostic(equipe)
        Edition.objects.create(
            diagnostic=found, region="24", numero=1, publiee_le=date(2026, 1, 5),
            empreinte="0" * 64, edition_magasin="x", version_code="1", version_diagnostic=1,
        )  # fmt: skip

    check_constant(client, reverse("portail:diagnostics"), publish)


def test_the_remarks_of_a_review(client):
    equipe = Equipe()
    client.force_login(equipe.redactrice)
    diagnostic = make_diagnostic(equipe)
    address = reverse("observatoire:dls_relecture", args=[diagnostic.identifiant])
    check_constant(client, address, lambda: make_remarque(diagnostic))


def test_the_opinions_on_a_diagnosis(client):
    equipe = Equipe()
    client.force_login(equipe.redactrice)
    diagnostic = signed(equipe)
    demande = DemandeAvis.objects.create(
        diagnostic=diagnostic,
        version_diagnostic=diagnostic.version,
        limite=timezone.localdate(),
    )
    address = reverse("observatoire:dls_avis", args=[diagnostic.identifiant])

    def say() -> None:
        AvisDiagnostic.objects.create(
            demande=demande, auteur=UtilisateurFactory(), auteur_label="X", sens="favorable"
        )

    check_constant(client, address, say)


def test_the_people_of_an_organisation(client):
    admin = member(Role.ADMINISTRATEUR)
    client.force_login(admin)
    home = admin.affectations.get().organisation
    address = reverse("compte:organisation", args=[home.identifiant])
    check_constant(client, address, lambda: member(Role.ELU, organisation=home))


def test_the_roles_of_a_person(client):
    client.force_login(member(Role.ADMINISTRATEUR))
    person = member(Role.PARTENAIRE)
    home = person.affectations.get().organisation
    address = reverse("compte:personne", args=[person.identifiant])
    codes = iter(("18", "28", "36", "37", "41"))
    check_constant(
        client,
        address,
        lambda: person.affectations.create(
            organisation=home, region="24", role=Role.PARTENAIRE,
            portee=Portee.DEPARTEMENT, code=next(codes), debut=date(2024, 1, 1),
        ),
    )  # fmt: skip
