"""The page of a contract: one next action, what is missing and who brings it, a public reading."""

import re
from datetime import timedelta

import pytest

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.services.cycle import advance
from ancrage.plateforme.contrats.services.equipe import end_coordonnateur
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import (
    MOTIF,
    bring_fact,
    fresh,
    in_state,
    opened,
    provide,
    until,
)
from tests.plateforme.web.contrat.conftest import a_pdf

pytestmark = pytest.mark.django_db


def action(html: str) -> str:
    return html.partition("Votre prochaine action")[2].partition("</div>")[0]


@pytest.mark.parametrize("etat", Etat.values)
def test_the_page_opens_in_each_of_the_twenty_states(equipe, jour, lire, etat):
    contrat = in_state(equipe, etat, jour)
    html = lire(contrat, qui=equipe.siege)
    assert contrat.get_etat_display().capitalize() in html
    assert action(html).strip()


def test_a_visitor_does_not_know_a_contract_before_its_signature(equipe, jour, lire):
    lire(opened(equipe, jour), status=404)


def test_the_public_reads_who_signs_with_a_function_and_nothing_of_the_work(equipe, jour, lire):
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    html = lire(contrat)
    assert "Dominique Essai, maire" in html
    assert "Communauté porteuse" in html
    for private in ("Votre prochaine action", "Échéances", "Doctrine gardée", "demo.example"):
        assert private not in html
    assert str(equipe.personne) not in html


def test_a_partner_reads_the_public_page_of_a_signed_contract(equipe, jour, lire):
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    html = lire(contrat, qui=member(Role.PARTENAIRE))
    assert "Dominique Essai, maire" in html
    assert "Votre prochaine action" not in html


def test_what_is_missing_is_named_with_who_can_bring_it(equipe, jour, lire):
    contrat = until(equipe, Etat.FAISABILITE, jour)
    html = lire(contrat, qui=equipe.siege)
    assert "Il manque 3 éléments" in html
    assert "l’engagement des élus" in html
    assert "ARS, siège ; ARS, délégation départementale ; élu référent" in html


def test_the_next_action_is_first_to_bring_what_one_can_bring(equipe, jour, lire):
    contrat = until(equipe, Etat.FAISABILITE, jour)
    told = action(lire(contrat, qui=equipe.siege))
    assert "À vous d’apporter : l’engagement des élus" in told
    assert f"/contrats/{contrat.slug}/faits/portage_politique/" in told


def test_the_next_action_is_the_act_once_nothing_is_missing(equipe, jour, lire):
    contrat = until(equipe, Etat.FAISABILITE, jour)
    provide(equipe, contrat, "engager_prefiguration", jour)
    told = action(lire(contrat, qui=equipe.siege))
    assert "Engager la préfiguration" in told
    assert f"/contrats/{contrat.slug}/actes/engager_prefiguration/" in told


def test_who_cannot_act_is_told_for_whom_one_waits(equipe, jour, lire):
    contrat = until(equipe, Etat.PREFIGURATION, jour)
    bring_fact(equipe, contrat, "copil_installe", jour)
    told = action(
        lire(contrat, qui=member(Role.COORDONNATEUR, portee=Portee.CONTRAT, code="cls-dessai"))
    )
    assert "Rien ne vous attend" in told
    assert "l’affectation d’un coordonnateur (ARS, siège ; ARS, délégation départementale)" in told
    assert "href" not in told


def test_a_vacancy_comes_before_a_distant_evaluation(equipe, jour, lire):
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    poste = contrat.coordonnateurs.get()
    end_coordonnateur(acteur=equipe.siege, poste=poste, fin=jour, motif="mutation")
    html = lire(contrat, qui=equipe.siege)
    assert "Le poste de coordination est vacant" in action(html)
    assert "À régler" in html


def test_a_late_duty_comes_before_an_evaluation_that_nothing_holds_back(equipe, jour, lire):
    quiet = until(equipe, Etat.EN_OEUVRE, jour)
    told = action(lire(quiet, qui=equipe.siege))
    assert "Rien ne presse" in told
    assert "Prochaine échéance : tenir la conférence locale" in told
    late = until(equipe, Etat.EN_OEUVRE, jour - timedelta(days=300), nom="CLS d'essai en retard")
    told = action(lire(late, qui=equipe.siege))
    assert "En retard : tenir la conférence locale" in told
    assert "actes/" not in told


