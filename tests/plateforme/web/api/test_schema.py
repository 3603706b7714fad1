"""Requests drawn from the description, good and bad: no breakdown, every answer as described."""

import os

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
EXEMPLES = int(os.environ.get("ANCRAGE_EXEMPLES", "8"))  # more by hand, to search wider


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
    max_examples=EXEMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_answer_is_as_described(case):
    case.call_and_validate()


def test_an_unknown_region_is_answered_as_described(client):
    answer = client.get("/api/v1/territoires", {"region": "18"})
    described = client.get("/api/v1/openapi.json").json()
    assert answer.status_code == 404
    assert "404" in described["paths"]["/api/v1/territoires"]["get"]["responses"]


def test_a_null_character_in_a_question_is_read_as_text(client):
    assert client.get("/api/v1/territoires?q=%00zz").status_code == 200


def test_a_null_character_in_a_name_is_unknown(client):
    assert client.get("/api/v1/diagnostics/%00").status_code == 404


def test_a_null_character_is_refused_by_a_page(client):
    answer = client.get("/recherche/?q=%00")
    assert answer.status_code == 400
    assert "Demande illisible" in answer.content.decode()


def test_a_null_character_in_an_address_is_no_page(client):
    assert client.get("/diagnostics/%00/").status_code == 404
    assert client.get("/region/%00/").status_code == 404
