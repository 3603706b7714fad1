"""Fixtures of the meetings."""

import pytest

from tests.plateforme.rencontres.factories import Salle


@pytest.fixture
def salle(db) -> Salle:
    return Salle()
