"""Municipal elections of a region, recorded in bulk by the headquarters."""

from datetime import timedelta

import pytest

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.models import RenouvellementMandats
from ancrage.plateforme.contrats.services.mandats import designate_mandat
from tests.plateforme.comptes.factories import member
from tests.plateforme.contrats.factories import taken_over
from tests.plateforme.web.contrat.conftest import plain

pytestmark = pytest.mark.django_db
PAGE = "/contrats/elections/"


def test_one_entry_ends_the_mandates_of_every_contract(equipe, jour, client):
    for rank in range(3):
        contrat = taken_over(equipe, Etat.EN_OEUVRE, jour, nom=f"CLS d'essai {rank}")
        designate_mandat(acteur=equipe.siege, contrat=contrat, organisation=equipe.porteur,
                         type_="elu_referent", titulaire="Camille Essai", fonction="maire",
                         on=jour)  # fmt: skip
    client.force_login(equipe.siege)
    sent = {"region": "24", "libelle": "Municipales d'essai",
            "le": (jour + timedelta(days=5)).isoformat()}  # fmt: skip
    assert client.post(PAGE, sent).status_code == 302
    html = plain(client.get(PAGE))
    assert "Mandats finis : 3." in html
    assert "Adhésions confirmées : 0 sur 3." in html
    again = client.post(PAGE, sent)
    assert again.status_code == 422
    assert "déjà enregistrée" in plain(again)


@pytest.mark.parametrize("role", [Role.DD_ARS, Role.COORDONNATEUR, Role.ADMINISTRATEUR])
def test_the_headquarters_alone_record_an_election(equipe, client, role):
    client.force_login(member(role))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE).status_code == 403
    assert not RenouvellementMandats.objects.exists()


def test_an_empty_page_says_when_to_record(equipe, client):
    client.force_login(equipe.siege)
    assert "Aucune élection enregistrée" in plain(client.get(PAGE))
