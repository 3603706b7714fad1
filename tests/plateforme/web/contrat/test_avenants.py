"""Amendments by their pages: prepared, read as differences, through their circuit, signed."""

from datetime import timedelta

import pytest

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.services.avenants import parties_of
from ancrage.plateforme.contrats.services.communes import declare_departure
from ancrage.plateforme.contrats.services.parties import (
    record_accord,
    record_deliberation,
    record_signature,
)
from tests.plateforme.comptes.factories import OrganisationFactory, member
from tests.plateforme.contrats.factories import a_vote, freeze, fresh, opened, until
from tests.plateforme.web.contrat.conftest import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def contrat(equipe, jour):
    return until(equipe, Etat.EN_OEUVRE, jour)


def prepared(envoyer, equipe, contrat, jour, **changes):
    sent = {"objet": "Prorogation", "motif": "Le temps d’évaluer (essai).",
            "date_effet": jour.isoformat(),
            "date_fin": (contrat.date_fin + timedelta(days=365)).isoformat()}  # fmt: skip
    answer = envoyer(contrat, "avenants/nouveau/", equipe.siege, **sent | changes)
    assert answer.status_code == 302, plain(answer)
    return contrat.avenants.latest("numero")


def sign_all(equipe, avenant, jour):
    for one in parties_of(avenant):
        if one.acte_attendu == "deliberation":
            record_deliberation(acteur=equipe.siege, signataire=one, vote=a_vote(equipe, jour),
                                avenant=avenant)  # fmt: skip
        if one.acte_attendu == "accord":
            record_accord(acteur=equipe.siege, signataire=one, date_accord=jour, auteur="A",
                          fonction="B", fichier=equipe.fichier, avenant=avenant)  # fmt: skip
        record_signature(acteur=equipe.siege, signataire=one, date_signature=jour, avenant=avenant)


def test_extending_waits_for_every_party_then_moves_the_end_and_the_state(
    equipe, jour, contrat, lire, envoyer
):
    assert "Proroger le contrat" in lire(contrat, "avenants/", equipe.siege)
    assert "Prorogation du contrat" in lire(
        contrat, "avenants/nouveau/?prorogation=1", equipe.siege
    )
    avenant, former = prepared(envoyer, equipe, contrat, jour), contrat.date_fin
    page = f"avenants/{avenant.identifiant}/"
    html = lire(contrat, page, equipe.siege)
    assert f"<del>{former.day} " in html
    assert "l’acte ou la signature de 3 parties" in html
    sent = {"version": avenant.version, "on": jour.isoformat()}
    refused = envoyer(contrat, f"{page}signer/", equipe.siege, **sent)
    assert refused.status_code == 422
    assert "Communauté porteuse (aucune délibération, la signature)" in plain(refused)
    sign_all(equipe, avenant, jour)
    assert "Il manque encore" not in lire(contrat, page, equipe.siege)
    assert envoyer(contrat, f"{page}signer/", equipe.siege, **sent).status_code == 302
    found = fresh(contrat)
    assert (found.etat, found.date_fin) == (Etat.PROROGE, former + timedelta(days=365))
    assert f"<del>{former.day} " in lire(contrat, page)  # the public reads what was replaced


def test_an_article_is_read_word_by_word_and_taken_off(equipe, jour, contrat, lire, envoyer):
    avenant = prepared(envoyer, equipe, contrat, jour, date_fin=None)
    page = f"avenants/{avenant.identifiant}/"
    assert "Rien encore" in lire(contrat, page, equipe.siege)
    article = {"article": 5, "avant": "Le COPIL siège une fois par an.",
               "apres": "Le COPIL siège deux fois par an."}  # fmt: skip
    done = envoyer(contrat, f"{page}article/", equipe.siege, version=avenant.version, **article)
    assert done.status_code == 302
    html = lire(contrat, page, equipe.siege)
    assert "<del>une</del>" in html
    assert "<ins>deux</ins>" in html
    shown = lire(contrat, f"{page}article/?article=5", equipe.siege)
    assert "Le COPIL siège une fois par an." in shown
    avenant.refresh_from_db()
    empty = {"article": 5, "avant": "", "apres": " "}
    envoyer(contrat, f"{page}article/", equipe.siege, version=avenant.version, **empty)
    avenant.refresh_from_db()
    assert avenant.articles == []


