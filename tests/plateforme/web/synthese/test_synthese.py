"""The page of the élus and its files: what it shows, to whom, at which cost."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.programmes.plan import LieuEcrit
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import Equipe, opened, taken_over
from tests.plateforme.html_valide import faults
from tests.plateforme.programmes.factories import JOUR, Atelier, a_fiche, priorities, role_on

pytestmark = pytest.mark.django_db
TOUT = (LieuEcrit(type="tout", libelle="Tout le périmètre"),)


@pytest.fixture
def atelier():
    since = timezone.localdate() - timedelta(days=200)
    equipe = Equipe()
    atelier = Atelier(equipe, taken_over(equipe, Etat.EN_OEUVRE, since))
    priorities(atelier, 3)
    a_fiche(atelier, code="A1", titre="Première action (essai)", statut="en_cours")
    a_fiche(atelier, code="A2", titre="Action générale (essai)", lieux=TOUT)
    return atelier


@pytest.fixture
def elu(client, atelier):
    client.force_login(role_on(atelier.contrat, Role.ELU))
    return client


def page(contrat, end=""):
    return f"/contrats/{contrat.slug}/elu/{end}"


def test_an_elu_reads_access_priorities_decisions_and_communes_on_one_page(elu, atelier):
    html = elu.get(page(atelier.contrat)).content.decode()
    assert faults(html) == []
    order = ["Accès au médecin généraliste", "Décisions à prendre", "Priorités",
             "Ce qui est fait pour ma commune"]  # fmt: skip
    assert [html.index(f">{one}<") for one in order] == sorted(
        html.index(f">{one}<") for one in order
    )
    assert "Priorité 1" in html
    assert "Action générale (essai)" in html
    assert "non disponible" in html


def test_the_address_chooses_the_commune_on_the_page_and_in_the_file(elu, atelier):
    html = elu.get(page(atelier.contrat, "?commune=45234")).content.decode()
    assert "<h4>Orléans</h4>" in html
    assert "Première action (essai)" in html
    assert "synthese.pdf?commune=45234" in html
    unknown = elu.get(page(atelier.contrat, "?commune=<script>"))
    assert unknown.status_code == 200
    assert "Choisir une commune" in unknown.content.decode()
    content = elu.get(page(atelier.contrat, "synthese.pdf?commune=45234")).content
    assert "Ma commune" in PdfReader(io.BytesIO(content)).pages[1].extract_text()


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_the_files_are_private_downloads(elu, atelier, format):
    answer = elu.get(page(atelier.contrat, f"synthese.{format}"))
    assert answer["Cache-Control"] == "private, no-store"
    assert f"synthese-elus-{atelier.contrat.slug}.{format}" in answer["Content-Disposition"]
    if format == "pdf":
        assert len(PdfReader(io.BytesIO(answer.content)).pages) == 2


def test_another_format_is_not_there(elu, atelier):
    assert elu.get(page(atelier.contrat, "synthese.xlsx")).status_code == 404


def test_a_contract_just_asked_for_says_what_comes_next(client):
    contrat = opened(Equipe(), JOUR)
    client.force_login(role_on(contrat, Role.ELU))
    html = client.get(page(contrat)).content.decode()
    assert faults(html) == []
    assert "Aucune action n’est encore écrite" in html
    assert "Aucune priorité n’est encore retenue" in html
    assert "ouvrir l’étude de faisabilité" in html


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.PARTENAIRE, 403), (Role.ANIMATEUR_ATELIER, 403), (Role.COORDONNATEUR, 200)],
)
def test_who_reads_only_what_was_signed_does_not_read_the_work(client, atelier, role, status):
    client.force_login(role_on(atelier.contrat, role))
    assert client.get(page(atelier.contrat)).status_code == status


def test_a_visitor_and_an_elu_of_elsewhere_do_not_read_it(client, atelier):
    assert client.get(page(atelier.contrat)).status_code == 302
    client.force_login(member(Role.ELU, portee=Portee.TERRITOIRE, code="epci:200000930"))
    assert client.get(page(atelier.contrat)).status_code == 404


def test_many_actions_ask_no_more_than_two(elu, atelier, django_assert_max_num_queries):
    elu.get(page(atelier.contrat))
    with django_assert_max_num_queries(200) as few:
        elu.get(page(atelier.contrat))
    for rank in range(9):
        a_fiche(atelier, code=f"B{rank}", titre=f"Action {rank} (essai)")
    with django_assert_max_num_queries(len(few.captured_queries)):
        elu.get(page(atelier.contrat))


def test_the_home_of_an_elu_leads_to_her_two_pages_and_that_of_others_does_not(client, atelier):
    address = page(atelier.contrat)
    client.force_login(role_on(atelier.contrat, Role.ELU))
    assert address in client.get("/").content.decode()
    client.force_login(atelier.coordonnateur)
    assert address not in client.get("/").content.decode()
