"""The queue of the ARS: what waits for it, the oldest first, filtered by the address."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats import faits
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.propres import PROPRES
from ancrage.plateforme.contrats.services.attestations import derogate
from ancrage.plateforme.contrats.services.avis import ask_opinion
from ancrage.plateforme.diagnostics.services.avis import ask_opinions, give_opinion
from ancrage.plateforme.doctrine.services.chargement import load_doctrine
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import Equipe, bring_fact, fresh, in_state, taken_over
from tests.plateforme.diagnostics.factories import Equipe as Observatoire
from tests.plateforme.diagnostics.factories import signed
from tests.plateforme.faisabilite.factories import Service, make_note
from tests.plateforme.html_valide import faults
from tests.plateforme.territoires.factories import make_perimetre

pytestmark = pytest.mark.django_db
PAGE = "/file-ars/"


@pytest.fixture
def equipe():
    return Equipe()


def read(client, **query):
    html = client.get(PAGE, query).content.decode()
    assert faults(html) == []
    return html.split("<main")[1].replace("\N{NO-BREAK SPACE}", " ")


def contract(equipe, etat, days, nom, communes=("45234",)):
    return taken_over(
        equipe, etat, timezone.localdate() - timedelta(days=days), nom=nom,
        perimetre=make_perimetre(communes=communes),
    )  # fmt: skip


@pytest.fixture
def siege(client):
    client.force_login(member(Role.ARS_SIEGE))


def test_the_oldest_comes_first_and_what_waits_for_others_is_left_out(client, equipe, siege):
    contract(equipe, Etat.FAISABILITE, 20, "CLS récent")
    contract(equipe, Etat.PREFIGURATION, 90, "CLS ancien")
    contract(equipe, Etat.ATELIERS, 200, "CLS aux ateliers")
    html = read(client)
    assert html.index("CLS ancien") < html.index("CLS récent")
    assert "Valider la commande du diagnostic" in html
    assert ">90<" in html
    assert "CLS aux ateliers" not in html


def test_an_ended_term_waits_from_the_day_after(client, equipe, siege):
    in_state(equipe, Etat.ECHU, timezone.localdate())
    assert "terme dépassé" in read(client)


def test_a_validation_waits_for_an_opinion_until_it_is_given(client, equipe, siege):
    contrat = contract(equipe, Etat.VALIDATION, 10, "CLS à valider")
    assert "Donner l’avis de conformité" in read(client)
    bring_fact(equipe, fresh(contrat), "avis_ars", timezone.localdate())
    html = read(client)
    assert "Donner l’avis de conformité" not in html
    assert "Réunir les actes et signer" in html


def test_too_many_priorities_wait_for_a_reason_until_it_is_accepted(
    client, equipe, siege, monkeypatch
):
    monkeypatch.setattr(faits, "_fournisseurs", {one.__name__: one for one in PROPRES})
    contrat = contract(equipe, Etat.REDACTION, 10, "CLS ambitieux")
    assert "CLS ambitieux" not in read(client), "without a number there is nothing to lift"
    bring_fact(equipe, contrat, "priorites_retenues", timezone.localdate(), priorites=9)
    assert "Accorder ou refuser une dérogation" in read(client)
    derogate(acteur=equipe.siege, contrat=fresh(contrat), fait="priorites_en_nombre",
             motif="Deux territoires réunis (essai).")  # fmt: skip
    assert "Accorder ou refuser une dérogation" not in read(client)


def test_the_address_filters_by_kind_and_departement(client, equipe, siege):
    contract(equipe, Etat.FAISABILITE, 20, "CLS du Loiret")
    contract(equipe, Etat.PREFIGURATION, 30, "CLS du Loir-et-Cher", communes=("41018",))
    html = read(client, departement="41")
    assert "CLS du Loir-et-Cher" in html and "CLS du Loiret" not in html
    html = read(client, genre="faisabilite")
    assert "CLS du Loiret" in html and "CLS du Loir-et-Cher" not in html
    assert "Aucun dossier avec ces filtres" in read(client, genre="faisabilite", departement="41")
    assert "CLS du Loiret" in read(client, genre="n’importe", departement="zz")


def test_a_delegation_reads_its_departement_alone(client, equipe):
    contract(equipe, Etat.FAISABILITE, 20, "CLS du Loiret")
    contract(equipe, Etat.FAISABILITE, 20, "CLS du Loir-et-Cher", communes=("41018",))
    client.force_login(member(Role.DD_ARS, code="45"))
    html = read(client)
    assert "CLS du Loiret" in html and "CLS du Loir-et-Cher" not in html


@pytest.mark.parametrize("role", [Role.COORDONNATEUR, Role.ELU, Role.ORS])
def test_the_queue_is_that_of_the_ars(client, role):
    client.force_login(member(role))
    assert client.get(PAGE).status_code == 403


def test_an_empty_queue_says_what_would_come(client, siege):
    assert "Rien n’attend l’ARS" in read(client)


def test_many_contracts_ask_no_more_than_one(client, equipe, siege, django_assert_max_num_queries):
    for rank in range(12):
        contract(equipe, Etat.FAISABILITE, rank, f"CLS {rank}")
    with django_assert_max_num_queries(13):
        assert "CLS 11" in read(client)


def test_what_is_asked_on_notes_and_proofs_waits_too(client):
    load_doctrine("24")
    make_note(Service())
    observatoire = Observatoire()
    diagnostic = signed(observatoire)
    ask_opinions(
        acteur=observatoire.redactrice, diagnostic=diagnostic,
        limite=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    delegation = member(Role.DD_ARS, code="45")
    client.force_login(delegation)
    html = read(client, genre="avis")
    assert "Donner l’avis de la délégation sur la faisabilité" in html
    assert "Donner un avis sur l’épreuve du diagnostic" in html
    give_opinion(acteur=delegation, diagnostic=diagnostic, sens="favorable", texte="",
                 expected=0)  # fmt: skip
    assert "épreuve du diagnostic" not in read(client)


def test_an_opinion_asked_waits_from_its_day_then_its_reserves(client, equipe, siege):
    contrat = contract(equipe, Etat.REDACTION, 30, "CLS en rédaction")
    assert "CLS en rédaction" not in read(client)
    ask_opinion(acteur=equipe.siege, contrat=fresh(contrat))
    html = read(client)
    assert "Donner l’avis de conformité" in html
    assert reverse("signature:avis", args=[contrat.slug, "ars"]) in html
