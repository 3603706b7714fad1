"""Organisations: unique in a region, renamed without losing the former name."""

from datetime import date

import pytest

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.comptes.services.organisations import (
    create_organisation,
    edit_organisation,
    rename_organisation,
)
from ancrage.plateforme.journal.models import Acte
from tests.plateforme.comptes.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_a_new_organisation_has_a_clean_name_and_an_audit_row():
    made = create_organisation(
        acteur=None, region="24", type="epci", nom="  CC  du  Val ", territoire="epci:244500468"
    )
    assert (made.nom, made.territoire) == ("CC du Val", "epci:244500468")
    assert [acte.action for acte in Acte.objects.of(made)] == ["créer une organisation"]


@pytest.mark.parametrize("nom", ["CC du Val", "cc DU val"])
def test_a_name_is_unique_in_its_region_whatever_the_capitals(nom):
    OrganisationFactory(nom="CC du Val")
    with pytest.raises(ActeRefuse) as refus:
        create_organisation(acteur=None, region="24", type="epci", nom=nom)
    assert refus.value.champ == "nom"
    create_organisation(acteur=None, region="53", type="epci", nom=nom)


def test_an_unknown_area_is_refused():
    with pytest.raises(ActeRefuse, match="inconnu"):
        create_organisation(acteur=None, region="24", type="epci", nom="X", territoire="epci:1")


def test_renaming_keeps_the_former_name_with_its_last_day():
    organisation = OrganisationFactory(nom="Pays de Loire")
    rename_organisation(
        acteur=None,
        organisation=organisation,
        nom="PETR de Loire",
        jusqu_au=date(2025, 12, 31),
        expected=1,
    )
    assert Organisation.objects.get().nom == "PETR de Loire"
    assert str(organisation.anciens_noms.get()) == "Pays de Loire (jusqu'au 31/12/2025)"
    assert Acte.objects.get().differences == {"nom": ["Pays de Loire", "PETR de Loire"]}


def test_two_people_who_edit_do_not_overwrite_each_other():
    organisation = OrganisationFactory(type="epci")
    edit_organisation(
        acteur=None, organisation=organisation, type="pays", territoire="", expected=1
    )
    with pytest.raises(EditionConcurrente):
        edit_organisation(
            acteur=None, organisation=organisation, type="commune", territoire="", expected=1
        )
    assert Organisation.objects.get().type == "pays"
