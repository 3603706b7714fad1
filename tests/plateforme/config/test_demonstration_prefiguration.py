"""The demonstration shows a préfiguration in each contract in preparation, and marks it."""

import pytest

from ancrage.plateforme.comptes.models import Organisation
from ancrage.plateforme.config.demonstration import build_region
from ancrage.plateforme.config.demonstration_contrats import build_contrats
from ancrage.plateforme.config.demonstration_prefiguration import ETATS, build_prefigurations
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.gardes import read_fact
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat

pytestmark = pytest.mark.django_db


def test_each_contract_in_preparation_has_co_leads_a_plan_and_a_list(settings):
    settings.DEMO = True
    build_region()
    build_contrats(lambda _said: None)
    for _ in range(2):  # a second run changes nothing
        build_prefigurations(lambda _said: None)
    found = Contrat.objects.filter(etat__in=ETATS)
    assert found.count() == 6
    for contrat in found:
        assert contrat.copilotes.count() == 2 and contrat.lettres_engagement.count() == 1
        assert contrat.etapes_accompagnement.filter(faite_le__isnull=False).exists()
        agreed = read_fact(contrat, "indicateurs_de_suivi", today())[0].tenu
        assert agreed == (contrat.etat != Etat.PREFIGURATION)
    assert all("(démonstration)" in one.nom for one in Organisation.objects.all())
