"""The parties by their pages: carriers, signatories, partners, votes, agreements, signatures."""

import pytest

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.etats import Etat
from tests.plateforme.comptes.factories import OrganisationFactory, member
from tests.plateforme.contrats.factories import bring_fact, opened, until
from tests.plateforme.web.contrat.conftest import a_pdf, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def contrat(equipe, jour):
    return until(equipe, Etat.VALIDATION, jour)


@pytest.fixture
def signataires(equipe, contrat, jour):
    bring_fact(equipe, contrat, "signataires_obligatoires", jour)
    return {one.organisation.type: one for one in contrat.signataires.all()}


def sent(organisation, **changes):
    return {"organisation": organisation.identifiant, "statut": "associe",
            "representant": "Camille Essai", "fonction": "présidente"} | changes  # fmt: skip


def test_a_competence_is_verified_with_its_statutes(equipe, jour, lire, envoyer):
    contrat = opened(equipe, jour)
    porteur = contrat.porteurs.get()
    assert "à vérifier" in lire(contrat, "parties/", equipe.siege)
    page = f"porteurs/{porteur.identifiant}/"
    done = envoyer(
        contrat, page, equipe.siege, version=porteur.version, statuts=a_pdf("statuts.pdf"),
        competence_statutaire="Actions de santé (essai)", statuts_du="2020-01-01",
    )  # fmt: skip
    assert done.status_code == 302
    html = lire(contrat, "parties/", equipe.siege)
    assert "vérifiée le" in html
    assert "statuts.pdf" in html


def test_a_second_carrier_is_added_once(equipe, jour, envoyer):
    contrat = opened(equipe, jour)
    other = OrganisationFactory(type="pays", nom="Pays d'essai")
    for status in (302, 422):
        answer = envoyer(contrat, "porteurs/ajouter/", equipe.siege, organisation=other.identifiant)
        assert answer.status_code == status
    assert contrat.porteurs.count() == 2


def test_signatories_and_partners_are_apart(equipe, contrat, lire, envoyer, jour):
    caisse = OrganisationFactory(type="cpam", nom="Caisse d'essai")
    assert envoyer(contrat, "signataires/ajouter/", equipe.siege, **sent(caisse)).status_code == 302
    both = envoyer(contrat, "partenaires/ajouter/", equipe.siege, organisation=caisse.identifiant,
                   accord_le=jour.isoformat())  # fmt: skip
    assert "est signataire du contrat" in plain(both)
    signataire = contrat.signataires.get()
    page = f"signataires/{signataire.identifiant}/retirer/"
    assert envoyer(contrat, page, equipe.siege, motif="erreur").status_code == 302
    done = envoyer(contrat, "partenaires/ajouter/", equipe.siege, organisation=caisse.identifiant,
                   accord_le=jour.isoformat())  # fmt: skip
    assert done.status_code == 302
    partenaire = contrat.partenaires.get()
    page = f"partenaires/{partenaire.identifiant}/fin/"
    assert envoyer(contrat, page, equipe.siege, on=jour.isoformat()).status_code == 302
    assert "jusqu’au" in lire(contrat, "parties/", equipe.siege)


def test_a_deliberation_is_recorded_then_completed(
    equipe, contrat, signataires, lire, envoyer, jour
):
    page = f"signataires/{signataires['epci'].identifiant}/deliberation/"
    vote = {"numero": "2026-12", "date_vote": jour.isoformat(), "pour": 20, "contre": 1}
    assert envoyer(contrat, page, equipe.siege, **vote).status_code == 302
    html = lire(contrat, "parties/", equipe.siege)
    assert "20 pour, 1 contre" in html
    assert "la transmission à la préfecture, la publication, l’autorisation de signer" in html
    vote |= {"date_transmission": jour.isoformat(), "date_publication": jour.isoformat(),
             "autorise_signature": "on"}  # fmt: skip
    assert envoyer(contrat, page, equipe.siege, **vote, fichier=a_pdf()).status_code == 302
    row = signataires["epci"].deliberations.get()
    assert row.missing(jour) == []
    assert "Document gardé : piece.pdf" in lire(contrat, page, equipe.siege)
    assert envoyer(contrat, page, equipe.siege, **vote).status_code == 302
    row.refresh_from_db()
    assert row.fichier is not None  # completing a vote never loses its document


def test_the_state_agrees_in_writing_and_does_not_vote(equipe, contrat, signataires, envoyer, jour):
    one = signataires["prefecture"].identifiant
    vote = {"numero": "1", "date_vote": jour.isoformat()}
    refused = envoyer(contrat, f"signataires/{one}/deliberation/", equipe.siege, **vote)
    assert "ne donne pas cet acte" in plain(refused)
    accord = {"date_accord": jour.isoformat(), "auteur": "Camille Essai", "fonction": "préfète"}
    page = f"signataires/{one}/accord/"
    assert envoyer(contrat, page, equipe.siege, **accord).status_code == 422
    assert envoyer(contrat, page, equipe.siege, **accord, fichier=a_pdf()).status_code == 302
    assert signataires["prefecture"].accordecrits.count() == 1


def test_a_signature_does_not_precede_the_vote_that_allows_it(
    equipe, contrat, signataires, envoyer, jour
):
    bring_fact(equipe, contrat, "deliberations_completes", jour)
    page = f"signataires/{signataires['epci'].identifiant}/signature/"
    early = jour.replace(year=jour.year - 1).isoformat()
    assert envoyer(contrat, page, equipe.siege, date_signature=early).status_code == 422
    done = envoyer(contrat, page, equipe.siege, date_signature=jour.isoformat())
    assert done.status_code == 302
    assert signataires["epci"].signatures.get().par == "Dominique Essai"


def test_an_elected_person_records_the_vote_and_nothing_else(
    equipe, contrat, signataires, lire, envoyer, jour
):
    elu = member(Role.ELU, portee=Portee.CONTRAT, code=contrat.slug)
    html = lire(contrat, "parties/", elu)
    assert "deliberation/" in html
    assert "Ajouter un signataire" not in html
    page = f"signataires/{signataires['epci'].identifiant}/deliberation/"
    vote = {"numero": "2026-12", "date_vote": jour.isoformat()}
    assert envoyer(contrat, page, elu, **vote).status_code == 302
    assert envoyer(contrat, "signataires/ajouter/", elu).status_code == 403


def test_a_file_of_another_kind_is_refused_and_nothing_is_kept(
    equipe, contrat, signataires, envoyer, jour
):
    bad = a_pdf("delib.pdf")
    bad.file.seek(0)
    bad.file.write(b"MZ")
    page = f"signataires/{signataires['epci'].identifiant}/deliberation/"
    vote = {"numero": "2026-12", "date_vote": jour.isoformat()}
    assert envoyer(contrat, page, equipe.siege, **vote, fichier=bad).status_code == 422
    assert not signataires["epci"].deliberations.exists()
