"""A plan to open: the contract, its coordinator signed in, a complete sheet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ancrage.plateforme.contrats.etats import Etat
from tests.plateforme.contrats.factories import Equipe, taken_over
from tests.plateforme.programmes.factories import Atelier, a_fiche


@pytest.fixture
def atelier(db) -> Atelier:
    return Atelier()


@pytest.fixture
def fiche(atelier):
    return a_fiche(atelier, code="FA-01")


@pytest.fixture
def coordo(client, atelier):
    """The client, signed in as the coordinator."""
    client.force_login(atelier.coordonnateur)
    return client


@pytest.fixture
def signe(db) -> Atelier:
    """A plan of a contract in force: the public reads its validated sheets."""
    equipe, day = Equipe(), timezone.localdate() - timedelta(days=200)
    return Atelier(equipe, taken_over(equipe, Etat.EN_OEUVRE, day, nom="CLS signé"))
