"""The engagements of signatories: written before the signature, said held or not after it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.engagements import engagements_in_words
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.models import ConstatEngagement, Engagement
from ancrage.plateforme.contrats.services.engagements import (
    Promesse,
    add_engagement,
    state_engagement,
)
from ancrage.plateforme.contrats.services.parties import remove_signataire
from ancrage.plateforme.documents.articles import part_of
from tests.plateforme.contrats.factories import bring_fact, fresh, taken_over
from tests.plateforme.programmes.factories import role_on

pytestmark = pytest.mark.django_db
POSTE = Promesse("humain", "Un poste de coordination.", "0,5 ETP")


@pytest.fixture
def ecrit(equipe, jour):
    """Return a contract being written, with its signatories."""
    contrat = taken_over(equipe, Etat.VALIDATION, jour)
    bring_fact(equipe, contrat, "signataires_obligatoires", jour)
    return fresh(contrat)


@pytest.fixture
def signe(equipe, jour):
    """Return a contract in force whose carrier undertook something."""
    contrat = taken_over(equipe, Etat.EN_OEUVRE, jour)
    porteur = contrat.signataires.get(organisation=equipe.porteur)
    Engagement.objects.create(
        region="24", signataire=porteur, nature="humain", texte="Un poste (essai).",
        echeance=jour,
    )  # fmt: skip
    return contrat


def of_porteur(equipe, contrat):
    return contrat.signataires.get(organisation=equipe.porteur)


def test_article_6_is_built_from_them(equipe, ecrit, jour):
    before = part_of(ecrit, "article-6", jour).automatique
    assert "porter politiquement la démarche" in before
    add_engagement(acteur=equipe.siege, signataire=of_porteur(equipe, ecrit), promesse=POSTE)
    after = part_of(ecrit, "article-6", jour).automatique
    assert "- Communauté porteuse, moyens humains : Un poste de coordination (0,5 ETP)." in after
    assert "porter politiquement la démarche" not in after


def test_one_is_written_changed_then_taken_off_by_the_pages(equipe, ecrit, lire, envoyer):
    signataire = of_porteur(equipe, ecrit)
    sent = {"nature": "donnees", "texte": "Les données de fréquentation."}
    page = f"signataires/{signataire.identifiant}/engagement/"
    assert envoyer(ecrit, page, equipe.siege, nature="donnees", texte="").status_code == 422
    assert envoyer(ecrit, page, equipe.siege, **sent).status_code == 302
    html = lire(ecrit, "engagements/", equipe.siege)
    assert "Les données de fréquentation." in html and "à venir" not in html
    one = Engagement.objects.get()
    page = f"engagements/{one.identifiant}/"
    changed = {**sent, "quantite": "chaque année", "version": 1}
    assert envoyer(ecrit, page, equipe.siege, **changed).status_code == 302
    assert envoyer(ecrit, page, equipe.siege, **changed, echeance="2030-01-01").status_code == 409
    assert envoyer(ecrit, f"{page}retirer/", equipe.siege).status_code == 302
    assert not Engagement.objects.exists()


def test_a_signatory_leaves_with_what_it_undertook(equipe, ecrit):
    signataire = of_porteur(equipe, ecrit)
    add_engagement(acteur=equipe.siege, signataire=signataire, promesse=POSTE)
    remove_signataire(acteur=equipe.siege, signataire=signataire)
    assert not Engagement.objects.exists()


def test_nothing_is_promised_after_the_signature_nor_judged_before(equipe, ecrit, signe):
    porteur = of_porteur(equipe, signe)
    add_engagement(acteur=equipe.siege, signataire=porteur, promesse=POSTE)  # taken over: copied
    porteur.contrat.repris = False  # as if signed here
    with pytest.raises(ActeRefuse, match="change par un avenant"):
        add_engagement(acteur=equipe.siege, signataire=porteur, promesse=POSTE)
    made = add_engagement(acteur=equipe.siege, signataire=of_porteur(equipe, ecrit), promesse=POSTE)
    with pytest.raises(ActeRefuse, match="n’est pas signé"):
        state_engagement(acteur=equipe.siege, engagement=made, etat="tenu")


def test_what_became_of_it_is_dated_and_shown(equipe, signe, lire, envoyer):
    one, today = Engagement.objects.get(), timezone.localdate()
    assert "Échu sans constat" in engagements_in_words(signe, today)
    page = f"engagements/{one.identifiant}/constat/"
    sent = {"etat": "non_tenu", "on": today.isoformat()}
    bare = envoyer(signe, page, equipe.siege, **sent)
    assert bare.status_code == 422 and "Dites ce qui manque" in bare.content.decode()
    said = {**sent, "commentaire": "Le poste reste vacant."}
    assert envoyer(signe, page, equipe.siege, **said).status_code == 302
    html = lire(signe, "engagements/", equipe.siege)
    assert "engagement non tenu" in html and "Le poste reste vacant." in html
    assert "1 non tenu" in engagements_in_words(signe, today)
    assert "1 à venir" in engagements_in_words(signe, today - timedelta(days=1))


def test_the_public_reads_the_state_without_the_comment(equipe, signe, lire):
    state_engagement(
        acteur=equipe.siege, engagement=Engagement.objects.get(), etat="partiellement",
        commentaire="Mi-temps seulement.",
    )  # fmt: skip
    html = lire(signe, "engagements/")
    assert "engagement tenu en partie" in html
    assert "Mi-temps seulement." not in html and "Constater" not in html


def test_a_statement_never_changes_and_the_reader_writes_none(equipe, signe):
    one = Engagement.objects.get()
    state_engagement(acteur=equipe.siege, engagement=one, etat="tenu")
    with pytest.raises(IntegrityError), transaction.atomic():
        ConstatEngagement.objects.update(etat="non_tenu", commentaire="Non.")
    with pytest.raises(ActeRefuse, match="Vos rôles"):
        state_engagement(acteur=role_on(signe, Role.PILOTE_ACTION), engagement=one, etat="tenu")


def test_three_ask_no_more_than_one(client, equipe, signe):
    porteur, counts = of_porteur(equipe, signe), []
    client.force_login(equipe.siege)
    for more in (0, 2):
        for rank in range(more):
            Engagement.objects.create(
                region="24", signataire=porteur, nature="autre", texte=f"Essai {rank}."
            )
        client.get(f"/contrats/{signe.slug}/engagements/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/contrats/{signe.slug}/engagements/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
