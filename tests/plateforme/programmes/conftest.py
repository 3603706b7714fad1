"""Fixtures of the plans."""

import pytest

from tests.plateforme.programmes.factories import Atelier


@pytest.fixture
def atelier(db) -> Atelier:
    return Atelier()
