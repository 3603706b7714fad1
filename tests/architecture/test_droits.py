"""Every address × every role × one's own territory, a neighbour's and another region's.

`droits.csv` is the matrix, to be read and reviewed. Its cells:

- `oui`: open wherever the object stands (or the page has no object);
- `region`: open in one's own region only; `propre`: on one's own territory only;
- `sien`: open on one's own object (a request that one asked), on nobody else's;
- `non`: refused (403 or 404); `connexion`: leads a visitor to the sign-in page.

A POST is sent empty: it says whether the door opens, not whether the form is right. For a new
page: add its case to `cas_droits.py` if its address has arguments, run with `ANCRAGE_DROITS=1` to
have the missing lines written, then read them one by one: they say what the code does, not what
it should do.
"""

import contextlib
import csv
import importlib
import io
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.web.socle import erreurs
from tests.architecture.cas_droits import CAS, SIENS, Monde, mondes
from tests.plateforme.comptes.factories import member

# Each space writes its cases in a file of its own; to be read, they have only to be there.
for _cas in sorted(Path(__file__).parent.glob("cas_*.py")):
    importlib.import_module(f"tests.architecture.{_cas.stem}")

pytestmark = pytest.mark.django_db

MATRICE = Path(__file__).with_name("droits.csv")
VISITEUR = "visiteur"
COLONNES = [VISITEUR, *Role.values]
METHODES = ("GET", "POST")
WORDS = {
    (True, True, True): "oui",
    (True, True, False): "region",
    (True, False, False): "propre",
    (False, False, False): "non",
}
REWRITE = bool(os.environ.get("ANCRAGE_DROITS"))


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield the full name of every address of the site."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from names(entry, inner)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"an address without name: {entry.pattern}"
            yield f"{prefix}{entry.name}"


def read_matrix() -> dict[tuple[str, str], dict[str, str]]:
    with MATRICE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return {(row["page"], row["methode"]): row for row in rows}


ALL = sorted(set(names(get_resolver())))
MATRIX = read_matrix()


class Maison:
    """The members, made once for the whole file, before three territories made for each test."""

    def __init__(self, membres: dict[str, Utilisateur], sessions: dict[str, str]) -> None:
        self.membres, self.sessions = membres, sessions
        self.mondes = mondes()
        self._addresses: dict[tuple[str, str], str] = {}

    def ask(self, name: str, method: str, role: str, monde: Monde) -> Any:
        """Send one request, whatever it changes being undone."""
        address = self._address(name, monde)
        with transaction.atomic():
            response = self._send(method, address, role)
            transaction.set_rollback(True)
        return response

    def _address(self, name: str, monde: Monde) -> str:
        """Return an address; what stands behind it is made once, every request being undone."""
        place = name, monde.nom
        if place not in self._addresses:
            known = CAS.get(name)
            arguments = known.arguments(monde) if known else None
            self._addresses[place] = reverse(name, kwargs=arguments)
        return self._addresses[place]

    def ask_own(self, name: str, method: str, role: str) -> Any:
        """Send one request on an object of the person herself, undone with what it changes."""
        with transaction.atomic():
            arguments = SIENS[name](Utilisateur.objects.get(pk=self.membres[role].pk))
            response = self._send(method, reverse(name, kwargs=arguments), role)
            transaction.set_rollback(True)
        return response

    def _send(self, method: str, address: str, role: str) -> Any:
        cache.clear()
        client = Client()
        if role != VISITEUR:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client.generic(method, address)

    def observe(self, name: str, method: str, role: str) -> str:
        """Return the word of a cell, as the site behaves."""
        known = CAS.get(name)
        one = known is None or known.partout
        worlds = self.mondes[:1] if one else self.mondes
        answers = [self.ask(name, method, role, monde) for monde in worlds]
        if all(leads_to_sign_in(answer) for answer in answers):
            return "connexion"
        opened = tuple(is_open(answer) for answer in answers)
        opened = opened * 3 if one else opened
        if not any(opened) and name in SIENS and is_open(self.ask_own(name, method, role)):
            return "sien"
        return WORDS.get(opened, f"incohérent {[a.status_code for a in answers]}")


def leads_to_sign_in(response: Any) -> bool:
    """Say whether a visitor is asked who she is: the sign-in page, or 401 from the API."""
    asked = f"{reverse('account_login')}?next="
    to_sign_in = response.status_code == 302 and response["Location"].startswith(asked)
    return response.status_code == 401 or to_sign_in


