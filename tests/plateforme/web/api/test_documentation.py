"""The page of the API, written from its description; and the reference, held to the same."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.api.application import api
from ancrage.plateforme.web.api.problemes import NATURES
from tests.plateforme.html_valide import breaches_of_typography, faults

pytestmark = pytest.mark.django_db
REFERENCE = Path(__file__).parents[4] / "docs" / "reference" / "api.md"


@pytest.fixture
def page(client):
    return client.get(reverse("api:documentation")).content.decode()


def test_the_page_is_valid_and_in_french(page):
    assert faults(page) == []
    assert breaches_of_typography(page) == []


def test_the_page_shows_every_operation_with_its_parameters(page):
    for path, methods in api.get_openapi_schema()["paths"].items():
        assert f"GET {path}" in page
        for parameter in methods["get"]["parameters"]:
            assert parameter["name"] in page
            assert parameter.get("description"), (path, parameter["name"])


def test_every_operation_is_told_in_french_not_by_its_docstring(page):
    for path, methods in api.get_openapi_schema()["paths"].items():
        assert not methods["get"]["description"].startswith(("Return", "Search")), path
    assert "`" not in page


def test_every_example_of_the_page_answers(client, page):
    examples = re.findall(r"curl &#x27;http://testserver([^<]*)&#x27;", page)
    assert len(examples) == len(api.get_openapi_schema()["paths"])
    for address in examples:
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200 or "{" in address, address


def test_a_problem_leads_to_its_line(client, page):
    answer = client.get("/api/v1/rien").json()
    anchor = answer["type"].partition("#")[2]
    assert f'id="{anchor}"' in page
    assert all(f'id="probleme-{name}"' in page for name in NATURES)


def test_the_description_is_openapi_3_1_and_says_that_the_token_is_optional(client):
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    for methods in described["paths"].values():
        assert set(methods) == {"get"}
        assert methods["get"]["security"] == [{}, {"Jeton": []}]


def test_the_reference_names_every_address_parameter_and_problem_and_no_other():
    text = REFERENCE.read_text("utf-8")
    paths = api.get_openapi_schema()["paths"]
    assert set(re.findall(r"^### `GET (/api/v1/\S*)`", text, re.M)) == set(paths)
    for path, methods in paths.items():
        section = text.split(f"### `GET {path}`")[1].split("\n##")[0]
        wanted = {p["name"] for p in methods["get"]["parameters"]}
        wanted -= {"limit", "offset", "If-None-Match", "format"}
        assert {name for name in wanted if f"`{name}`" not in section} == set(), path
    for name, nature in NATURES.items():
        assert f"| `{name}` | {nature.status} | {int(nature.code)} |" in text


def test_reading_figures_asks_nothing_of_the_database(client, django_assert_num_queries):
    profils.profil_of(profils.find_territoire("epci:244500468"))
    with django_assert_num_queries(0):
        client.get("/api/v1/territoires/epci:244500468/profil")
