"""Bad input over the whole site: forged, foreign, expired, malformed, twice, too much.

Each gets a clear page in French, never a failure of the server, and nothing is lost or done.
The traps inside files are tried in tests/plateforme/fichiers; what a role may not do, in
tests/architecture/test_droits.py.
"""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ancrage.plateforme.comptes.models import Affectation, Organisation
from ancrage.plateforme.comptes.roles import Role
from tests.architecture.cas_droits import CAS, mondes
from tests.architecture.test_droits import MATRIX
from tests.plateforme.comptes.factories import MOT_DE_PASSE, UtilisateurFactory, member
from tests.plateforme.html_valide import breaches_of_typography, faults

pytestmark = pytest.mark.django_db
PUBLIQUES = (
    "/",
    "/observatoire/",
    "/territoires/",
    "/territoires/composer/",
    "/indicateurs/",
    "/comparer/",
    "/perimetres/",
    "/territoires/epci:244500468/",
    "/territoires/epci:244500468/etat-de-sante/",
    "/territoires/epci:244500468/indicateurs/S05/",
    "/compte/connexion/",
)
POISONS = (
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "\x00",
    "../../../etc/passwd",
    "-1",
    "9" * 40,
    "=cmd|' /C calc'!A0",
    "\u202eabc",
    "é" * 5_000,
)
PARAMETRES = ("q", "page", "sexe", "tri", "liste", "a", "b", "theme", "etat", "niveau", "carte")


def told(response, *statuses: int) -> str:
    """Check that a refusal is a whole valid page in French with a way out; return its text."""
    assert response.status_code in statuses, response.status_code
    html = response.content.decode()
    assert '<html lang="fr"' in html
    assert faults(html) == []
    assert breaches_of_typography(html) == []
    assert re.search(r"<main.*<a ", html, re.DOTALL), "a dead end"
    return html


def of_objects() -> list[tuple[str, str]]:
    """Return the (page, method) of every address that names a stored object.

    The API answers with problems, not pages: tests/plateforme/web/api.
    """
    monde = {"identifiant": uuid.UUID(int=0)}
    found = []
    for nom, methode in sorted(MATRIX):
        if nom.startswith("api:"):
            continue
        try:
            reverse(nom, kwargs=monde)
        except Exception:
            continue
        found.append((nom, methode))
    return found


@pytest.mark.parametrize(("nom", "methode"), of_objects())
def test_a_forged_identifier_is_a_page_that_says_so(client, nom, methode):
    client.force_login(member(Role.ADMINISTRATEUR))
    address = reverse(nom, kwargs={"identifiant": uuid.uuid4()})
    told(client.generic(methode, address), 403, 404)


@pytest.mark.parametrize("nom", sorted({nom for nom, _ in of_objects()} & set(CAS)))
def test_the_object_of_another_region_is_a_page_that_says_so(client, nom):
    if (nom, "GET") not in MATRIX:
        pytest.skip("nothing to read at this address")
    if MATRIX[nom, "GET"][Role.COORDONNATEUR] == "oui":
        pytest.skip("whoever signed in reads it, in every region")
    client.force_login(member(Role.COORDONNATEUR))
    address = reverse(nom, kwargs=CAS[nom].arguments(mondes()[2]))
    told(client.get(address), 403, 404)


@pytest.mark.parametrize("address", PUBLIQUES)
def test_a_poisoned_query_breaks_no_page(client, address):
    for poison in POISONS:
        response = client.get(address, dict.fromkeys(PARAMETRES, poison))
        assert response.status_code < 500, poison
        if response.status_code != 302:
            told(response, 200, 400, 404)
            assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    "code",
    [
        "commune:99999",
        "epci:../../etc/passwd",
        "fichier:/etc/passwd",
        "/etc/passwd",
        "commune:45234'--",
        "region:999",
        "+".join(["commune:45234"] * 2_000) + "+commune:0",
        "commune:45234+",
        "<script>",
    ],
)
def test_a_forged_territory_is_a_page_that_says_so(client, code):
    response = client.get(f"/territoires/{code}/")
    html = told(response, 400, 404)
    assert "root:" not in html and "<script>" not in html.replace("<script src", "")


@pytest.mark.parametrize("format", ["exe", "php", "CSV", "csv.exe", "html"])
def test_an_unknown_format_is_a_page_that_says_so(client, format):
    told(client.get(f"/territoires/epci:244500468/profil.{format}"), 404)
    told(client.get(f"/territoires/epci:244500468/diagnostic.{format}"), 404)


# --- links


def test_an_expired_invitation_offers_a_new_link_and_opens_no_account(client):
    monde = mondes()[0]
    address = reverse(
        "compte:accepter_invitation", kwargs=CAS["compte:accepter_invitation"].arguments(monde)
    )
    monde.invitation.expire_le = timezone.now() - timedelta(days=1)
    monde.invitation.save()
    html = told(client.get(address), 410)
    assert reverse("compte:redemander_invitation", args=[address.split("/")[3]]) in html
    posted = client.post(address, {"prenom": "A", "nom": "B", "mot_de_passe": MOT_DE_PASSE})
    assert posted.status_code in (405, 410)
    assert not Affectation.objects.filter(utilisateur__email=monde.invitation.email).exists()


@pytest.mark.parametrize(
    "jeton",
    [
        "propre:faux",
        "x" * 2_000,
        signing.Signer(salt="un.autre.sel").sign("propre"),
        signing.Signer(salt="comptes.invitation").sign("inconnue"),
    ],
)
def test_a_forged_invitation_is_a_page_that_says_so(client, jeton):
    told(client.get(f"/compte/invitation/{jeton}/"), 404, 410)


# --- forms


def test_a_form_without_its_mark_of_origin_is_a_page_that_says_so():
    client = Client(enforce_csrf_checks=True)
    told(client.post("/compte/connexion/", {"login": "a@b.fr", "password": "x"}), 403)


def test_a_form_sent_twice_makes_one_organisation(client):
    client.force_login(member(Role.ARS_SIEGE))
    address = reverse("compte:organisation_nouvelle")
    html = client.get(address).content.decode()
    jeton = re.search(r'name="jeton" value="(\w+)"', html)
    assert jeton, "this form may be sent twice"
    data = {"jeton": jeton[1], "region": "24", "nom": "Pays d’essai", "type": "epci"}
    before = Organisation.objects.count()
    first, second = client.post(address, data), client.post(address, data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Organisation.objects.count() == before + 1


def test_a_refused_form_keeps_what_was_typed_and_runs_none_of_it(client):
    client.force_login(member(Role.ARS_SIEGE))
    address = reverse("compte:organisation_nouvelle")
    typed = "<script>alert(1)</script> =1+1"
    response = client.post(address, {"nom": typed, "type": "inconnu", "territoire": "nulle:part"})
    html = told(response, 200, 422)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; =1+1" in html
    assert "<script>alert" not in html


def test_a_request_too_heavy_is_a_page_that_says_so(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    client.force_login(UtilisateurFactory())
    told(client.post(reverse("compte:mon_compte"), {"prenom": "a" * 5_000}), 400, 413)


def test_too_many_fields_are_a_page_that_says_so(client):
    client.force_login(UtilisateurFactory())
    data = {f"champ{n}": "x" for n in range(1_500)}
    told(client.post(reverse("compte:mon_compte"), data), 400)
