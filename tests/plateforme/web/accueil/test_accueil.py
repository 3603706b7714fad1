"""The front page: one action for a visitor, what waits for a member."""

import pytest

from ancrage.plateforme.web.socle import navigation
from ancrage.plateforme.web.socle.navigation import Entree
from tests.plateforme.comptes.factories import UtilisateurFactory
from tests.plateforme.html_valide import breaches_of_typography, faults

pytestmark = pytest.mark.django_db


def test_a_visitor_searches_her_territory_first(client):
    response = client.get("/")
    html = response.content.decode()
    assert response.status_code == 200
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert html.index('id="territoire"') < html.index("<h2")
    assert faults(html) == []


def test_open_spaces_with_a_text_are_cards(client, monkeypatch):
    entries = [
        Entree("Avec", "accueil:accessibilite", texte="Ce qu'on y trouve."),
        Entree("Sans", "accueil:accueil"),
    ]
    monkeypatch.setattr(navigation, "_entrees", entries)
    main = client.get("/").content.decode().split("<main")[1]
    assert "Ce qu’on y trouve." in main and "Sans" not in main


def test_no_commune_is_ranked(client):
    assert "Les communes ne sont pas classées" in client.get("/").content.decode()


def test_a_member_is_greeted(client):
    client.force_login(UtilisateurFactory(prenom="Anne"))
    html = client.get("/").content.decode()
    assert "Bonjour Anne" in html
    assert faults(html) == []


def test_the_statement_of_accessibility_is_open_and_in_the_foot(client):
    assert 'href="/accessibilite/"' in client.get("/").content.decode()
    response = client.get("/accessibilite/")
    assert response.status_code == 200
    assert faults(response.content.decode()) == []


def test_the_front_page_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/")


@pytest.mark.parametrize("path", ["/", "/accessibilite/", "/composants/", "/nulle-part/"])
def test_the_shell_follows_french_typography(client, settings, path):
    settings.DEMO = True
    assert breaches_of_typography(client.get(path).content.decode()) == []
