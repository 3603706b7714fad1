"""Contracts and action sheets in the search: found at once, by whom they are open to."""

import pytest
from django.contrib.auth.models import AnonymousUser

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.programmes.services.fiches import delete_fiche, edit_fiche
from tests.plateforme.comptes.factories import member
from tests.plateforme.programmes.factories import Atelier, a_fiche, complete
from tests.plateforme.recherche.test_recherche import found

pytestmark = pytest.mark.django_db
VISITEUR = AnonymousUser()


@pytest.fixture
def atelier():
    return Atelier()


def test_a_contract_in_preparation_is_found_by_its_team_alone(atelier):
    nom = atelier.contrat.nom
    assert nom in found(atelier.coordonnateur, nom)["contrat"]
    assert nom not in found(VISITEUR, nom).get("contrat", [])
    elsewhere = member(Role.COORDONNATEUR, code="epci:240000000")
    assert nom not in found(elsewhere, nom).get("contrat", [])


def test_a_contract_is_found_by_one_of_its_communes(atelier):
    commune = atelier.contrat.dernier_perimetre.communes.first()
    assert atelier.contrat.nom in found(atelier.coordonnateur, commune.libelle)["contrat"]


def test_a_sheet_is_found_by_its_title_as_soon_as_it_is_written_and_renamed(atelier):
    fiche = a_fiche(atelier, titre="Ambassadeurs du sommeil (exemple)")
    assert found(atelier.coordonnateur, "ambasadeurs sommeil")["fiche"] == [fiche.titre]
    assert "fiche" not in found(VISITEUR, "ambassadeurs sommeil")
    renamed = complete(
        titre="Relais du silence (exemple)", chemin=atelier.chemin, besoins=(atelier.besoin.code,)
    )
    edit_fiche(acteur=atelier.coordonnateur, fiche=fiche, expected=fiche.version, contenu=renamed)
    assert found(atelier.coordonnateur, "relais silence")["fiche"] == [renamed.titre]
    assert "fiche" not in found(atelier.coordonnateur, "ambassadeurs sommeil")


def test_a_deleted_sheet_is_found_no_more(atelier):
    fiche = a_fiche(atelier, titre="Ambassadeurs du sommeil (exemple)")
    delete_fiche(acteur=atelier.coordonnateur, fiche=fiche, motif="essai")
    assert "fiche" not in found(atelier.coordonnateur, "ambassadeurs sommeil")
