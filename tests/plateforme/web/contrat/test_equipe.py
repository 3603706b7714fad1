"""The people of a contract: posts and vacancy, mandates, what an election reopens."""

from datetime import timedelta

import pytest

from ancrage.plateforme.comptes.roles import Portee, Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.services.mandats import designate_mandat, hold_elections
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import opened, until
from tests.plateforme.web.contrat.conftest import a_pdf, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def contrat(equipe, jour):
    return until(equipe, Etat.EN_OEUVRE, jour)


def mandat(equipe, contrat, jour):
    return designate_mandat(
        acteur=equipe.siege, contrat=contrat, organisation=equipe.porteur, type_="elu_referent",
        titulaire="Camille Ancien", fonction="maire", on=jour,
    )  # fmt: skip


def test_a_coordinator_who_leaves_makes_a_vacancy_and_another_fills_it(
    equipe, jour, contrat, lire, envoyer
):
    poste = contrat.coordonnateurs.get()
    page = f"equipe/postes/{poste.identifiant}/fin/"
    sent = {"fin": (jour + timedelta(days=3)).isoformat(), "motif": "mutation"}
    assert envoyer(contrat, page, equipe.siege, **sent).status_code == 302
    html = lire(contrat, "equipe/", equipe.siege)
    assert "Poste vacant depuis le" in html
    assert "mutation" in html
    lire(contrat, page, equipe.siege, status=404)
    newcomer = member(Role.PARTENAIRE)
    post = {"utilisateur": newcomer.identifiant, "employeur": equipe.porteur.identifiant,
            "debut": (jour + timedelta(days=9)).isoformat()}  # fmt: skip
    wrong = envoyer(contrat, "equipe/poste/", equipe.siege, **post, etp="2")
    assert "n’est pas une quotité" in plain(wrong)
    assert envoyer(contrat, "equipe/poste/", equipe.siege, **post, etp="0,5").status_code == 302
    html = lire(contrat, "equipe/", equipe.siege)
    assert "Poste vacant" not in html
    assert str(newcomer) in html
    assert "Votre prochaine action" in lire(contrat, qui=newcomer)  # the role goes with the post


def test_the_ars_alone_posts(equipe, contrat, lire):
    coordonnateur = member(Role.COORDONNATEUR, portee=Portee.CONTRAT, code=contrat.slug)
    assert "Mettre une personne en poste" not in lire(contrat, "equipe/", coordonnateur)
    lire(contrat, "equipe/poste/", coordonnateur, status=403)


def test_an_election_ends_mandates_and_the_page_leads_to_the_new_ones(
    equipe, jour, contrat, lire, envoyer
):
    ended = mandat(equipe, contrat, jour)
    hold_elections(acteur=equipe.siege, region="24", libelle="Municipales d'essai",
                   le=jour + timedelta(days=5))  # fmt: skip
    html = lire(contrat, "equipe/", equipe.siege)
    assert "À désigner de nouveau après l’élection" in html
    assert "tenu par Camille Ancien" in html
    page = f"equipe/mandat/?mandat={ended.identifiant}"
    form = lire(contrat, page, equipe.siege)
    assert f'value="{equipe.porteur.identifiant}" selected' in form
    sent = {"organisation": equipe.porteur.identifiant, "type_": "elu_referent",
            "titulaire": "Camille Nouveau", "fonction": "maire",
            "on": (jour + timedelta(days=8)).isoformat()}  # fmt: skip
    assert envoyer(contrat, "equipe/mandat/", equipe.siege, **sent).status_code == 302
    html = lire(contrat, "equipe/", equipe.siege)
    assert "À désigner de nouveau" not in html
    assert "<strong>Camille Nouveau</strong>" in html


def test_the_adhesion_of_each_carrier_is_followed_until_confirmed(
    equipe, jour, contrat, lire, envoyer
):
    hold_elections(acteur=equipe.siege, region="24", libelle="Municipales d'essai",
                   le=jour + timedelta(days=5))  # fmt: skip
    asked = contrat.confirmations.get()
    assert "1 adhésion à confirmer" in lire(contrat, qui=equipe.siege)
    page = f"equipe/confirmations/{asked.identifiant}/"
    early = envoyer(contrat, page, equipe.siege, on=jour.isoformat())
    assert early.status_code == 422
    done = envoyer(contrat, page, equipe.siege, on=(jour + timedelta(days=9)).isoformat(),
                   fichier=a_pdf("delib.pdf"))  # fmt: skip
    assert done.status_code == 302
    html = lire(contrat, "equipe/", equipe.siege)
    assert "confirmée le" in html
    assert "delib.pdf" in html
    assert "à confirmer" not in lire(contrat, qui=equipe.siege)


def test_a_partner_does_not_read_the_team(equipe, contrat, lire):
    lire(contrat, "equipe/", member(Role.PARTENAIRE), status=404)


def test_nobody_ever_in_post_is_not_a_vacancy(equipe, jour, lire):
    html = lire(opened(equipe, jour), "equipe/", equipe.siege)
    assert "Personne n’est en poste" in html
    assert "Poste vacant" not in html
