"""The contracts that a person follows: filters in the address, sort, pages, constant queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.models import AireContrat, Contrat
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import opened, taken_over
from tests.plateforme.territoires.factories import make_perimetre
from tests.plateforme.web.contrat.conftest import plain

pytestmark = pytest.mark.django_db
PAGE = "/contrats/"


@pytest.fixture
def trois(equipe, jour):
    blois = make_perimetre(communes=("41018",))
    old = jour - timedelta(days=700)
    return (
        opened(equipe, old, nom="CLS tardif"),
        opened(equipe, jour, nom="CLS récent"),
        taken_over(equipe, Etat.EN_OEUVRE, jour, nom="CLS de Blois", perimetre=blois),
    )


def read(client, qui, **query):
    client.force_login(qui)
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    return plain(answer).partition("<main")[2]


def names(html):
    return [name for name in ("CLS tardif", "CLS récent", "CLS de Blois") if name in html]


def test_the_filters_of_the_address_keep_what_they_say(equipe, client, trois):
    siege = equipe.siege
    assert len(names(read(client, siege))) == 3
    assert names(read(client, siege, etat="en_oeuvre")) == ["CLS de Blois"]
    assert names(read(client, siege, retard="1")) == ["CLS tardif"]
    assert names(read(client, siege, departement="41")) == ["CLS de Blois"]
    assert names(read(client, siege, q="récent")) == ["CLS récent"]
    assert len(names(read(client, siege, etat="rien", tri="rien", departement="99"))) == 3


def test_an_active_filter_is_removed_by_its_chip(equipe, client, trois):
    html = read(client, equipe.siege, etat="en_oeuvre", q="CLS")
    assert 'href="?q=CLS"' in html
    assert 'href="?etat=en_oeuvre"' in html
    nothing = read(client, equipe.siege, q="introuvable")
    assert "Aucun contrat ne répond à ces filtres" in nothing


@pytest.mark.parametrize(("tri", "first"), [
    ("nom", "CLS de Blois"), ("echeance", "CLS tardif"), ("fin", "CLS de Blois"),
    ("etat", "CLS récent"),
])  # fmt: skip
def test_the_sort_is_the_one_asked(equipe, client, trois, tri, first):
    html = read(client, equipe.siege, tri=tri)
    assert min(names(html), key=html.index) == first


def test_one_s_own_contracts_and_no_others(equipe, client, trois):
    assert names(read(client, member(Role.DD_ARS, code="41"))) == ["CLS de Blois"]
    coordonnateur = member(Role.COORDONNATEUR, portee=Portee.CONTRAT, code=trois[1].slug)
    assert names(read(client, coordonnateur)) == ["CLS récent"]
    assert names(read(client, member(Role.ARS_SIEGE, code="53"))) == []


def test_nothing_to_follow_says_what_will_come(equipe, client):
    assert "Vous ne suivez aucun contrat" in read(client, member(Role.PARTENAIRE))


def test_the_menu_leads_here_whoever_follows_contracts(equipe, client):
    client.force_login(equipe.siege)
    assert "Mes contrats" in plain(client.get("/"))
    client.force_login(member(Role.ADMINISTRATEUR))
    assert "Mes contrats" not in plain(client.get("/"))
    assert client.get(PAGE).status_code == 403


def test_six_hundred_rows_cost_the_queries_of_one(equipe, jour, client):
    first = opened(equipe, jour, nom="CLS 0")

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            read(client, equipe.siege)
        return len(seen)

    cost()
    few = cost()
    rows = Contrat.objects.bulk_create(
        Contrat(region="24", nom=f"CLS {n}", slug=f"cls-{n}", perimetre_etude=first.perimetre_etude)
        for n in range(1, 600)
    )
    AireContrat.objects.bulk_create(AireContrat(contrat=one, code="departement:45") for one in rows)
    html = read(client, equipe.siege)
    assert "600 contrats" in html
    assert "Page 1 sur 12" in html
    assert cost() == few
    assert "Page 12 sur 12" in read(client, equipe.siege, page="99")
