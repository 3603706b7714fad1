"""The search page: by kind, with the status, without JavaScript as with it."""

import pytest
from django.urls import reverse

from tests.plateforme.html_valide import breaches_of_typography, faults
from tests.plateforme.recherche.factories import make_edition

pytestmark = pytest.mark.django_db
PAGE = reverse("recherche:recherche")


@pytest.mark.parametrize("texte", ["", "orleans", "zzzzqq", "<script>alert(1)</script>", "chomage"])
def test_every_answer_is_a_valid_page_in_french(client, texte):
    page = client.get(PAGE, {"q": texte}).content.decode()
    assert faults(page) == []
    assert breaches_of_typography(page) == []
    assert "<script>alert" not in page


def test_results_are_grouped_with_their_status_and_lead_somewhere(client):
    make_edition(libelle="Diagnostic du chômage")
    page = client.get(PAGE, {"q": "chomage"}).content.decode()
    headings = [page.index(f">{titre}</h2>") for titre in ("Indicateurs", "Documents publiés")]
    assert headings == sorted(headings)
    assert "calculé" in page and "validé par l’observatoire" in page
    assert client.get("/indicateurs/S05/").status_code == 200
    assert 'href="/indicateurs/S05/"' in page


def test_the_head_of_every_page_leads_here_and_keeps_the_question(client):
    assert 'action="/recherche/"' in client.get("/").content.decode()
    assert 'value="Orléans"' in client.get(PAGE, {"q": "Orléans"}).content.decode()


def test_nothing_found_says_what_to_do(client):
    page = client.get(PAGE, {"q": "zzzzqq"}).content.decode()
    assert "Rien ne répond à" in page and "Essayez un mot plus court" in page


def test_the_part_that_htmx_asks_for_is_in_the_whole_page(client):
    whole = client.get(PAGE, {"q": "orleans"}).content.decode()
    part = client.get(PAGE, {"q": "orleans"}, headers={"HX-Request": "true"}).content.decode()
    assert part.strip() and part.strip() in whole
    assert "<html" not in part
