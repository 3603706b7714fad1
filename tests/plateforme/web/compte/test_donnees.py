"""One's own data in the browser: register, export, consents, erasure."""

import csv
import io
import json
import re
import zipfile

import pytest
from django.urls import reverse

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.comptes.traitements import traitements
from tests.plateforme.comptes.factories import MOT_DE_PASSE, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = member(Role.ELU)
    client.post(reverse("account_login"), {"login": person.email, "password": MOT_DE_PASSE})
    return person


def test_anyone_reads_the_register_with_its_terms(client):
    page = client.get(reverse("compte:traitements")).content.decode()
    for traitement in traitements().values():
        assert traitement.nom.replace("’", "’") in page
    assert "mission d’intérêt public" in page
    assert "24 mois" in page


def test_the_json_is_about_me(client, person):
    response = client.get(reverse("compte:exporter_json"))
    assert response["Content-Disposition"].startswith("attachment; filename=")
    tables = json.loads(response.content)
    assert tables["Identité"][0]["adresse électronique"] == person.email
    assert tables["Rôles"][0]["rôle"] == "élu référent"


def test_the_archive_opens_as_a_page_and_as_tables_without_formula(client, person):
    Utilisateur.objects.filter(pk=person.pk).update(fonction='=HYPERLINK("http://x")')
    archive = zipfile.ZipFile(io.BytesIO(client.get(reverse("compte:exporter_zip")).content))
    assert {"mes-donnees.html", "mes-donnees.json", "identite.csv"} <= set(archive.namelist())
    page = archive.read("mes-donnees.html").decode()
    assert person.email in page
    text = archive.read("identite.csv").decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert row["fonction"] == '\'=HYPERLINK("http://x")'


def test_a_choice_is_kept_and_shown_with_its_date(client, person):
    client.post(reverse("compte:consentements"), {"finalites": ["annuaire"]})
    page = client.get(reverse("compte:donnees")).content.decode()
    assert re.search(r"Figurer dans l’annuaire\W{1,3}donné le", page)
    client.post(reverse("compte:consentements"), {})
    assert "retiré le" in client.get(reverse("compte:donnees")).content.decode()


def test_a_forged_consent_changes_nothing(client, person):
    client.post(reverse("compte:consentements"), {"finalites": ["publicite"]})
    assert not person.consentements.exists()


def test_erasing_asks_first_then_signs_out_for_good(client, person):
    address = reverse("compte:effacer")
    assert "Personne effacée" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 200
    assert Utilisateur.objects.get(pk=person.pk).is_active
    client.post(address, {"confirme": "on"})
    assert not Utilisateur.objects.get(pk=person.pk).is_active
    again = client.post(reverse("account_login"), {"login": person.email, "password": MOT_DE_PASSE})
    assert "ne convient pas" in again.content.decode()


def test_erasing_asks_the_password_of_whoever_signed_in_long_ago(client):
    client.force_login(member(Role.ELU))
    response = client.post(reverse("compte:effacer"), {"confirme": "on"})
    assert response["Location"].startswith(reverse("account_reauthenticate"))
