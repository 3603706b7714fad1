"""What minutes say of a plan agrees in number: under two, the singular."""

import pytest

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.programmes.rubriques import avancement
from tests.plateforme.programmes.factories import Atelier, a_fiche, priorities

pytestmark = pytest.mark.django_db


def test_the_gauge_of_the_minutes_counts_and_agrees():
    atelier = Atelier()
    assert avancement(atelier.contrat, today()) == "Aucune fiche action n’est encore écrite."
    priorities(atelier, 3)
    a_fiche(atelier, structurant=True)
    told = avancement(atelier.contrat, today())
    assert "Fiches actions : 1 (à lancer : 1)" in told
    assert "3 priorités retenues" in told
    assert "0 objectif structurant, 1 fiche structurante." in told
