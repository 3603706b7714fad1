"""A form refused, sent twice, or stale: nothing is lost, nothing is done twice."""

import re

import pytest
from django.core.cache import cache

from ancrage.plateforme.web.socle.fusion import mark
from ancrage.plateforme.web.socle.jetons import PATIENCE, once_only
from tests.plateforme.comptes.factories import UtilisateurFactory
from tests.plateforme.html_valide import faults
from tests.plateforme.web.socle.urls_essai import fiche

URL = "/essai/fiche/"
VALID = {"version": "3", "objectif": "Ouvrir deux lieux.", "niveau": "region", "parties": ["offre"]}


def token_of(response) -> str:
    return re.search(r'name="jeton" value="(\w+)"', response.content.decode())[1]


def hidden(response) -> dict[str, list[str]]:
    """Return the hidden fields of a page, as a browser would send them."""
    html = response.content.decode()
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html):
        sent.setdefault(name, []).append(value)
    return sent


# --- refused


def test_errors_are_listed_with_links_to_their_fields(membre):
    response = membre.post(URL, {"version": "3", "objectif": "", "niveau": "region"})
    html = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#id_objectif">Objectif : Ce champ est obligatoire.</a>' in html
    assert 'aria-describedby="id_objectif_error"' in html and 'aria-invalid="true"' in html
    assert faults(html) == []


def test_a_refusal_of_the_domain_is_said_at_its_field_and_the_text_stays(membre):
    response = membre.post(URL, {**VALID, "objectif": "interdit"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Ce mot n’est pas admis. Écrivez-en un autre." in html
    assert 'value="interdit"' in html


def test_help_comes_before_the_field_and_optional_is_said(membre):
    html = membre.get(URL).content.decode()
    assert re.search(r"Parties <span[^>]*>\(facultatif\)", html)
    assert "Objectif <span" not in html


# --- sent twice


def test_a_double_send_acts_once_and_shows_the_first_result(membre):
    data = {**VALID, "jeton": token_of(membre.get(URL))}
    first = membre.post(URL, data)
    second = membre.post(URL, data, follow=True)
    assert first["Location"] == "/accessibilite/"
    assert second.redirect_chain == [("/accessibilite/", 302)]
    assert "Vous aviez déjà envoyé ce formulaire" in second.content.decode()
    assert len(fiche.actes) == 1


def test_a_refused_form_may_be_sent_again_with_the_same_token(membre):
    data = {**VALID, "jeton": token_of(membre.get(URL))}
    assert membre.post(URL, {**data, "objectif": ""}).status_code == 422
    assert membre.post(URL, data).status_code == 302
    assert len(fiche.actes) == 1


def test_two_forms_are_two_acts(membre):
    membre.post(URL, {**VALID, "jeton": token_of(membre.get(URL))})
    fiche.version = 3
    membre.post(URL, {**VALID, "jeton": token_of(membre.get(URL))})
    assert len(fiche.actes) == 2


def test_the_token_of_another_person_opens_nothing(membre):
    data = {**VALID, "jeton": token_of(membre.get(URL))}
    membre.post(URL, data)
    fiche.version = 3
    membre.force_login(UtilisateurFactory())
    membre.post(URL, data)
    assert len(fiche.actes) == 2


def test_a_send_while_the_first_runs_is_told_to_wait(membre, rf):
    answers = []

    @once_only
    def view(request):
        answers.append(view(request))  # the second send arrives before the first ends
        raise ZeroDivisionError

    request = rf.post("/x/", {"jeton": "abc"})
    request.user, request.session, request.COOKIES = UtilisateurFactory(), membre.session, {}
    with pytest.raises(ZeroDivisionError):
        view(request)
    assert answers[0].status_code == 409
    assert PATIENCE.titre in answers[0].content.decode()
    assert not [key for key in cache._cache if "jeton" in key]  # a bug frees the token


# --- stale


def test_a_stale_form_offers_both_texts_and_overwrites_nothing(membre):
    response = membre.post(URL, {**VALID, "version": "2", "niveau": "departement", "parties": []})
    html = response.content.decode()
    assert response.status_code == 409
    for text in ("Ouvrir deux lieux.", "Réduire le renoncement", "le département", "la région"):
        assert text in html
    assert "offre de soins" in html and "(vide)" in html
    assert fiche.actes == []
    assert faults(html) == []


def test_the_choice_is_saved_field_by_field(membre):
    stale = membre.post(URL, {**VALID, "version": "2", "niveau": "departement", "parties": []})
    choice = {"choix-objectif": "mien", "choix-niveau": "actuel", "choix-parties": "actuel"}
    assert membre.post(URL, {**hidden(stale), **choice}).status_code == 302
    assert fiche.actes == [
        {
            "version": 3,
            "objectif": "Ouvrir deux lieux.",
            "niveau": "region",
            "parties": ["offre"],
        }
    ]


def test_a_form_stale_again_during_the_choice_offers_it_again(membre):
    stale = membre.post(URL, {**VALID, "version": "2"})
    fiche.version, fiche.objectif = 4, "Troisième texte."
    again = membre.post(URL, {**hidden(stale), "choix-objectif": "mien"})
    assert again.status_code == 409
    html = again.content.decode()
    assert "Troisième texte." in html and "Ouvrir deux lieux." in html
    assert html.count('name="actuel-objectif"') == 1


def test_same_texts_need_only_a_confirmation(membre):
    same = {"version": "2", "objectif": fiche.objectif, "niveau": "region", "parties": ["offre"]}
    response = membre.post(URL, same)
    assert "disent la même chose" in response.content.decode()
    assert membre.post(URL, hidden(response)).status_code == 302


def test_a_merge_marks_what_differs_word_by_word():
    assert mark("Le taux de 2019 baisse", "Le taux de 2020 baisse") == [
        (False, "Le taux de "), (True, "2019"), (False, " baisse"),
    ]  # fmt: skip
    assert mark("même", "même") == [(False, "même")]
    assert mark("", "x") == []