def test_the_duties_frozen_at_entry_are_shown_and_the_late_ones_marked(equipe, jour, lire):
    contrat = opened(equipe, jour.replace(year=jour.year - 2))
    html = lire(contrat, qui=equipe.siege)
    due = contrat.echeances.get()
    assert "en retard" in html
    assert "Répondre à la sollicitation" in html
    assert str(due.date.year) in html.partition("h-echeances")[2]


def test_the_local_conference_is_lifted_by_hand(equipe, jour, lire, client):
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    due = contrat.echeances.get(code="conference_locale")
    assert "C’est fait" in lire(contrat, qui=equipe.siege)
    answer = client.post(f"/contrats/{contrat.slug}/echeances/{due.identifiant}/lever/")
    assert answer.status_code == 302
    due.refresh_from_db()
    assert due.faite_le is not None


def test_the_following_contract_is_shown_to_those_who_may_open_it(equipe, jour, lire):
    first = in_state(equipe, "termine", jour)
    following = first.suivants.get()
    assert following.nom in lire(first, qui=equipe.siege)
    assert following.nom not in lire(first, qui=member(Role.PARTENAIRE))


def test_stopping_and_pausing_are_offered_beside_the_forward_act(equipe, jour, lire):
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    others = lire(contrat, qui=equipe.siege).partition("h-autres")[2]
    assert "Suspendre" in others
    assert "Ne pas reconduire" in others
    advance(acteur=equipe.siege, contrat=contrat, acte="suspendre", expected=contrat.version,
            motif=MOTIF)  # fmt: skip
    assert "Relancer" in action(lire(fresh(contrat), qui=equipe.siege))


def test_a_file_of_the_contract_is_given_to_those_who_work_on_it_alone(
    equipe, jour, lire, envoyer, client
):
    contrat = until(equipe, Etat.FAISABILITE, jour)
    sent = {"fichier": a_pdf("lettre.pdf"), "date_document": jour.isoformat()}
    assert envoyer(contrat, "faits/portage_politique/", equipe.siege, **sent).status_code == 302
    held = contrat.attestations.get(fait="portage_politique").fichier
    address = f"/contrats/{contrat.slug}/pieces/{held.identifiant}/"
    answer = client.get(address)
    assert answer.content.startswith(b"%PDF")
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/octet-stream"
    autre = opened(equipe, jour, nom="Autre CLS d'essai")
    assert client.get(f"/contrats/{autre.slug}/pieces/{held.identifiant}/").status_code == 404
    client.force_login(member(Role.PARTENAIRE, portee=Portee.REGION, code="24"))
    assert client.get(address).status_code == 404


# --- the tabs


def current_tab(html: str) -> list[str]:
    return re.findall(r'aria-current="page"[^>]*>([^<]+)</a>', html.partition("ui-onglets")[2])


def test_many_tabs_leave_the_rarer_ones_under_a_menu(equipe, jour, lire):
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    html = (
        lire(contrat, "avenants/", equipe.siege).partition("ui-onglets")[2].partition("</nav>")[0]
    )
    seen, menu = html.split("<details")
    assert "Programme" in seen and "Avenants" not in seen
    assert "Avenants" in menu.partition("</summary>")[0]  # the one that is open names the menu
    assert all(f">{one}</a>" in menu for one in ("Avenants", "Documents", "Passation"))
    assert current_tab(lire(contrat, "avenants/")) == ["Avenants"]


def test_the_few_tabs_of_a_visitor_stay_in_sight(equipe, jour, lire):
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    html = lire(contrat, "avenants/").partition("ui-onglets")[2].partition("</nav>")[0]
    assert "Avenants" in html and "<details" not in html


def test_a_page_under_a_tab_lights_it(equipe, jour, lire):
    contrat = opened(equipe, jour)
    assert current_tab(lire(contrat, "signataires/ajouter/", equipe.siege)) == ["Parties"]
    assert current_tab(lire(contrat, "equipe/poste/", equipe.siege)) == ["Équipe"]
    assert current_tab(lire(contrat, "", equipe.siege)) == ["Contrat"]
