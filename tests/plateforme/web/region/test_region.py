"""The region at a glance: the headings of a day, what the public reads, what the ARS reads."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import Etat
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import Equipe, taken_over
from tests.plateforme.territoires.factories import make_perimetre

pytestmark = pytest.mark.django_db
PAGE, FICHIER = "/region/24/", "/region/24/contrats.csv"
BLOIS, ORLEANS = ("41018",), ("45234", "45146")


@pytest.fixture
def contrats():
    """One contract in force for a year, one under study since last month."""
    equipe, today = Equipe(), timezone.localdate()
    return (
        equipe,
        taken_over(equipe, Etat.EN_OEUVRE, today - timedelta(days=365), nom="CLS en vigueur"),
        taken_over(
            equipe, Etat.FAISABILITE, today - timedelta(days=30), nom="CLS à l’étude",
            perimetre=make_perimetre(communes=BLOIS),
        ),
    )  # fmt: skip


def read(client, **query):
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_public_reads_headings_and_not_the_steps(client, contrats):
    html = read(client)
    assert "1re génération" in html
    assert "en cours d’élaboration" in html
    assert "CLS en vigueur" in html
    assert "étude de faisabilité" not in html
    assert "24 mois" not in html


def test_the_ars_reads_the_steps_and_what_ends(client, contrats):
    client.force_login(member(Role.ARS_SIEGE))
    html = read(client)
    assert "étude de faisabilité" in html
    assert "Contrats qui finissent dans les 24 mois" in html
    ending = html.partition("h-fins")[2].partition("h-postes")[0]
    assert "CLS en vigueur" in ending
    assert "CLS à l’étude" not in ending


def test_another_region_s_ars_reads_as_the_public(client, contrats):
    client.force_login(member(Role.ARS_SIEGE, code="53"))
    assert "étude de faisabilité" not in read(client)


def test_a_day_is_read_as_it_was(client, contrats):
    before = timezone.localdate() - timedelta(days=60)
    html = read(client, date=before.isoformat())
    assert "CLS en vigueur" in html
    assert "CLS à l’étude" not in html
    none = read(client, date="2012-01-01")
    assert "Aucun contrat à cette date" in none


@pytest.mark.parametrize("asked", ["demain", "2026-13-45", "1998-07-12", "9999-99-99"])
def test_a_wrong_date_is_told_and_shows_today(client, contrats, asked):
    html = read(client, date=asked)
    assert "Cette date ne se lit pas" in html
    assert "CLS en vigueur" in html
    assert client.get(FICHIER, {"date": asked}).status_code == 404


def test_a_commune_counts_once_in_the_cover(client, contrats):
    equipe, contrat, _ = contrats
    taken_over(
        equipe, Etat.EN_OEUVRE, timezone.localdate() - timedelta(days=90),
        nom="CLS qui chevauche", perimetre=contrat.perimetre_etude,
    )  # fmt: skip
    html = read(client)
    assert "2 communes sur" in html
    assert "population municipale 20" in html.replace("\u00a0", " ")  # a figure has its vintage


def test_the_map_has_its_table_and_a_letter_per_heading(client, contrats):
    html = read(client)
    assert html.count("<svg xmlns") == 2  # wide and narrow
    table = html.partition("ui-figure__donnees")[2] or html
    assert "1re génération" in table


def test_the_file_says_what_the_page_says(client, contrats):
    answer = client.get(FICHIER)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    told = {row["contrat"]: row for row in rows}
    assert told["CLS en vigueur"]["communes"] == str(len(ORLEANS))
    assert told["CLS à l’étude"]["fin"] == ""
    assert told["CLS à l’étude"]["statut"] == "en cours d’élaboration"


def test_a_name_leads_to_the_contracts_that_one_may_open(client, contrats):
    signed, study = contrats[1], contrats[2]
    public = read(client)
    assert f'href="/contrats/{signed.slug}/"' in public
    assert f'href="/contrats/{study.slug}/"' not in public
    client.force_login(member(Role.ARS_SIEGE))
    assert f'href="/contrats/{study.slug}/"' in read(client)


def test_an_empty_region_says_what_will_come(client):
    assert "première étude de faisabilité" in read(client)


@pytest.mark.parametrize("code", ["98", "1", "zz", "24+28"])
def test_an_unknown_region_is_no_page(client, code):
    assert client.get(f"/region/{code}/").status_code == 404


def test_the_short_address_leads_to_the_region(client):
    assert client.get("/region/")["Location"] == PAGE


def test_as_many_queries_for_one_contract_as_for_five(client, contrats, django_assert_num_queries):
    with django_assert_num_queries(QUERIES):
        read(client)
    equipe = contrats[0]
    for rank, code in enumerate(("45004", "45005", "45006")):
        taken_over(
            equipe, Etat.EN_OEUVRE, timezone.localdate() - timedelta(days=90 + rank),
            nom=f"CLS {rank}", perimetre=make_perimetre(communes=(code,)),
        )  # fmt: skip
    with django_assert_num_queries(QUERIES):
        read(client)


# Contracts, their steps, their amendments, the communes of both perimeters, those one may open.
QUERIES = 6
