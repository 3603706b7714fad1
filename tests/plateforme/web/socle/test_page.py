"""The skeleton: menus by permission, theme, messages, fragments, pagination."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from ancrage.plateforme.web.socle import navigation
from ancrage.plateforme.web.socle.navigation import Entree, Tuile, register, signed_in
from ancrage.plateforme.web.socle.rendu import paginate, rendre
from tests.plateforme.comptes.factories import UtilisateurFactory
from tests.plateforme.html_valide import faults


@pytest.fixture(autouse=True)
def _own_menus(monkeypatch):
    """Let a test register links that the next one does not see."""
    monkeypatch.setattr(navigation, "_entrees", list(navigation._entrees))
    monkeypatch.setattr(navigation, "_tuiles", list(navigation._tuiles))


def test_a_person_sees_only_the_spaces_she_may_open(client, db):
    register(Entree("Réservé", "composants:planche", permission=signed_in))
    assert "Réservé" not in client.get("/").content.decode()
    client.force_login(UtilisateurFactory())
    assert "Réservé" in client.get("/").content.decode()


def test_the_current_space_is_told_once(client, db):
    register(Entree("Ici", "accueil:accessibilite", ordre=-1))
    html = client.get("/accessibilite/").content.decode()
    nav = html[html.index('<nav class="ui-espaces"') :]
    nav = nav[: nav.index("</nav>")]
    assert nav.count('aria-current="page"') == 1
    assert 'href="/accessibilite/" aria-current="page">Ici' in nav


def test_an_unknown_place_is_refused():
    with pytest.raises(ValueError, match="place inconnue"):
        register(Entree("x", "accueil:accueil", "gauche"))


def test_registering_twice_shows_once():
    before = len(navigation._entrees)
    for _ in range(2):
        register(Entree("Deux fois", "accueil:accueil"))
    assert len(navigation._entrees) == before + 1


@pytest.mark.parametrize(
    ("cookie", "html", "media"),
    [
        ("sombre", 'data-theme="sombre"', 'media="screen"'),
        ("clair", 'data-theme="clair"', 'media="not all"'),
        ("", '<html lang="fr">', 'media="screen and (prefers-color-scheme: dark)"'),
        ('"><script>', '<html lang="fr">', "prefers-color-scheme"),
    ],
)
def test_the_theme_is_served_not_scripted(client, db, cookie, html, media):
    client.cookies["apparence"] = cookie
    page = client.get("/").content.decode()
    assert html in page and media in page and "<script>" not in page


def test_messages_are_announced(membre):
    html = membre.get("/essai/annonce/").content.decode()
    assert 'role="status"' in html and "Deux communes manquent." in html
    assert "ui-alerte--warning" in html


def test_the_page_of_a_member_is_valid(membre):
    html = membre.get("/").content.decode()
    assert "Se déconnecter" in html
    assert faults(html) == []


def test_tiles_show_real_counts_in_order(membre):
    navigation.register_tuile(lambda request: Tuile("B", "/b/", 1234, "à relire", 2))
    navigation.register_tuile(lambda request: Tuile("A", "/a/", 1, "à signer", 1))
    navigation.register_tuile(lambda request: None)
    html = membre.get("/").content.decode()
    assert "1\u202f234" in html
    assert html.index('href="/a/"') < html.index('href="/b/"')


def test_without_tile_the_home_page_teaches(membre):
    navigation._tuiles.clear()
    assert "Rien n’attend votre action" in membre.get("/").content.decode()


class Htmx:
    boosted = False
    history_restore_request = False


def test_htmx_gets_the_fragment_and_others_the_page(rf, settings, tmp_path):
    (tmp_path / "essai.html").write_text(
        "<p>page</p>{% partialdef liste inline %}<ul>liste</ul>{% endpartialdef %}"
    )
    templates = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    settings.TEMPLATES = templates
    request = rf.get("/")
    whole = rendre(request, "essai.html", {}, fragment="liste")
    request.htmx = Htmx()
    part = rendre(request, "essai.html", {}, fragment="liste")
    assert whole.content == b"<p>page</p><ul>liste</ul>"
    assert part.content == b"<ul>liste</ul>"
    assert "HX-Request" in part["Vary"] and "HX-Request" in whole["Vary"]
    request.htmx.history_restore_request = True
    assert rendre(request, "essai.html", {}, fragment="liste").content == whole.content


@pytest.mark.parametrize(("asked", "given"), [("2", 2), ("", 1), ("99", 3), ("x", 1), ("-4", 3)])
def test_a_wrong_page_number_gives_the_nearest(rf, asked, given):
    assert paginate(rf.get("/", {"page": asked}), range(120)).number == given


def test_pages_keep_the_other_parameters(client, db, settings):
    settings.DEMO = True
    html = client.get("/composants/?tri=nom&page=2").content.decode()
    assert 'href="?tri=nom&amp;page=3"' in html


def test_every_static_file_of_the_skeleton_is_found(client, db):
    html = client.get("/").content.decode()
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', html)
    assert len(files) > 8
    assert [name for name in files if not finders.find(name)] == []


def test_a_page_travels_compressed(db, settings):
    settings.DEMO = True
    answer = Client().get("/composants/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 15_000
