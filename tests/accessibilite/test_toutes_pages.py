"""Every page of the matrix of rights in Chromium: axe, weight, no sideways scroll.

Light and 1 280 pixels for all; dark and 320 pixels for `ECHANTILLON`, one page of each make-up:
figures and maps, long tables, forms, filters, the account.
"""

import gzip
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders

from tests.accessibilite.test_axe import violations
from tests.plateforme.toutes_pages import Visite

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]
LIMIT = 300_000
PACKED = (".css", ".js", ".svg", ".json", ".webmanifest")
ECHANTILLON = {
    "observatoire:territoire",
    "observatoire:dimension",
    "observatoire:valeur",
    "observatoire:comparer",
    "observatoire:indicateurs",
    "observatoire:nouveau_perimetre",
    "compte:journal",
    "compte:personne",
    "account_login",
}


class Fenetre:
    """One browser window per role, and the bytes that each page made it fetch."""

    def __init__(self, ouvrir: Any, visite: Visite, largeur: int, theme: str) -> None:
        self.ouvrir, self.visite = ouvrir, visite
        self.options = (largeur, theme)
        self.onglets: dict[str, Any] = {}
        self.vus: list[Any] = []

    def open(self, role: str, adresse: str) -> Any:
        """Open an address as a role sees it; forget what the last page fetched."""
        if role not in self.onglets:
            self.onglets[role] = self.ouvrir("/accessibilite/", *self.options)
            self._sign_in(self.onglets[role], role)
            self.onglets[role].on("response", lambda answer: self.vus.append(answer))
        self.vus.clear()
        page = self.onglets[role]
        answer = page.goto(urljoin(page.url, adresse), wait_until="load")
        assert answer.status in (200, 410), f"{role} {adresse}: {answer.status}"
        assert urlsplit(page.url).path == adresse, f"{role} {adresse}: sent to {page.url}"
        return page

    def _sign_in(self, page: Any, role: str) -> None:
        session = self.visite.client(role).cookies.get("sessionid")
        if session:
            page.context.add_cookies(
                [{"name": "sessionid", "value": session.value, "url": urljoin(page.url, "/")}]
            )

    def weight(self, html: str) -> int:
        """Return the bytes of the last page as production sends them, each file once."""
        assets = {urlsplit(answer.url).path for answer in self.vus if "/static/" in answer.url}
        assert len(assets) > 8, "the browser kept quiet about what it fetched"
        return len(gzip.compress(html.encode())) + sum(map(transferred, assets))


@cache
def transferred(adresse: str) -> int:
    """Return the size of a static file, packed when it is text."""
    found = finders.find(adresse.removeprefix("/static/"))
    assert isinstance(found, str), adresse
    body = Path(found).read_bytes()
    return len(gzip.compress(body)) if found.endswith(PACKED) else len(body)


def width(page: Any) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def test_every_page_breaks_no_rule_is_light_and_fits_a_phone(ouvrir: Any) -> None:
    visite = Visite()
    fenetre = Fenetre(ouvrir, visite, 1280, "light")
    wrong: dict[str, list[str]] = {}
    for seen in visite.pages():
        page = fenetre.open(seen.role, seen.adresse)
        found = violations(page)
        if (poids := fenetre.weight(seen.html)) > LIMIT:
            found.append(f"{poids} bytes")
        page.set_viewport_size({"width": 320, "height": 900})
        if width(page) > 320:
            found.append(f"{width(page)} pixels wide on a phone")
        page.set_viewport_size({"width": 1280, "height": 900})
        if found:
            wrong[seen.nom] = found
    assert wrong == {}


@pytest.mark.parametrize("nom", sorted(ECHANTILLON))
def test_a_page_of_the_sample_breaks_no_rule_dark_on_a_phone(ouvrir: Any, nom: str) -> None:
    visite = Visite()
    seen = visite.find(nom)
    assert seen
    page = Fenetre(ouvrir, visite, 320, "dark").open(seen.role, seen.adresse)
    for summary in page.locator("main details > summary").all():
        summary.click()
    assert violations(page) == []
    assert width(page) <= 320
