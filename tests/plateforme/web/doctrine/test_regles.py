"""The rules, delays and texts on screen: the day asked, what changed, a dry run, then published."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.doctrine.lectures import (
    doctrine_in_force,
    rule_in_force,
    visas_in_force,
)
from ancrage.plateforme.doctrine.models import Doctrine, RegleRegionale, Visa
from ancrage.plateforme.doctrine.services.chargement import load_doctrine
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import Equipe, opened
from tests.plateforme.programmes.factories import Atelier, priorities

pytestmark = pytest.mark.django_db
PAGE, R6 = "/doctrine/", "/doctrine/regles/r6/version/"


@pytest.fixture
def doctrine():
    load_doctrine("24")


@pytest.fixture
def siege(client, doctrine):
    client.force_login(member(Role.ARS_SIEGE))
    return client


def read(client, url, **query):
    answer = client.get(url, query)
    assert answer.status_code == 200
    return plain(answer)


def plain(answer):
    html = unescape(answer.content.decode())
    return html.replace("\xa0", " ").replace("\u202f", " ")


def count_queries(client, url):
    """Return what a page costs, what is read once per session left out."""
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def demain():
    return timezone.localdate() + timedelta(days=1)


def version(**changes):
    values = {
        "enonce": "Trois à quatre priorités.", "effet": "alerte", "p_minimum": "3",
        "p_maximum": "4", "date_debut": demain().isoformat(), "source": "Décision d’essai",
        "libelle": "Révision d’essai",
    }  # fmt: skip
    return values | changes


def test_a_visitor_reads_the_rules_of_today_in_words(client, doctrine):
    html = read(client, PAGE)
    assert "21 règles en vigueur" in html
    assert "Priorités, au plus : 5" in html
    assert "de soins et autres vers prévention" in html
    assert "Nouvelle version" not in html


def test_a_past_day_shows_the_rules_of_that_day(client, doctrine):
    html = read(client, PAGE, le="2015-01-01")
    assert "Doctrine de départ" in html
    assert "Priorités, au plus" not in html  # R6 came with the guide of 2017
    assert "Sans version à cette date" in html
    assert "Aucune règle à cette date" in read(client, PAGE, le="2009-12-01")


@pytest.mark.parametrize("asked", ["demain", "2026-13-45", "1998-07-12", "9999-99-99"])
def test_a_wrong_day_is_told_and_shows_today(client, doctrine, asked):
    html = read(client, PAGE, le=asked)
    assert "Cette date ne se lit pas" in html
    assert "21 règles" in html


def test_the_page_of_a_rule_says_what_each_version_changed(client, doctrine):
    html = read(client, "/doctrine/regles/R12/")
    assert html.index("Version 2") < html.index("Version 1")
    changed = html.partition("Ce que cette version a changé")[2]
    assert "à la demande" in changed and "chaque année" in changed
    assert client.get("/doctrine/regles/R22/").status_code == 404


def test_a_region_without_doctrine_says_so(client):
    assert "Aucune règle à cette date" in read(client, PAGE)
    assert "Aucun délai" in read(client, "/doctrine/procedure/")
    assert "aucune version de cette règle" in read(client, "/doctrine/regles/R1/")


def test_a_version_is_tried_then_published(siege):
    equipe, today = Equipe(), timezone.localdate()
    contrat = opened(equipe, today, nom="CLS aux cinq priorités")
    priorities(Atelier(equipe, contrat), 5, on=today)
    before = RegleRegionale.objects.count()
    tried = siege.post(R6, version())
    html = plain(tried)
    assert tried.status_code == 200 and "relire avant de publier" in html
    assert "CLS aux cinq priorités" in html
    assert "constaté" in html
    assert RegleRegionale.objects.count() == before
    sent = dict(tried.context["envois"])
    assert siege.post(R6, sent | {"etape": "confirmer"}).status_code == 302
    assert rule_in_force("24", "R6", on=demain()).lus.maximum == 4
    assert rule_in_force("24", "R6", on=today).lus.maximum == 5


def test_what_is_mended_keeps_what_was_typed(siege):
    html = plain(siege.post(R6, version() | {"etape": "corriger"}))
    assert "Trois à quatre priorités." in html
    assert "Voir ce que cela change" in html


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"p_minimum": "9"}, "le minimum dépasse le maximum"),
        ({"p_minimum": "0"}, "supérieure ou égale à 1"),
        ({"date_debut": "2020-01-01"}, "commence après elle"),
        ({"source": ""}, "Source"),
        ({"effet": "interdit"}, "Effet"),
    ],
)
def test_a_wrong_version_is_refused_in_french(siege, changes, words):
    before = RegleRegionale.objects.count()
    for etape in ("", "confirmer"):
        answer = siege.post(R6, version(**changes) | {"etape": etape})
        assert answer.status_code == 422
        assert words in plain(answer)
    assert RegleRegionale.objects.count() == before


@pytest.mark.parametrize("code", [f"R{rang}" for rang in range(1, 22)])
def test_the_form_of_each_rule_takes_its_own_parameters_back(siege, code):
    url = f"/doctrine/regles/{code}/version/"
    form = siege.get(url).context["form"]
    sent = {}
    for name in form.fields:
        value = form[name].value()
        sent[name] = "" if value is None else value
    sent |= {"date_debut": demain().isoformat(), "source": "essai", "etape": "confirmer"}
    assert siege.post(url, sent).status_code == 302
    now = rule_in_force("24", code, on=demain())
    assert now.numero > 1
    assert now.parametres == rule_in_force("24", code, on=timezone.localdate()).parametres


def test_delays_are_tried_then_published_and_history_tells_them(siege):
    url = "/doctrine/procedure/version/"
    form = siege.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"date_debut": demain().isoformat(), "source": "essai", "libelle": "Délais d’essai"}
    assert "Aucun délai ne change" in plain(siege.post(url, sent))
    sent["d_ateliers"] = "200"
    html = plain(siege.post(url, sent))
    assert "183" in html and "200" in html and "Aucun contrat n’est en préparation" in html
    assert Doctrine.objects.count() == 3
    assert siege.post(url, sent | {"etape": "confirmer"}).status_code == 302
    assert doctrine_in_force("24", on=demain()).delais["ateliers"] == 200
    assert doctrine_in_force("24", on=demain()).delais["redaction"] == 122
    told = read(siege, "/doctrine/procedure/").partition("Versions de la procédure")[2]
    assert "Délais d’essai" in told and "200" in told


def test_a_text_is_tried_then_cited(siege):
    held = Visa.objects.get(code="csp-cls", date_fin__isnull=True)
    url = f"/doctrine/visas/{held.identifiant}/version/"
    sent = {"texte": held.texte, "date_texte": "2026-01-01", "date_debut": demain().isoformat(),
            "source": "essai"}  # fmt: skip
    assert "ne change pas" in plain(siege.post(url, sent))
    sent["texte"] = "Vu l’article réécrit ;"
    before = Visa.objects.count()
    assert "Vu l’article réécrit" in plain(siege.post(url, sent))
    assert Visa.objects.count() == before
    assert siege.post(url, sent | {"etape": "confirmer"}).status_code == 302
    assert visas_in_force("24", on=demain())[0].texte == "Vu l’article réécrit ;"
    assert "Vu l’article réécrit" in read(siege, "/doctrine/visas/", le=demain().isoformat())


@pytest.mark.parametrize("url", [PAGE, "/doctrine/procedure/", "/doctrine/visas/"])
def test_a_page_costs_the_same_whatever_the_history(siege, url):
    first = count_queries(siege, url)
    for day in range(1, 4):
        start = (demain() + timedelta(days=day)).isoformat()
        siege.post(R6, version(date_debut=start, etape="confirmer"))
    assert count_queries(siege, url) == first
