"""What the page of a text sends at each pause of the keyboard, and what it is answered."""

import re

import pytest
from django.urls import reverse

from ancrage.plateforme.diagnostics.models import Brouillon, Redaction
from tests.plateforme.diagnostics.factories import Equipe, started
from tests.plateforme.html_valide import faults

pytestmark = pytest.mark.django_db
CLE = "chapitre:3"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def equipe() -> Equipe:
    return Equipe()


@pytest.fixture
def diagnostic(equipe):
    return started(equipe)


def url(name, diagnostic):
    return reverse(f"observatoire:{name}", args=[diagnostic.identifiant, CLE])


def type_in(client, diagnostic, texte, brouillon="", version=0):
    sent = {"texte": texte, "version": version, "brouillon": brouillon}
    return client.post(url("dls_brouillon", diagnostic), sent, headers=HTMX)


def version_in(answer) -> str:
    (found,) = re.findall(r'name="brouillon" value="(\d+)"', answer.content.decode())
    return found


def test_what_is_typed_is_kept_and_found_again(client, equipe, diagnostic):
    client.force_login(equipe.redactrice)
    answer = type_in(client, diagnostic, "Un début")
    page = answer.content.decode()
    assert answer.status_code == 200 and "<html" not in page
    assert "Brouillon gardé" in page and str(equipe.redactrice) in page
    again = type_in(client, diagnostic, "Un début.", version_in(answer))
    assert version_in(again) == "2"
    page = client.get(url("dls_texte", diagnostic))
    assert page.context["form"].initial["texte"] == "Un début." and "Un début." in (
        page.content.decode()
    )
    assert faults(page.content.decode()) == []
    workshop = reverse("observatoire:diagnostic", args=[diagnostic.identifiant])
    assert "ne sont que des brouillons" in client.get(workshop).content.decode()


def test_the_saved_text_ends_the_draft(client, equipe, diagnostic):
    client.force_login(equipe.redactrice)
    kept = version_in(type_in(client, diagnostic, "Fini."))
    sent = {"texte": "Fini.", "version": 0, "brouillon": kept}
    assert client.post(url("dls_texte", diagnostic), sent).status_code == 302
    assert not Brouillon.objects.exists() and Redaction.objects.get().texte == "Fini."


def test_two_people_typing_are_offered_the_choice(client, equipe, diagnostic):
    client.force_login(equipe.redactrice)
    type_in(client, diagnostic, "Le premier.")
    client.force_login(equipe.relectrice)
    answer = type_in(client, diagnostic, "Le second.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Le premier." in page and str(equipe.redactrice) in page
    assert "Garder le mien" in page and "Prendre le sien" in page
    (theirs,) = re.findall(r'<button[^>]* name="brouillon" value="(\d+)"', page)
    type_in(client, diagnostic, "Le second.", theirs)
    assert Brouillon.objects.get().texte == "Le second."


def test_a_draft_older_than_the_text_waits_beside_it(client, equipe, diagnostic):
    client.force_login(equipe.redactrice)
    type_in(client, diagnostic, "L’ancien.")
    client.post(url("dls_texte", diagnostic), {"texte": "L’enregistré.", "version": 0})
    page = client.get(url("dls_texte", diagnostic))
    assert page.context["form"].initial["texte"] == "L’enregistré."
    assert "Un brouillon attend" in page.content.decode()
    assert "L’ancien." in page.content.decode() and faults(page.content.decode()) == []
    again = client.get(url("dls_texte", diagnostic) + "?reprendre")
    assert again.context["form"].initial["texte"] == "L’ancien."
    sent = {"brouillon": Brouillon.objects.get().version}
    assert client.post(url("dls_abandonner", diagnostic), sent).status_code == 302
    assert not Brouillon.objects.exists()


def test_a_refused_draft_says_why_and_the_ars_keeps_none(client, equipe, diagnostic):
    client.force_login(equipe.redactrice)
    answer = type_in(client, diagnostic, "x" * 4_001)
    assert answer.status_code == 422 and "dépasse" in answer.content.decode()
    client.force_login(equipe.ars)
    assert type_in(client, diagnostic, "Un mot.").status_code == 403
    assert not Brouillon.objects.exists()
