"""Every page of a contract that lived, in order: valid HTML, French typography, no dead link."""

from datetime import timedelta

import pytest

from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.services.avenants import ArticleModifie, Projet, prepare_avenant
from ancrage.plateforme.contrats.services.communes import declare_departure
from ancrage.plateforme.contrats.services.equipe import end_coordonnateur
from ancrage.plateforme.contrats.services.mandats import designate_mandat, hold_elections
from tests.plateforme.contrats.factories import bring_fact, taken_over, until
from tests.plateforme.html_valide import breaches_of_typography, faults
from tests.plateforme.test_toutes_pages import dead_links, unfinished_links

pytestmark = pytest.mark.django_db
PAGES = ("", "frise/", "parties/", "perimetres/", "avenants/", "equipe/",
         "faits/portage_politique/", "actes/ne_pas_reconduire/", "perimetres/retrait/")  # fmt: skip


def check(html):
    assert faults(html) == []
    assert breaches_of_typography(html) == []
    assert dead_links(html) == []
    assert unfinished_links(html) == []


@pytest.fixture
def vecu(equipe, jour):
    """A contract in force, after an election, a departure, a vacancy, with a draft amendment."""
    contrat = until(equipe, Etat.EN_OEUVRE, jour)
    designate_mandat(
        acteur=equipe.siege, contrat=contrat, organisation=equipe.porteur, type_="elu_referent",
        titulaire="Camille Essai", fonction="maire", on=jour,
    )  # fmt: skip
    hold_elections(acteur=equipe.siege, region="24", libelle="Municipales d'essai",
                   le=jour + timedelta(days=3))  # fmt: skip
    declare_departure(acteur=equipe.siege, contrat=contrat, communes=["45146"],
                      motif="départ (essai)", on=jour)  # fmt: skip
    end_coordonnateur(acteur=equipe.siege, poste=contrat.coordonnateurs.get(), fin=jour)
    prepare_avenant(
        acteur=equipe.siege, contrat=contrat,
        projet=Projet("Terme", "essai", jour, [ArticleModifie(4, "avant", "après")],
                      contrat.date_fin + timedelta(days=90)),
    )  # fmt: skip
    return contrat


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_contract_that_lived(equipe, vecu, lire, page):
    check(lire(vecu, page, equipe.siege, brut=True))


@pytest.mark.parametrize("page", ["", "frise/", "perimetres/", "avenants/"])
def test_a_public_page_of_a_contract_that_lived(vecu, lire, page):
    check(lire(vecu, page, brut=True))


def test_the_amendments_of_a_contract_that_lived(equipe, vecu, lire):
    for avenant in vecu.avenants.all():
        check(lire(vecu, f"avenants/{avenant.identifiant}/", equipe.siege, brut=True))


def test_the_signature_of_a_contract_ready_for_it(equipe, jour, lire):
    contrat = taken_over(equipe, Etat.VALIDATION, jour)
    bring_fact(equipe, contrat, "priorites_retenues", jour, priorites=7)
    for page in ("", "actes/signer/", "faits/priorites_en_nombre/"):
        check(lire(contrat, page, equipe.siege, brut=True))
