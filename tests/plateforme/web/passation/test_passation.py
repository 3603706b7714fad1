"""The handover: the book says what the rows hold, and sheets change hands together."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.journal.models import Acte
from ancrage.plateforme.programmes.passation import read_livret
from ancrage.plateforme.programmes.services.passation import hand_over_fiches
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import Equipe, a_vote, taken_over
from tests.plateforme.html_valide import faults
from tests.plateforme.programmes.factories import Atelier, a_fiche
from tests.plateforme.rencontres.factories import Salle, decided, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def atelier():
    equipe = Equipe()
    since = timezone.localdate() - timedelta(days=900)
    atelier = Atelier(equipe, taken_over(equipe, "ateliers", since))
    a_fiche(atelier, code="A1", titre="Première action (essai)")
    a_fiche(atelier, code="A2", titre="Seconde action (essai)")
    a_fiche(atelier, code="A3", titre="Troisième action (essai)")
    return atelier


def page(atelier, end=""):
    return f"/contrats/{atelier.contrat.slug}/passation/{end}"


def by_title(atelier):
    found = read_livret(atelier.contrat, timezone.localdate())
    return {one.titre: one.lignes for one in found}


def pilots(atelier):
    return {ligne[0]: ligne[3] for ligne in by_title(atelier)["Fiches actions"]}


def test_the_book_says_where_the_contract_is_what_is_late_and_where_things_are(client, atelier):
    client.force_login(atelier.coordonnateur)
    html = client.get(page(atelier)).content.decode()
    assert faults(html) == []
    assert "(en retard)" in html
    assert "Première action (essai)" in html
    assert "Aucune décision à suivre ni à prendre." in html
    assert f"/contrats/{atelier.contrat.slug}/" in html


def test_the_book_names_who_signs_by_function_and_the_scanned_votes():
    equipe, day = Equipe(), timezone.localdate() - timedelta(days=40)
    contrat = taken_over(equipe, "en_oeuvre", day)
    found = {one.titre: one.lignes for one in read_livret(contrat, timezone.localdate())}
    assert ("maire", "Dominique Essai", "Communauté porteuse") in found["Contacts par fonction"]
    assert any("2011-07" in line[0] for line in found["Documents"])
    assert any(line[0] == "Contrat signé, numérisé" for line in found["Documents"])
    assert a_vote(equipe, day).fichier.nom in {line[1] for line in found["Documents"]}


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_the_book_is_taken_away_with_the_same_rows(client, atelier, format):
    client.force_login(atelier.coordonnateur)
    answer = client.get(page(atelier, f"livret.{format}"))
    assert answer.status_code == 200
    if format == "pdf":
        assert answer.content.startswith(b"%PDF-")
        return
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "Seconde action (essai)" in text
    assert "Contacts par fonction" in text


def test_several_sheets_change_hands_together_and_the_audit_says_why(client, atelier):
    client.force_login(atelier.coordonnateur)
    kept = pilots(atelier)["A3"]
    sent = {"codes": ["A1", "A2"], "structure": "Communauté d’accueil (essai)",
            "fonction": "chargée de mission", "motif": "Départ de la coordonnatrice"}  # fmt: skip
    assert client.post(page(atelier, "fiches/"), sent).status_code == 302
    given = "Communauté d’accueil (essai), chargée de mission"
    assert pilots(atelier) == {"A1": given, "A2": given, "A3": kept}
    row = Acte.objects.get(action="confier des fiches")
    assert row.motif == "Départ de la coordonnatrice"
    assert "A1 A2" in row.differences["fiches confiées"][1]


def test_one_unknown_sheet_and_nothing_changes(atelier):
    before = pilots(atelier)
    with pytest.raises(ActeRefuse, match="de ce contrat"):
        hand_over_fiches(
            acteur=atelier.coordonnateur, contrat=atelier.contrat, codes=["A1", "Z9"],
            structure="Autre", motif="essai",
        )  # fmt: skip
    assert pilots(atelier) == before


def test_a_form_without_sheet_says_so(client, atelier):
    client.force_login(atelier.coordonnateur)
    answer = client.post(page(atelier, "fiches/"), {"structure": "x", "motif": "x"})
    assert answer.status_code == 422
    assert "Cochez au moins une fiche" in answer.content.decode()


@pytest.mark.parametrize(("role", "status"), [(Role.ELU, 403), (Role.PARTENAIRE, 404)])
def test_the_book_is_for_who_prepares_the_contract(client, atelier, role, status):
    client.force_login(member(role))
    assert client.get(page(atelier)).status_code == status


def test_many_sheets_ask_no_more_than_few(client, atelier, django_assert_max_num_queries):
    for rank in range(9):
        a_fiche(atelier, code=f"B{rank}", titre=f"Action {rank} (essai)")
    client.force_login(atelier.coordonnateur)
    with django_assert_max_num_queries(45):
        client.get(page(atelier))


def test_the_book_tells_the_decisions_still_to_do():
    salle = Salle()
    today = timezone.localdate()
    reunion = held(salle, today - timedelta(days=90))
    decided(salle, reunion, "Ouvrir la permanence (exemple)", quand=today)
    found = {one.titre: one.lignes for one in read_livret(salle.contrat, today)}
    ((which, what), *_) = found["Décisions à suivre et à prendre"]
    assert which.startswith("Décision n° 1 à suivre, pour le")
    assert what == "Ouvrir la permanence (exemple)"