def test_changing_a_draft_keeps_its_articles(equipe, jour, contrat, envoyer):
    avenant = prepared(envoyer, equipe, contrat, jour)
    page = f"avenants/{avenant.identifiant}/"
    envoyer(contrat, f"{page}article/", equipe.siege, version=avenant.version, article=3,
            avant="a", apres="b")  # fmt: skip
    avenant.refresh_from_db()
    sent = {"version": avenant.version, "objet": "Autre objet", "motif": "Autre",
            "date_effet": jour.isoformat()}  # fmt: skip
    assert envoyer(contrat, f"{page}modifier/", equipe.siege, **sent).status_code == 302
    avenant.refresh_from_db()
    assert (avenant.objet, avenant.date_fin, len(avenant.articles)) == ("Autre objet", None, 1)
    stale = envoyer(contrat, f"{page}modifier/", equipe.siege, **sent | {"motif": "Encore"})
    assert stale.status_code == 409


def test_a_signatory_joins_by_an_amendment(equipe, jour, contrat, lire, envoyer):
    avenant = prepared(envoyer, equipe, contrat, jour)
    caisse = OrganisationFactory(type="cpam", nom="Caisse d'essai")
    sent = {"organisation": caisse.identifiant, "statut": "associe",
            "representant": "Camille Essai", "fonction": "directrice"}  # fmt: skip
    bare = envoyer(contrat, "signataires/ajouter/", equipe.siege, **sent)
    assert "Ce qui est signé change par un avenant" in plain(bare)
    page = f"signataires/ajouter/?avenant={avenant.identifiant}"
    assert envoyer(contrat, page, equipe.siege, **sent).status_code == 302
    html = lire(contrat, f"avenants/{avenant.identifiant}/", equipe.siege)
    assert "Nouveau signataire" in html
    assert "Caisse d’essai" not in lire(contrat).partition("h-signataires")[2]  # not signed yet


@pytest.mark.parametrize("asked", ["rien", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_amendment_opens_no_form(equipe, contrat, lire, asked):
    lire(contrat, f"signataires/ajouter/?avenant={asked}", equipe.siege, status=404)


def test_a_draft_is_not_public_and_is_given_up_with_a_reason(
    equipe, jour, contrat, lire, envoyer, client
):
    avenant = prepared(envoyer, equipe, contrat, jour)
    page = f"avenants/{avenant.identifiant}/"
    client.logout()
    lire(contrat, page, status=404)
    assert "Aucun avenant" in lire(contrat, "avenants/")
    sent = {"version": avenant.version}
    assert envoyer(contrat, f"{page}abandonner/", equipe.siege, **sent).status_code == 422
    done = envoyer(contrat, f"{page}abandonner/", equipe.siege, **sent, motif="Plus d’objet")
    assert done.status_code == 302
    html = lire(contrat, page, equipe.siege)
    assert "abandonné le" in html
    assert "Signer l’avenant" not in html


def test_a_list_not_frozen_holds_the_signature_back(equipe, jour, contrat, lire, envoyer):
    avenant = declare_departure(acteur=equipe.siege, contrat=contrat, communes=["45146"],
                                motif="départ (essai)", on=jour)  # fmt: skip
    page = f"avenants/{avenant.identifiant}/"
    assert "à figer avant la signature" in lire(contrat, page, equipe.siege)
    sign_all(equipe, avenant, jour)
    sent = {"version": avenant.version, "on": jour.isoformat()}
    refused = envoyer(contrat, f"{page}signer/", equipe.siege, **sent)
    assert "le périmètre, à figer" in plain(refused)
    freeze(avenant.perimetre)
    assert envoyer(contrat, f"{page}signer/", equipe.siege, **sent).status_code == 302
    assert fresh(contrat).perimetre.codes == ["45234"]


def test_the_coordinator_prepares_and_the_ars_signs(equipe, jour, contrat, lire, envoyer):
    avenant = prepared(envoyer, equipe, contrat, jour)
    coordonnateur = member(Role.COORDONNATEUR, portee=Portee.CONTRAT, code=contrat.slug)
    page = f"avenants/{avenant.identifiant}/"
    html = lire(contrat, page, coordonnateur)
    assert "Modifier l’avenant" in html
    assert "Signer l’avenant" not in html
    lire(contrat, f"{page}signer/", coordonnateur, status=403)


def test_what_is_not_in_force_is_not_amended(equipe, jour, envoyer):
    contrat = opened(equipe, jour)
    sent = {"objet": "x", "motif": "y", "date_effet": jour.isoformat()}
    answer = envoyer(contrat, "avenants/nouveau/", equipe.siege, **sent)
    assert "Un avenant modifie un contrat en vigueur" in plain(answer)
