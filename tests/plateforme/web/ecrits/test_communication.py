"""The pages of the documents and of the plan of communication, as the coordinator uses them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.documents.communication import plan_type
from ancrage.plateforme.documents.models import LigneCommunication
from ancrage.plateforme.documents.services.communication import (
    LigneEcrite,
    add_ligne,
    edit_ligne,
    propose_plan,
)
from ancrage.plateforme.journal.models import Acte
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import Equipe, opened, take
from tests.plateforme.html_valide import faults
from tests.plateforme.programmes.factories import Atelier
from tests.plateforme.rencontres.factories import Salle, held, validated

pytestmark = pytest.mark.django_db
JOUR = date(2026, 3, 2)
LIGNE = LigneEcrite("habitants", "Le forum santé (essai)", "Affiches", "Coordonnateur")


@pytest.fixture
def atelier():
    equipe = Equipe()
    return Atelier(equipe, opened(equipe, JOUR))


def page(atelier, end: str = "") -> str:
    return f"/contrats/{atelier.contrat.slug}/documents/communication/{end}"


def sent(**changes: str) -> dict[str, str]:
    plain = {
        "public": "elus", "message": "Ce que le contrat engage (essai)", "support": "Note",
        "responsable": "Élu référent", "pour_le": "2026-12-01", "version": "1",
    }  # fmt: skip
    return plain | changes


def test_a_row_is_written_then_done_then_taken_out_and_the_journal_keeps_it(client, atelier):
    client.force_login(atelier.coordonnateur)
    client.post(page(atelier, "nouvelle/"), sent())
    one = LigneCommunication.objects.get()
    client.post(page(atelier, f"{one.identifiant}/modifier/"), sent(fait_le="2026-03-02"))
    one.refresh_from_db()
    assert (one.fait_le, one.version) == (date(2026, 3, 2), 2)
    html = client.get(page(atelier)).content.decode()
    assert faults(html) == [] and "Ce que le contrat engage (essai)" in html
    client.post(page(atelier, f"{one.identifiant}/retirer/"))
    assert not LigneCommunication.objects.exists()
    told = Acte.objects.filter(action__contains="plan de communication")
    assert told.count() == 3


def test_a_day_passed_without_its_message_is_said_late(client, atelier):
    yesterday = timezone.localdate() - timedelta(days=1)
    late = LigneEcrite("presse", "Signature (essai)", "Communiqué", "Porteur", pour_le=yesterday)
    add_ligne(acteur=atelier.coordonnateur, contrat=atelier.contrat, contenu=late)
    client.force_login(atelier.coordonnateur)
    assert "en retard" in client.get(page(atelier)).content.decode()


def test_the_usual_plan_is_added_once_and_only_what_lacks(atelier):
    whole = len(plan_type().lignes)
    given = {"acteur": atelier.coordonnateur, "contrat": atelier.contrat}
    assert propose_plan(**given) == whole
    LigneCommunication.objects.filter(public="presse").delete()
    assert propose_plan(**given) == 1
    assert propose_plan(**given) == 0
    assert not LigneCommunication.objects.filter(pour_le__isnull=False).exists()


def test_two_people_on_one_row_lose_nothing(atelier):
    made = add_ligne(acteur=atelier.coordonnateur, contrat=atelier.contrat, contenu=LIGNE)
    edit_ligne(acteur=atelier.coordonnateur, ligne=made, expected=1, contenu=LIGNE)
    with pytest.raises(EditionConcurrente):
        edit_ligne(acteur=atelier.equipe.siege, ligne=made, expected=1, contenu=LIGNE)


def test_the_same_message_twice_a_day_to_come_and_strangers_are_refused(atelier):
    given = {"acteur": atelier.coordonnateur, "contrat": atelier.contrat}
    add_ligne(**given, contenu=LIGNE)
    with pytest.raises(ActeRefuse, match="déjà prévu"):
        add_ligne(**given, contenu=LIGNE)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ActeRefuse, match="aujourd’hui"):
        add_ligne(**given, contenu=LigneEcrite("elus", "Demain", "Note", "DD", fait_le=tomorrow))
    with pytest.raises(ActeRefuse, match="L’équipe du contrat"):
        add_ligne(acteur=member(Role.PARTENAIRE), contrat=atelier.contrat, contenu=LIGNE)
    closed = take(atelier.equipe, atelier.contrat, "abandonner", JOUR)
    with pytest.raises(ActeRefuse, match="clos"):
        add_ligne(acteur=atelier.coordonnateur, contrat=closed, contenu=LIGNE)


def test_a_refused_row_keeps_what_was_typed(client, atelier):
    client.force_login(atelier.coordonnateur)
    answer = client.post(page(atelier, "nouvelle/"), sent(support=""))
    assert answer.status_code == 422
    assert "Ce que le contrat engage (essai)" in answer.content.decode()
    assert not LigneCommunication.objects.exists()


def test_the_documents_page_offers_those_of_the_state_and_what_is_frozen(client, atelier):
    salle = Salle(atelier.contrat, atelier.equipe)
    validated(salle, held(salle))
    client.force_login(atelier.equipe.siege)
    html = client.get(f"/contrats/{salle.contrat.slug}/documents/").content.decode()
    assert faults(html) == []
    assert "Lettre d’engagement" in html and "Note motivée de fin" not in html
    assert "Compte rendu" in html
    there = f"/contrats/{salle.contrat.slug}/documents/poste.docx"
    assert client.get(there).content.startswith(b"PK")
    assert client.get(there.replace("poste", "fin")).status_code == 404
    client.force_login(member(Role.ELU))
    assert client.get(there).status_code == 403


def test_the_page_asks_as_much_for_nine_rows_as_for_one(
    client, atelier, django_assert_max_num_queries
):
    client.force_login(atelier.coordonnateur)
    add_ligne(acteur=atelier.coordonnateur, contrat=atelier.contrat, contenu=LIGNE)
    client.get(page(atelier))
    with django_assert_max_num_queries(60) as first:
        client.get(page(atelier))
    propose_plan(acteur=atelier.coordonnateur, contrat=atelier.contrat)
    with django_assert_max_num_queries(len(first.captured_queries)):
        client.get(page(atelier))
