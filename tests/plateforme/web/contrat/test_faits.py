"""A fact is attested by a dated file and shown as attested; a derogation bears its reason."""

from datetime import timedelta

import pytest

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.faits import FAITS
from ancrage.plateforme.fichiers.models import Fichier
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import bring_fact, fresh, opened, taken_over, until
from tests.plateforme.web.contrat.conftest import a_pdf, plain

pytestmark = pytest.mark.django_db
PAGE = "faits/portage_politique/"


@pytest.mark.parametrize("fait", FAITS)
def test_every_fact_has_a_page_that_says_who_brings_it_and_what_for(equipe, jour, lire, fait):
    html = lire(until(equipe, Etat.FAISABILITE, jour), f"faits/{fait}/", equipe.siege)
    assert "Peut l’apporter" in html
    assert "Demandé pour" in html


def test_an_unknown_fact_has_none(equipe, jour, lire):
    lire(opened(equipe, jour), "faits/rien/", equipe.siege, status=404)


def test_a_dated_file_attests_a_fact_and_is_shown_as_such(equipe, jour, lire, envoyer):
    contrat = until(equipe, Etat.FAISABILITE, jour)
    assert "manque" in lire(contrat, PAGE, equipe.siege)
    answer = envoyer(contrat, PAGE, equipe.siege, fichier=a_pdf("lettre.pdf"),
                     date_document=jour.isoformat(), note="lettre du maire")  # fmt: skip
    assert answer.status_code == 302
    html = lire(contrat, PAGE, equipe.siege)
    assert "attesté par un document" in html
    assert "lettre.pdf" in html
    assert str(equipe.siege) in html
    assert "attesté par un document" in lire(contrat, qui=equipe.siege)


def test_no_file_no_attestation(equipe, jour, envoyer):
    contrat = until(equipe, Etat.FAISABILITE, jour)
    for bad in ({}, {"fichier": a_pdf(), "date_document": "2099-01-01"}):
        answer = envoyer(contrat, PAGE, equipe.siege, **bad)
        assert answer.status_code == 422
    assert not contrat.attestations.filter(fait="portage_politique").exists()
    assert not Fichier.objects.filter(nom="piece.pdf", taille__gt=1).exists()  # undone together


def test_a_count_is_asked_where_the_fact_counts(equipe, jour, lire, envoyer):
    contrat = taken_over(equipe, Etat.PRIORISATION, jour)
    page, sent = "faits/priorites_retenues/", {"date_document": jour.isoformat()}
    assert envoyer(contrat, page, equipe.siege, fichier=a_pdf(), **sent).status_code == 422
    done = envoyer(contrat, page, equipe.siege, fichier=a_pdf(), nombre=4, **sent)
    assert done.status_code == 302
    assert contrat.attestations.get().nombre == 4


def test_who_cannot_bring_a_fact_reads_who_can(equipe, jour, lire, envoyer):
    contrat = until(equipe, Etat.FAISABILITE, jour)
    coordonnateur = member(Role.COORDONNATEUR, portee=Portee.CONTRAT, code=contrat.slug)
    html = lire(contrat, "faits/ingenierie_financee/", coordonnateur)
    assert "Vos rôles ne permettent pas d’attester ce fait" in html
    sent = {"fichier": a_pdf(), "date_document": jour.isoformat()}
    page = "faits/ingenierie_financee/"
    assert envoyer(contrat, page, coordonnateur, **sent).status_code == 403


def test_what_the_contract_knows_is_never_attested(equipe, jour, lire, envoyer):
    contrat = until(equipe, Etat.FAISABILITE, jour)
    html = lire(contrat, "faits/porteur_competent/", equipe.siege)
    assert "Le site constate ce fait lui-même" in html
    assert f"/contrats/{contrat.slug}/parties/" in html
    sent = {"fichier": a_pdf(), "date_document": jour.isoformat()}
    assert envoyer(contrat, "faits/porteur_competent/", equipe.siege, **sent).status_code == 403


def test_an_attestation_is_withdrawn_with_a_reason_and_stays_readable(equipe, jour, lire, envoyer):
    contrat = until(equipe, Etat.FAISABILITE, jour)
    bring_fact(equipe, contrat, "portage_politique", jour)
    given = contrat.attestations.get(fait="portage_politique")
    page = f"attestations/{given.identifiant}/retirer/"
    assert envoyer(contrat, page, equipe.siege).status_code == 422
    assert envoyer(contrat, page, equipe.siege, motif="mauvais document").status_code == 302
    html = lire(contrat, PAGE, equipe.siege)
    assert "mauvais document" in html
    assert "attesté par un document" not in html
    assert "À vous d’apporter" in lire(contrat, qui=equipe.siege)


def test_six_priorities_wait_for_a_reason_then_pass(equipe, jour, lire, envoyer):
    contrat = taken_over(equipe, Etat.REDACTION, jour)
    bring_fact(equipe, contrat, "avis_cotech", jour)
    bring_fact(equipe, contrat, "priorites_retenues", jour, priorites=6)
    sent = {"version": fresh(contrat).version, "on": (jour + timedelta(days=1)).isoformat()}
    blocked = envoyer(contrat, "actes/soumettre_validation/", equipe.siege, **sent)
    assert "6 priorités retenues ; la région en attend 3 à 5" in plain(blocked)
    page = "faits/priorites_en_nombre/"
    assert "Accorder une dérogation motivée" in lire(contrat, page, equipe.siege)
    assert envoyer(contrat, f"{page}derogation/", equipe.siege, motif=" ").status_code == 422
    done = envoyer(contrat, f"{page}derogation/", equipe.siege, motif="Deux actions structurantes")
    assert done.status_code == 302
    html = lire(contrat, "actes/soumettre_validation/", equipe.siege)
    assert "dérogation motivée" in html
    assert "Deux actions structurantes" in html
    today = {**sent, "on": contrat.derogations.get().le.isoformat()}
    passed = envoyer(contrat, "actes/soumettre_validation/", equipe.siege, **today)
    assert passed.status_code == 302
    assert fresh(contrat).etat == Etat.VALIDATION


def test_a_derogation_belongs_to_the_ars_and_to_a_rule_that_lets_it(equipe, jour, lire):
    contrat = taken_over(equipe, Etat.REDACTION, jour)
    coordonnateur = member(Role.COORDONNATEUR, portee=Portee.CONTRAT, code=contrat.slug)
    lire(contrat, "faits/priorites_en_nombre/derogation/", coordonnateur, status=403)
    lire(contrat, "faits/avis_cotech/derogation/", equipe.siege, status=404)
