"""The acts through their pages: who may, what is asked, what follows; guards: test_gardes."""

from datetime import timedelta

import pytest

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.etats import ACTES, Etat
from ancrage.plateforme.contrats.faits import FAITS
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import (
    bring_fact,
    fresh,
    in_state,
    opened,
    provide,
    taken_over,
    until,
)
from tests.plateforme.web.contrat.conftest import plain

pytestmark = pytest.mark.django_db
ORDINAIRES = [
    nom for nom, acte in ACTES.items() if acte.de and acte.roles and nom not in ("proroger",)
]
MOTIF = {"code": "portage_politique", "motif": "Le portage s’est retiré (essai)."}


def send(envoyer, equipe, contrat, acte, qui=None, **data):
    who = qui or equipe.who(ACTES[acte].roles)
    sent = {"version": contrat.version, "on": data.pop("on", None)}
    known = {**sent, **(MOTIF if ACTES[acte].motive else {}), **data}
    if acte == "renouveler":
        known.setdefault("nom", "CLS suivant")
    return envoyer(contrat, f"actes/{acte}/", who, **known)


@pytest.mark.parametrize(("acte", "etat"), [
    (nom, str(etat)) for nom in ORDINAIRES for etat in ACTES[nom].de
])  # fmt: skip
def test_an_act_whose_guards_are_met_moves_the_contract(equipe, jour, envoyer, acte, etat):
    if acte in ("poursuivre", "mettre_en_oeuvre"):
        pytest.skip("their guards are dates: tests/plateforme/contrats/test_vie.py")
    contrat = in_state(equipe, etat, jour)
    if acte in ("soumettre_validation", "signer"):
        bring_fact(equipe, contrat, "priorites_retenues", jour)
    provide(equipe, contrat, acte, jour)
    contrat = fresh(contrat)
    answer = send(envoyer, equipe, contrat, acte, on=jour.isoformat())
    assert answer.status_code == 302, plain(answer)
    assert fresh(contrat).etat == ACTES[acte].vers[0]


def test_the_signature_names_everything_that_is_missing_at_once(equipe, jour, envoyer):
    contrat = until(equipe, Etat.VALIDATION, jour)
    html = plain(send(envoyer, equipe, contrat, "signer", on=jour.isoformat()))
    for fait in ("avis_ars", "articles_complets", "duree_ecrite"):
        assert FAITS[fait].manque.partition(" (")[0] in html
    assert "parmi les signataires" in html
    assert "règle R3, version" in html


def test_the_page_of_an_act_shows_what_is_met_and_what_is_not(equipe, jour, lire):
    contrat = until(equipe, Etat.FAISABILITE, jour)
    bring_fact(equipe, contrat, "portage_politique", jour)
    html = lire(contrat, "actes/engager_prefiguration/", equipe.siege)
    assert "attesté par un document" in html
    assert "Cet acte attend encore 2 éléments" in html


def test_stopping_asks_for_a_coded_reason(equipe, jour, envoyer):
    contrat = opened(equipe, jour)
    bare = envoyer(contrat, "actes/abandonner/", equipe.siege, version=contrat.version,
                   on=jour.isoformat())  # fmt: skip
    assert bare.status_code == 422
    assert fresh(contrat).etat == Etat.SOLLICITATION
    assert send(envoyer, equipe, contrat, "abandonner", on=jour.isoformat()).status_code == 302
    row = contrat.transitions.get(acte="abandonner")
    assert (row.motif_code, row.motif) == tuple(MOTIF.values())


def test_a_role_that_does_not_act_is_refused_with_who_does(equipe, jour, lire, envoyer):
    contrat = until(equipe, Etat.VALIDATION, jour)
    coordonnateur = member(Role.COORDONNATEUR, portee=Portee.CONTRAT, code=contrat.slug)
    html = lire(contrat, "actes/signer/", coordonnateur, status=403)
    assert "Vos rôles ne permettent pas de signer le contrat (ARS, siège)" in html
    refused = send(envoyer, equipe, contrat, "signer", qui=coordonnateur, on=jour.isoformat())
    assert refused.status_code == 403


def test_an_act_of_another_state_says_where_the_contract_is(equipe, jour, lire):
    html = lire(opened(equipe, jour), "actes/signer/", equipe.siege)
    assert "Le contrat est à l’état « sollicitation »" in html
    assert "<form method" not in html.partition("<main")[2]


def test_extending_goes_through_an_amendment(equipe, jour, lire):
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    html = lire(contrat, "actes/proroger/", equipe.siege)
    assert "par un avenant qui reporte le terme" in html


@pytest.mark.parametrize("nom", ["terminer", "constater_echeance", "ouvrir", "rien"])
def test_what_no_person_does_has_no_page(equipe, jour, lire, nom):
    lire(opened(equipe, jour), f"actes/{nom}/", equipe.siege, status=404)


def test_a_stale_page_does_not_act_twice(equipe, jour, envoyer):
    contrat = opened(equipe, jour)
    bring_fact(equipe, contrat, "territoire_eligible", jour)
    stale = fresh(contrat).version - 1
    answer = send(envoyer, equipe, contrat, "ouvrir_faisabilite", version=stale,
                  on=jour.isoformat())  # fmt: skip
    assert answer.status_code in (409, 422)
    assert fresh(contrat).etat == Etat.SOLLICITATION


def test_an_act_is_not_dated_after_today_nor_before_the_last(equipe, jour, envoyer):
    contrat = until(equipe, Etat.FAISABILITE, jour)
    provide(equipe, contrat, "engager_prefiguration", jour)
    contrat = fresh(contrat)
    for day in (jour - timedelta(days=5), jour + timedelta(days=900)):
        answer = send(envoyer, equipe, contrat, "engager_prefiguration", on=day.isoformat())
        assert answer.status_code == 422
    assert fresh(contrat).etat == Etat.FAISABILITE


def test_renewing_leads_to_the_contract_that_follows(equipe, jour, envoyer):
    contrat = taken_over(equipe, Etat.EVALUATION, jour)
    provide(equipe, contrat, "renouveler", jour)
    answer = send(envoyer, equipe, fresh(contrat), "renouveler", on=jour.isoformat(),
                  nom="CLS d'essai, deuxième génération")  # fmt: skip
    following = contrat.suivants.get()
    assert answer["Location"] == f"/contrats/{following.slug}/"
    assert following.generation == contrat.generation + 1
