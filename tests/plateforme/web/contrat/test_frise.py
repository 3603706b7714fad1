"""The timeline: what was done, by whom, on which documents; what comes; what the public reads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.services.cycle import advance
from tests.plateforme.contrats.factories import MOTIF, fresh, in_state, taken_over, until

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("etat", Etat.values)
def test_the_line_opens_in_each_state(equipe, jour, lire, etat):
    html = lire(in_state(equipe, etat, jour), "frise/", equipe.siege)
    assert "Ce qui s’est passé" in html


def test_a_step_says_who_by_role_on_which_document_and_under_which_doctrine(equipe, jour, lire):
    contrat = until(equipe, Etat.PREFIGURATION, jour)
    html = lire(contrat, "frise/", equipe.siege)
    step = html.partition("<strong>Préfiguration</strong>")[2].partition("</li>\n<li")[0]
    assert f"Engager la préfiguration : {equipe.siege} (ARS, siège)" in step
    assert "piece.pdf" in step
    assert "attesté par un document" in step
    assert f"version {contrat.transitions.last().doctrine.numero}" in step


def test_what_comes_is_told_in_order_with_who_and_what_it_asks(equipe, jour, lire):
    contrat = until(equipe, Etat.VALIDATION, jour)
    coming = lire(contrat, "frise/", equipe.siege).partition("Ce qui vient")[2]
    order = [coming.index(f"<strong>{words}") for words in (
        "Signer le contrat", "Mettre en œuvre", "Ouvrir l’évaluation", "Renouveler", "Terminer",
    )]  # fmt: skip
    assert order == sorted(order)
    assert "L’ARS a rendu son avis de conformité" in coming
    assert "Réunir les actes et signer, pour le" in coming


def test_a_finished_life_announces_nothing(equipe, jour, lire):
    contrat = in_state(equipe, Etat.ABANDONNE, jour)
    html = lire(contrat, "frise/", equipe.siege)
    assert "Portage politique insuffisant" in html
    assert "Étapes suivantes" not in html
    assert "Cette vie est finie" in html


def test_the_public_line_starts_at_the_signature_and_names_nobody(equipe, jour, lire):
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    advance(acteur=equipe.siege, contrat=contrat, acte="suspendre", expected=contrat.version,
            motif=MOTIF)  # fmt: skip
    html = lire(fresh(contrat), "frise/")
    assert "Signer le contrat" in html
    for private in ("Engager la préfiguration", str(equipe.siege), MOTIF.texte, "piece.pdf"):
        assert private not in html


def test_a_contract_taken_over_shows_its_signature_to_the_public(equipe, jour, lire):
    contrat = taken_over(equipe, Etat.EN_OEUVRE, jour)
    assert "Signature du contrat" in lire(contrat, "frise/")


def test_the_line_costs_the_same_queries_whatever_its_length(equipe, jour, lire):
    def cost(contrat) -> int:
        with CaptureQueriesContext(connection) as seen:
            lire(contrat, "frise/")
        return len(seen)

    short = until(equipe, Etat.FAISABILITE, jour)
    lire(short, "frise/", equipe.siege)
    assert cost(short) == cost(until(equipe, Etat.VALIDATION, jour, nom="Autre CLS d'essai"))
