"""A signed-in client on the addresses of the tests of the shell."""

import pytest

from tests.plateforme.client_strict import ClientStrict
from tests.plateforme.comptes.factories import UtilisateurFactory
from tests.plateforme.web.socle import urls_essai


@pytest.fixture
def membre(client, db, settings) -> ClientStrict:
    """Return a client signed in as a person without role."""
    settings.ROOT_URLCONF = urls_essai.__name__
    urls_essai.reset()
    client.force_login(UtilisateurFactory())
    return client
