"""The page of tokens: one's own only, the secret in one answer only."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ancrage.plateforme.comptes.jetons import PREFIXE, JetonApi, find_token
from ancrage.plateforme.comptes.roles import Role
from tests.plateforme.comptes.factories import member
from tests.plateforme.comptes.test_jetons import draw
from tests.plateforme.html_valide import breaches_of_typography, faults

pytestmark = pytest.mark.django_db
PAGE = reverse("compte:jetons")


def sent(**changes):
    fin = (timezone.localdate() + timedelta(days=10)).isoformat()
    return {"libelle": "tableur", "portees": ["perimetres"], "fin": fin} | changes


def test_the_secret_is_in_the_answer_and_never_again(client):
    person = member(Role.COORDONNATEUR)
    client.force_login(person)
    answer = client.post(PAGE, sent())
    page = answer.content.decode()
    secret = re.search(rf'value="({PREFIXE}[\w-]+)"', page)[1]
    assert find_token(secret).utilisateur == person
    assert "no-store" in answer["Cache-Control"]
    assert faults(page) == [] and breaches_of_typography(page) == []
    again = client.get(PAGE).content.decode()
    assert "tableur" in again and PREFIXE not in again


def test_a_form_sent_twice_draws_one_token(client):
    client.force_login(member(Role.COORDONNATEUR))
    client.post(PAGE, sent())
    again = client.post(PAGE, sent()).content.decode()
    assert "déjà un jeton de ce nom" in again
    assert JetonApi.objects.count() == 1


def test_one_revokes_one_s_own_token_and_no_other(client):
    person, other = member(Role.COORDONNATEUR), member(Role.ELU)
    jeton, secret = draw(person)
    client.force_login(other)
    url = reverse("compte:revoquer_jeton", args=[jeton.identifiant])
    assert client.post(url).status_code == 404
    assert find_token(secret)
    client.force_login(person)
    assert client.post(url).status_code == 302
    assert find_token(secret) is None
