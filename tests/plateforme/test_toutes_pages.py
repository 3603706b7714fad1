"""Every page of the matrix is valid HTML in French typography, and leads somewhere."""

import re

import pytest
from django.urls import resolve
from django.urls.exceptions import Resolver404

from tests.architecture.test_droits import MATRIX
from tests.plateforme.html_valide import breaches_of_typography, faults
from tests.plateforme.toutes_pages import JAMAIS, Visite

pytestmark = pytest.mark.django_db
GET = sorted(nom for nom, methode in MATRIX if methode == "GET" and nom not in JAMAIS)


@pytest.mark.parametrize("nom", GET)
def test_a_page_is_valid_and_well_set(nom):
    page = Visite().find(nom)
    assert page, f"{nom} gives no page: say why in JAMAIS"
    assert faults(page.html) == []
    assert breaches_of_typography(page.html) == []
    assert dead_links(page.html) == []
    assert unfinished_links(page.html) == []


def dead_links(html: str) -> list[str]:
    """Return the addresses of this site that a page links to and that no view answers."""
    found = {match.split("?")[0].split("#")[0] for match in re.findall(r'href="(/[^"]*)"', html)}
    return sorted(
        address for address in found if not address.startswith("/static/") and not _leads(address)
    )


def unfinished_links(html: str) -> list[str]:
    """Return the links whose text stops on a colon: « Suivant : » and no title."""
    texts = (re.sub(r"<[^>]+>", "", text) for text in re.findall(r"<a\b.*?</a>", html, re.S))
    return [text.strip() for text in texts if text.strip().endswith(":")]


def test_the_sensor_sees_an_unfinished_link():
    assert unfinished_links("<a href='/'>Suivant : </a> <a>Suivant : la suite</a>") == ["Suivant :"]


def _leads(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


@pytest.mark.parametrize("nom", sorted(JAMAIS))
def test_what_is_said_to_be_no_page_is_none(nom):
    assert Visite().find(nom) is None
