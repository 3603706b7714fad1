"""Every page of the site, walked from the matrix of rights: its address, and who opens it.

`Visite().pages()` yields each address of `droits.csv` that answers with a page, opened by the
first role for which it does, on a territory of its own. `JAMAIS` names those that give no page.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from ancrage.plateforme.comptes.models import Utilisateur
from tests.architecture.cas_droits import CAS, Monde, mondes
from tests.architecture.test_droits import COLONNES, MATRIX, VISITEUR
from tests.plateforme.client_strict import ClientStrict
from tests.plateforme.comptes.factories import member

OUVERTS = ("oui", "region", "propre")
# Files, redirections, and the addresses of an identity provider that is not set up here.
JAMAIS = {
    "account_complete_password_reset": "after a code received by e-mail",
    "account_confirm_login_code": "after a code received by e-mail",
    "account_confirm_password_reset_code": "after a code received by e-mail",
    "account_set_password": "for an account without password: leads to the change of password",
    "api:inconnu": "JSON: tests/plateforme/web/api",
    "api:list_communes": "JSON: tests/plateforme/web/api",
    "api:list_diagnostics": "JSON: tests/plateforme/web/api",
    "api:list_indicateurs": "JSON: tests/plateforme/web/api",
    "api:list_perimetres": "JSON: tests/plateforme/web/api",
    "api:list_semblables": "JSON: tests/plateforme/web/api",
    "api:list_territoires": "JSON: tests/plateforme/web/api",
    "api:list_valeurs": "JSON: tests/plateforme/web/api",
    "api:openapi-json": "JSON: tests/plateforme/web/api",
    "api:read_diagnostic": "JSON: tests/plateforme/web/api",
    "api:read_edition": "JSON: tests/plateforme/web/api",
    "api:read_indicateur": "JSON: tests/plateforme/web/api",
    "api:read_perimetre": "JSON: tests/plateforme/web/api",
    "api:read_profil": "JSON: tests/plateforme/web/api",
    "api:read_territoire": "JSON: tests/plateforme/web/api",
    "bibliotheque:contrats_json": "a file",
    "bibliotheque:fiches_csv": "a file",
    "bibliotheque:fiches_json": "a file",
    "ecrits:ecrit": "a file",
    "compte:exporter_json": "a file",
    "compte:exporter_zip": "a file",
    "contrat:piece": "a file",
    "mfa_authenticate": "in the middle of a sign-in: tests/parcours",
    "mfa_download_recovery_codes": "for a person who has codes",
    "mfa_view_recovery_codes": "for a person who has codes",
    "faisabilite:document": "a file",
    "prefiguration:piece": "a file",
    "observatoire:decrire_depot": "for the person who made the deposit: test_depots.py",
    "observatoire:document": "a file",
    "observatoire:fichier_demande": "a file",
    "observatoire:figure": "a file",
    "observatoire:figure_indicateur": "a file",
    "observatoire:lettre_demande": "a file",
    "observatoire:telecharger": "a file",
    "observatoire:telecharger_indicateur": "a file",
    "observatoire:dls_erratum": "for a published edition: test_diagnostics.py",
    "observatoire:dls_refuser": "for a diagnosis under review: test_diagnostics.py",
    "observatoire:dls_repondre": "for a diagnosis under review: test_diagnostics.py",
    "observatoire:dls_retirer": "for a published edition: test_diagnostics.py",
    "portail:diagnostic": "leads to the edition in force",
    "portail:document": "a file",
    "portail:donnees": "a file",
    "programme:correspondre": "for the person who sent the workbook: test_imports.py",
    "programme:exporter": "a file",
    "programme:ics": "a file",
    "programme:modele": "a file",
    "rencontres:abonnement": "a file, for a sealed key",
    "rencontres:annee_ics": "a file",
    "rencontres:calendrier": "a file",
    "rencontres:calendrier_reunion": "a file",
    "rencontres:document": "a file",
    "rencontres:reglement": "a file",
    "region:contrats": "leads to the region of the site",
    "region:telecharger": "a file",
    "signature:consolide_document": "a file",
    "signature:fichier": "a file",
    "signature:piece": "a file",
    "signature:projet": "a file",
    "passation:telecharger": "a file",
    "synthese:telecharger": "a file",
    "reprise:modele": "a file",
    "oidc_authentication_callback": "no provider",
    "oidc_authentication_init": "no provider",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a person opens it."""

    nom: str
    role: str
    adresse: str
    html: str


@dataclass
class Visite:
    """One client per role, signed in a moment ago, and the world where they stand."""

    clients: dict[str, ClientStrict] = field(default_factory=dict)

    @cached_property
    def monde(self) -> Monde:
        """Return the territory of the members."""
        return mondes()[0]

    def client(self, role: str) -> ClientStrict:
        """Return the client of a role, made at its first use."""
        if role not in self.clients:
            client = self.clients[role] = ClientStrict()
            if role != VISITEUR:
                sign_in(client, member(role))
        return self.clients[role]

    def pages(self) -> Iterator[Page]:
        """Yield every page once."""
        for nom, methode in sorted(MATRIX):
            found = self.find(nom) if methode == "GET" else None
            if found:
                yield found

    def find(self, nom: str) -> Page | None:
        """Return a page by the first role that gets one, or None."""
        cells = MATRIX[nom, "GET"]
        address = ""
        for role in COLONNES:
            if cells[role] not in OUVERTS:
                continue
            self.client(role)
            address = address or reverse(nom, kwargs=self._arguments(nom))
            response = self.client(role).get(address)
            close_quietly(response)
            if is_page(response):
                return Page(nom, role, address, response.content.decode())
        return None

    def _arguments(self, nom: str) -> dict[str, Any] | None:
        return CAS[nom].arguments(self.monde) if nom in CAS else None


def close_quietly(response: HttpResponseBase) -> None:
    """Close an answer (a file, perhaps) without the end of its request: that would close the
    connection, and with it the test's transaction. Django's client does so for its own requests.
    """
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def sign_in(client: ClientStrict, person: Utilisateur) -> None:
    """Sign a person in as if she had just given her password again."""
    client.force_login(person)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, person, method="password", reauthenticated=True)
    request.session.save()


def is_page(response: Any) -> bool:
    """Say whether an answer is a page (not a file, a redirection or a refusal).

    410 is the page of an expired invitation, which offers a new link.
    """
    return response.status_code in (200, 410) and response["Content-Type"].startswith("text/html")
