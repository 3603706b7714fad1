"""Requests drawn from the description, good and bad: no breakdown, every answer as described."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from ancrage.plateforme.web.api import acces
from tests.plateforme.territoires.factories import make_perimetre

pytestmark = pytest.mark.django_db
django = get_wsgi_application()


def uncompressed(environ, start_response):
    """Answer in plain text: the tool asks for gzip and does not read it."""
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    return django(environ, start_response)


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", uncompressed)


@pytest.fixture(autouse=True)
def _keep_connection():
    """Keep the test's transaction: the end of a WSGI request closes its connection. Django's
    test client takes the same care; only PostgreSQL notices.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _something_to_read(db, monkeypatch):
    """Lift the limits, and put a perimeter in the database."""
    for who in acces.DEBITS:
        monkeypatch.setitem(acces.DEBITS, who, 10**9)
    make_perimetre(usage="contrat")


@schema.parametrize()
@settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_answer_is_as_described(case):
    case.call_and_validate()
