"""The pages of a préfiguration: what they show, what they refuse, how many queries they cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.horloge import at
from ancrage.plateforme.prefiguration.models import Copilote, LettreEngagement
from ancrage.plateforme.prefiguration.services.accompagnement import propose_plan
from ancrage.plateforme.prefiguration.services.suivi import measure
from tests.plateforme.comptes.factories import OrganisationFactory, member
from tests.plateforme.contrats.factories import taken_over
from tests.plateforme.prefiguration.factories import (
    JOUR,
    Prefig,
    a_copilote,
    agreed,
    an_indicateur,
)
from tests.plateforme.web.contrat.conftest import a_pdf

TYPED = {
    "nom": "Visites (essai)", "calcul": "", "mesure": "Comptées à la main.", "sens": "au_moins",
    "cible": "2,5", "unite": "visites", "frequence": "copil", "qui": "l’équipe",
}  # fmt: skip


@pytest.fixture
def prefig(db, client):
    with at(JOUR):
        found = Prefig()
        client.force_login(found.coordonnateur)
        yield found


def url(name, prefig, *args):
    return reverse(f"prefiguration:{name}", args=[prefig.contrat.slug, *args])


def read(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return re.sub("[\u00a0\u202f]", " ", answer.content.decode())


def send(client, address, **data):
    return client.post(address, {"version": 1, **data})


def test_an_empty_preparation_says_what_to_do_first(client, prefig):
    page = read(client, url("prefiguration", prefig))
    for said in ("Personne ne copilote encore", "Partez du plan proposé", "Aucune lettre signée",
                 "à convenir dès que la négociation s’ouvre"):  # fmt: skip
        assert said in page, said


def test_a_co_lead_is_named_changed_and_ended(client, prefig):
    cpts = OrganisationFactory(type="cpts", nom="CPTS des Rives (essai)")
    values = {"organisation": cpts.pk, "demarche": "cpts", "fonction": "coordination", "role": "",
              "debut": "2026-03-02"}  # fmt: skip
    assert send(client, url("designer", prefig), **values).status_code == 302
    assert "CPTS des Rives (essai), coordination" in read(client, url("prefiguration", prefig))
    one = Copilote.objects.get()
    changed = url("modifier_copilote", prefig, one.identifiant)
    assert send(client, changed, **values | {"role": "interface"}).status_code == 302
    assert send(client, changed, **values | {"role": "autre"}).status_code == 409  # stale
    one.refresh_from_db()
    ended = url("finir_copilote", prefig, one.identifiant)
    assert client.post(ended, {"version": one.version, "fin": "2026-03-01"}).status_code == 422
    assert client.post(ended, {"version": one.version, "fin": "2026-03-02"}).status_code == 302
    with at(JOUR + timedelta(days=1)):
        assert "Anciens copilotes" in read(client, url("prefiguration", prefig))


def test_the_plan_is_proposed_then_edited_in_the_page(client, prefig):
    client.post(url("proposer_plan", prefig))
    page = read(client, url("prefiguration", prefig))
    assert "Lire la note d’enjeux" in page and "Étapes faites : 0 sur 7" in page
    first, second = prefig.contrat.etapes_accompagnement.all()[:2]
    client.post(url("deplacer_etape", prefig, second.identifiant), {"sens": "haut"})
    assert prefig.contrat.etapes_accompagnement.first() == second
    piece = a_pdf("support.pdf")
    done = {"quoi": "Lire (essai)", "pour": "les maires", "par": "la CPTS", "contenu": "",
            "faite_le": "2026-03-02", "prevue_le": "", "fichier": piece}  # fmt: skip
    assert send(client, url("modifier_etape", prefig, first.identifiant), **done).status_code == 302
    page = read(client, url("prefiguration", prefig))
    assert "Étapes faites : 1 sur 7" in page and "support.pdf" in page
    first.refresh_from_db()
    given = client.get(url("piece", prefig, first.fichier.identifiant))
    assert given.content.startswith(b"%PDF")
    client.post(url("retirer_etape", prefig, second.identifiant), {"version": second.version})
    assert prefig.contrat.etapes_accompagnement.count() == 6


def test_a_step_written_badly_keeps_what_was_typed(client, prefig):
    answer = send(client, url("nouvelle_etape", prefig), quoi="Visite (essai)", pour="", par="x")
    assert answer.status_code == 422 and "Visite (essai)" in answer.content.decode()


def test_an_elu_records_the_signed_letter_and_withdraws_it(client, prefig):
    client.force_login(prefig.elu)
    sent = {"fichier": a_pdf("lettre.pdf"),
            "signee_le": "2026-03-01", "signataires": "la présidente (essai)"}  # fmt: skip
    assert send(client, url("enregistrer_lettre", prefig), **sent).status_code == 302
    page = read(client, url("prefiguration", prefig))
    assert "la présidente (essai)" in page and "Elle établit le portage politique" in page
    letter = LettreEngagement.objects.get()
    client.post(url("retirer_lettre", prefig, letter.identifiant), {"motif": "Erreur (essai)."})
    assert "Aucune lettre signée" in read(client, url("prefiguration", prefig))


def test_the_list_is_proposed_written_agreed_measured_and_reopened(client, prefig):
    client.post(url("proposer_suivi", prefig))
    assert send(client, url("nouvel_indicateur", prefig), **TYPED).status_code == 302
    page = read(client, url("suivi", prefig))
    assert "Au moins 2,5 visites" in page and page.count("Compté par Ancrage") == 5
    one = prefig.contrat.indicateurs_suivi.get(nom="Visites (essai)")
    mesured = {"le": "2026-03-01", "valeur": "3", "note": ""}
    assert send(client, url("mesurer", prefig, one.identifiant), **mesured).status_code == 302
    accord = {"organisation": prefig.equipe.porteur.pk, "fonction": "élue", "on": "2026-03-02"}
    assert client.post(url("convenir", prefig, "ars"), accord).status_code == 403
    assert client.post(url("convenir", prefig, "collectivite"), accord).status_code == 302
    page = read(client, url("suivi", prefig))
    assert "3 visites" in page and "cible atteinte" in page and "élue" in page
    assert send(client, url("modifier_indicateur", prefig, one.identifiant), **TYPED
                ).status_code == 422  # fmt: skip
    client.post(url("rouvrir", prefig), {"motif": "Cibles revues (essai)."})
    assert "La liste ne change plus" not in read(client, url("suivi", prefig))


def test_both_agreements_show_on_the_first_page_and_in_the_fact(client, prefig):
    agreed(prefig)
    assert "Convenus" in read(client, url("prefiguration", prefig))
    fait = reverse("contrat:fait", args=[prefig.contrat.slug, "indicateurs_de_suivi"])
    assert "6 indicateurs de suivi, convenus le 02/03/2026" in read(client, fait)


def test_the_region_reads_and_does_not_write(client, prefig):
    propose_plan(acteur=prefig.dd, contrat=prefig.contrat)
    an_indicateur(prefig)
    client.force_login(prefig.equipe.people[Role.ORS])
    for name in ("prefiguration", "suivi"):
        page = read(client, url(name, prefig))
        assert "Ranger" not in page and "Actes" not in page and "Saisir" not in page
    assert client.post(url("proposer_plan", prefig)).status_code == 403
    client.force_login(member(Role.PARTENAIRE, portee=Portee.CONTRAT, code=prefig.contrat.slug))
    assert client.get(url("prefiguration", prefig)).status_code == 404


def test_a_signed_contract_keeps_its_tab_only_for_what_it_has(client, prefig):
    signed = taken_over(prefig.equipe, Etat.EN_OEUVRE, JOUR)
    client.force_login(prefig.dd)
    page = read(client, reverse("contrat:contrat", args=[signed.slug]))
    assert "/prefiguration/" not in page
    page = read(client, reverse("prefiguration:suivi", args=[signed.slug]))
    assert "Proposer une liste" not in page
    answer = client.post(reverse("prefiguration:proposer_suivi", args=[signed.slug]))
    assert answer.status_code >= 400 and not signed.indicateurs_suivi.exists()


def count(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get(address)
    return len(seen)


def test_three_rows_cost_no_more_than_one(client, prefig):
    a_copilote(prefig)
    one = an_indicateur(prefig)
    an_indicateur(prefig, nom="Réunions", calcul="reunions")
    measure(acteur=prefig.dd, indicateur=one, le=JOUR, valeur=1)
    pages = [url(name, prefig) for name in ("prefiguration", "suivi")]
    few = [count(client, page) for page in pages]
    propose_plan(acteur=prefig.dd, contrat=prefig.contrat)
    for rank in range(3):
        a_copilote(prefig)
        more = an_indicateur(prefig, nom=f"Autre {rank}")
        measure(acteur=prefig.dd, indicateur=more, le=JOUR, valeur=1)
        an_indicateur(prefig, nom=f"Secteurs {rank}", calcul="secteurs")
    assert [count(client, page) for page in pages] == few
