"""The demonstration shows thirty-six contracts in the five headings of September 2023."""

import pytest
from django.utils import timezone

from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.config.demonstration import CONTRAT, build_region
from ancrage.plateforme.config.demonstration_contrats import CONTRATS, build_contrats
from ancrage.plateforme.contrats.etats import StatutCarte
from ancrage.plateforme.contrats.lectures import read_carte
from ancrage.plateforme.contrats.models import Contrat

pytestmark = pytest.mark.django_db
SEPTEMBRE_2023 = {
    "1re génération": 7,
    "2e génération": 10,
    "3e génération": 7,
    "en cours d’élaboration": 7,
    "non reconduit": 5,
}


def test_the_headings_are_those_of_the_map_and_all_is_marked(settings):
    settings.DEMO = True
    build_region()
    for _ in range(2):  # a second run changes nothing
        build_contrats(lambda _said: None)
    carte = read_carte("24", timezone.localdate())
    assert carte.comptes == SEPTEMBRE_2023
    assert len(carte.lignes) == len(CONTRATS) == 36
    ended = [one.fin for one in carte.lignes if one.statut == StatutCarte.NON_RECONDUIT]
    assert all(fin < timezone.localdate() for fin in ended)  # none is said to run on
    assert all("(démonstration)" in one.nom for one in Contrat.objects.all())
    assert all("(démonstration)" in one.nom for one in Organisation.objects.all())
    assert Contrat.objects.filter(slug=CONTRAT).exists()


def test_no_commune_stands_in_two_contracts(settings):
    settings.DEMO = True
    build_region()
    build_contrats(lambda _said: None)
    shown = [
        code
        for one in read_carte("24", timezone.localdate()).lignes
        for code in one.perimetre.codes
    ]
    assert len(shown) == len(set(shown))