def is_open(response: Any) -> bool:
    """Say whether the door opened: a refused form is open, a broken page is a failure."""
    assert response.status_code < 500, response.status_code
    return response.status_code not in (403, 404, 405) and not leads_to_sign_in(response)


@pytest.fixture(scope="module")
def membres(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Utilisateur]]:
    """Make one member per role in a transaction undone at the end of the file."""
    folder = str(tmp_path_factory.mktemp("etat"))
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("ANCRAGE_STATE_DIR", folder)
        with transaction.atomic():
            yield {role: member(role) for role in Role}
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sessions(membres: dict[str, Utilisateur], django_db_blocker: Any) -> dict[str, str]:
    """Sign each member in once: the request of a test is undone, her session stays."""
    found = {}
    with django_db_blocker.unblock():
        for role, person in membres.items():
            client = Client()
            client.force_login(person)
            found[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return found


@pytest.fixture
def maison(
    membres: dict[str, Utilisateur],
    sessions: dict[str, str],
    db: None,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Maison:
    """Return the members before fresh territories: what a test makes goes with it.

    A refusal is read by its status alone; its page is tested in tests/plateforme/web/socle. When
    a session was last seen is told to nobody here (tests/plateforme/web/compte).
    """
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr(erreurs, "error_page", _bare_page)
    return Maison(membres, sessions)


def _bare_page(_request: Any, status: int, _erreur: Any = None) -> HttpResponse:
    return HttpResponse("refus", status=status)


def roles_to_try(row: dict[str, str]) -> list[str]:
    """Return the columns to try: a page open to all is tried by a visitor and one member."""
    return [VISITEUR, Role.PARTENAIRE] if open_to_all(row) else COLONNES


def open_to_all(row: dict[str, str]) -> bool:
    return {row[column] for column in COLONNES} == {"oui"}


@pytest.mark.parametrize(("page", "methode"), MATRIX)
def test_each_role_opens_what_the_matrix_says(maison: Maison, page: str, methode: str) -> None:
    row = MATRIX[page, methode]
    wanted = {column: row[column] for column in roles_to_try(row)}
    seen = {column: maison.observe(page, methode, column) for column in wanted}
    assert seen == wanted


@pytest.mark.parametrize("page", ALL)
def test_a_method_outside_the_matrix_is_refused(maison: Maison, page: str) -> None:
    """A page that anyone may read has nothing to protect from a POST that it ignores."""
    if (page, "GET") in MATRIX and open_to_all(MATRIX[page, "GET"]):
        return
    for methode in METHODES:
        if (page, methode) not in MATRIX:
            response = maison.ask(page, methode, Role.ADMINISTRATEUR, maison.mondes[0])
            assert response.status_code == 405, f"{methode} {page} is not in the matrix"


@pytest.mark.skipif(REWRITE, reason="the missing lines are being written")
def test_every_address_is_in_the_matrix_and_nothing_else() -> None:
    assert sorted({page for page, _ in MATRIX}) == ALL


def test_every_case_is_an_address() -> None:
    assert (set(CAS) | set(SIENS)) - set(ALL) == set()


def _read_by_all(rows: dict[tuple[str, str], dict[str, str]], page: str) -> bool:
    return (page, "GET") in rows and open_to_all(rows[page, "GET"])


@pytest.mark.skipif(not REWRITE, reason="ANCRAGE_DROITS=1 writes the missing lines")
def test_write_the_missing_lines(maison: Maison) -> None:
    rows = dict(MATRIX)
    for page, methode in itertools.product(ALL, METHODES):
        with contextlib.suppress(NoReverseMatch):  # its case is still to be written
            if (page, methode) in rows:
                continue
            status = maison.ask(page, methode, Role.ADMINISTRATEUR, maison.mondes[0]).status_code
            if status != 405 and not (methode == "POST" and _read_by_all(rows, page)):
                cells = {column: maison.observe(page, methode, column) for column in COLONNES}
                rows[page, methode] = {"page": page, "methode": methode, **cells}
    out = io.StringIO()
    writer = csv.DictWriter(out, ["page", "methode", *COLONNES], delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[key] for key in sorted(rows) if key[0] in ALL)
    MATRICE.write_text(out.getvalue(), "utf-8")
