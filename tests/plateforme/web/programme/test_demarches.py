"""The page of the linked processes: its content, who reads it, who writes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.programmes.services.demarches import DemarcheEcrite, add_demarche
from tests.plateforme.contrats.factories import Equipe, taken_over
from tests.plateforme.documents.dossier import JOUR
from tests.plateforme.programmes.factories import Atelier

pytestmark = pytest.mark.django_db


@pytest.fixture
def atelier() -> Atelier:
    equipe = Equipe()
    return Atelier(equipe, taken_over(equipe, Etat.EN_OEUVRE, JOUR))


def add(atelier: Atelier, nom: str) -> None:
    contenu = DemarcheEcrite("asv", nom, "Ville d’essai", source="note interne", fiches=())
    add_demarche(acteur=atelier.coordonnateur, contrat=atelier.contrat, contenu=contenu)


def address(name: str, atelier: Atelier, *args) -> str:
    return reverse(f"programme:{name}", args=[atelier.contrat.slug, *args])


def test_a_process_is_written_by_its_form_then_taken_off(client, atelier):
    client.force_login(atelier.coordonnateur)
    bare = client.post(address("demarche_nouvelle", atelier), {"type": "asv", "nom": ""})
    assert bare.status_code == 422
    values = {"type": "asv", "nom": "ASV d’essai", "prise_en_compte": "Actions communes."}
    assert client.post(address("demarche_nouvelle", atelier), values).status_code == 302
    page = client.get(address("demarches", atelier)).content.decode()
    assert "ASV d’essai" in page and "Actions communes." in page
    one = atelier.contrat.demarches_liees.get()
    edit = address("demarche", atelier, one.identifiant)
    assert client.post(edit, values | {"version": 1, "organisme": "Ville"}).status_code == 302
    assert client.post(edit, values | {"version": 1, "nom": "Trop tard"}).status_code == 409
    away = address("demarche_retirer", atelier, one.identifiant)
    assert client.post(away).status_code == 302
    assert "Aucune démarche liée" in client.get(address("demarches", atelier)).content.decode()


def test_anybody_reads_those_of_a_signed_contract_without_their_source(client, atelier):
    add(atelier, "ASV d’essai")
    page = client.get(address("demarches", atelier)).content.decode()
    assert "ASV d’essai" in page and "note interne" not in page and "Modifier" not in page
    home = client.get(reverse("contrat:contrat", args=[atelier.contrat.slug])).content.decode()
    assert "ASV d’essai" in home


def test_nobody_else_reads_those_of_a_draft(client):
    equipe = Equipe()
    atelier = Atelier(equipe, taken_over(equipe, Etat.ATELIERS, JOUR))
    assert client.get(address("demarches", atelier)).status_code == 404


def test_three_ask_no_more_than_one(client, atelier):
    client.force_login(atelier.coordonnateur)
    counts = []
    for names in (["A"], ["B", "C"]):
        for nom in names:
            add(atelier, nom)
        client.get(address("demarches", atelier))
        with CaptureQueriesContext(connection) as asked:
            client.get(address("demarches", atelier))
        counts.append(len(asked))
    assert counts[0] == counts[1]
