"""The library: what was published, searched by theme, public, evidence, carrier; open files."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.plateforme.programmes.bibliotheque import contrats_cites
from ancrage.plateforme.programmes.models import FicheAction
from ancrage.plateforme.programmes.plan import PublicEcrit
from ancrage.plateforme.programmes.typologie import typologie
from tests.plateforme.html_valide import faults
from tests.plateforme.programmes.factories import a_fiche
from tests.plateforme.web.programme.conftest import signe  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
PAGE = "/bibliotheque/"


@pytest.fixture
def publiees(signe):  # noqa: F811 (the fixture)
    """Two sheets published, a draft."""
    for code, titre, classements, public in (
        ("FA-01", "Arrêter de fumer", ("theme:tabac", "preuve:probante"), "Lycéens"),
        ("FA-02", "Marcher", ("theme:activite_physique",), "Seniors"),
        ("FA-03", "Brouillon caché", ("theme:tabac",), "Lycéens"),
    ):
        a_fiche(signe, code=code, titre=titre, classements=classements,
                publics=(PublicEcrit(libelle=public),))  # fmt: skip
    FicheAction.objects.filter(code__in=["FA-01", "FA-02"]).update(fige_le="2024-05-01T10:00:00Z")
    return signe


def found(client, **query):
    page = client.get(PAGE, query)
    assert page.status_code == 200
    return [one.titre for one, *_ in page.context["fiches"]], page.content.decode()


@pytest.mark.parametrize(
    ("query", "titres"),
    [
        ({}, ["Arrêter de fumer", "Marcher"]),
        ({"theme": "tabac"}, ["Arrêter de fumer"]),
        ({"preuve": "probante"}, ["Arrêter de fumer"]),
        ({"public": "senior"}, ["Marcher"]),
        ({"q": "marcher"}, ["Marcher"]),
        ({"q": "ARRETER"}, ["Arrêter de fumer"]),
        ({"q": "fumer arrêter"}, ["Arrêter de fumer"]),
        ({"q": "fumer marcher"}, []),
        ({"public": "lyceen"}, ["Arrêter de fumer"]),
        ({"public": "LYCÉENS"}, ["Arrêter de fumer"]),
        ({"type": "epci"}, ["Arrêter de fumer", "Marcher"]),
        ({"type": "commune"}, []),
        ({"theme": "invente", "type": "'"}, ["Arrêter de fumer", "Marcher"]),
    ],
)
def test_the_public_finds_what_was_published(client, publiees, query, titres):
    assert found(client, **query)[0] == titres


def test_a_contract_of_the_site_is_found_by_its_name_accents_apart(client, publiees):
    for q, count in (("signe", 1), ("CLS SIGNÉ", 1), ("acces soins", 1), ("autre", 0)):
        assert len(client.get(PAGE, {"q": q}).context["contrats"]) == count, q


def test_a_draft_is_never_in_the_library(client, publiees):
    html = found(client, q="Brouillon")[1]
    assert "Brouillon caché" not in html
    for name in ("fiches.csv", "fiches.json"):
        assert "Brouillon caché" not in client.get(f"{PAGE}{name}").content.decode()


def test_the_three_contracts_of_elsewhere_are_its_first_entries(client, db):
    counted = {one.code: len(one.parties) for one in contrats_cites()}
    assert counted == {"draguignan": 7, "apt": 3, "martigues": 4}
    html = found(client)[1]
    assert all(one.nom.replace("'", "’") in html for one in contrats_cites())
    assert faults(html) == []


@pytest.mark.parametrize("one", contrats_cites(), ids=lambda one: one.code)
def test_a_contract_of_elsewhere_says_where_it_is_told(client, db, one):
    html = client.get(f"{PAGE}contrats/{one.code}/").content.decode()
    assert faults(html) == []
    assert "Note de faisabilité" in html
    assert one.themes <= set(typologie().facette("theme").labels())


def test_contracts_of_elsewhere_are_found_by_theme_and_carrier(client, db):
    def names(**query):
        return {one.code for one in client.get(PAGE, query).context["cites"]}

    assert names(theme="sante_mentale") == {"draguignan", "apt", "martigues"}
    assert names(theme="air") == {"martigues"}
    assert names(type="commune") == {"draguignan"}
    assert names(q="surpoids") == {"apt"}
    assert names(q="SURPOIDS obesite") == {"apt"}
    assert names(preuve="probante") == set()


def test_the_files_say_the_same_as_the_page(client, publiees):
    rows = client.get(f"{PAGE}fiches.json", {"theme": "tabac"}).json()["fiches"]
    assert [one["titre"] for one in rows] == ["Arrêter de fumer"]
    assert rows[0]["themes"] == ["tabac"] and rows[0]["publics"] == ["Lycéens"]
    text = client.get(f"{PAGE}fiches.csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [one["titre"] for one in lines] == ["Arrêter de fumer", "Marcher"]
    assert len(client.get(f"{PAGE}contrats.json").json()["contrats"]) == 3


def test_an_empty_search_says_what_to_do(client, db):
    assert "Aucune fiche publiée" in found(client)[1]
    assert "Retirez un filtre" in found(client, q="introuvable")[1]


def test_the_library_asks_as_much_for_two_sheets_as_for_forty(client, publiees):
    client.get(PAGE)
    with CaptureQueriesContext(connection) as two:
        client.get(PAGE)
    FicheAction.objects.bulk_create(
        FicheAction(region="24", contrat=publiees.contrat, code=f"X-{rank}", rang=rank + 9,
                    titre=f"Action {rank}", fige_le="2024-05-01T10:00:00Z")
        for rank in range(40)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) <= len(two)
