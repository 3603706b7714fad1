"""The proof on screen: who opens it, that it is the document to come, how an opinion is given."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.diagnostics.models import AvisDiagnostic
from tests.plateforme.comptes.factories import member
from tests.plateforme.diagnostics.factories import Equipe, fresh, signed
from tests.plateforme.html_valide import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def equipe() -> Equipe:
    return Equipe()


def url(name, diagnostic, *args):
    return reverse(f"portail:{name}", args=[diagnostic.slug, *args])


def test_from_the_request_to_the_opinion_in_the_browser(client, equipe):
    diagnostic = signed(equipe)
    coordonnateur = member(Role.COORDONNATEUR, code="epci:244500468")
    client.force_login(coordonnateur)
    assert client.get(url("epreuve", diagnostic)).status_code == 404
    client.force_login(equipe.redactrice)
    ask = reverse("observatoire:dls_avis", args=[diagnostic.identifiant])
    assert "Demander l’avis" in client.get(ask).content.decode()
    limite = timezone.localdate() + timedelta(days=14)
    assert client.post(ask, {"limite": limite.isoformat()}).status_code == 302

    client.force_login(coordonnateur)
    listed = client.get(reverse("portail:diagnostics")).content.decode()
    assert "À lire avant publication" in listed and url("epreuve", diagnostic) in listed
    page = client.get(url("epreuve", diagnostic)).content.decode()
    assert faults(page) == [] and "Donner cet avis" in page
    sent = {"version": 0, "sens": "reserve", "texte": ""}
    assert client.post(url("epreuve", diagnostic), sent).status_code == 422
    sent["texte"] = "Le quartier manque."
    assert client.post(url("epreuve", diagnostic), sent).status_code == 302
    assert AvisDiagnostic.objects.get().auteur == coordonnateur

    client.force_login(equipe.validatrice)
    for name in ("dls_avis", "dls_publier"):
        address = reverse(f"observatoire:{name}", args=[diagnostic.identifiant])
        assert faults(client.get(address).content.decode()) == []
    assert "Le quartier manque." in client.get(ask).content.decode()


def test_a_chapter_of_the_proof_is_that_of_the_edition_to_come(client, equipe):
    diagnostic = signed(equipe)
    client.force_login(equipe.redactrice)
    page = client.get(url("epreuve_chapitre", diagnostic, 3)).content.decode()
    assert "non publié" in page and "Validé par l’observatoire" not in page
    assert "Les indicateurs du chapitre 3" in page and faults(page) == []
    assert client.get(url("epreuve_chapitre", diagnostic, 99)).status_code == 404


def test_a_visitor_is_led_to_the_sign_in_and_a_published_diagnosis_has_no_proof(client, equipe):
    diagnostic = signed(equipe)
    assert "connexion" in client.get(url("epreuve", diagnostic))["Location"]
    type(diagnostic).objects.filter(pk=diagnostic.pk).update(etat="publie")
    client.force_login(equipe.redactrice)
    assert client.get(url("epreuve", fresh(diagnostic))).status_code == 404
