"""Who asks: anybody, or a program that bears a token; and how often each may ask."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from ancrage.plateforme.comptes.jetons import JetonApi, PorteeJeton, find_token
from ancrage.plateforme.comptes.securite import has_second_factor, needs_second_factor
from ancrage.plateforme.web.api.problemes import Probleme
from ancrage.plateforme.web.socle.debit import address_of, seconds_to_wait

DEBITS = {"anonyme": 60, "jeton": 600}  # requests in a window
REALM = 'Bearer realm="ancrage"'


@dataclass(frozen=True, slots=True)
class Acces:
    """The rights of one request."""

    user: Any
    jeton: JetonApi | None = None

    def holds(self, portee: PorteeJeton) -> bool:
        """Say whether the token bears a scope."""
        return self.jeton is not None and portee in self.jeton.portees


def identify(request: HttpRequest) -> Acces:
    """Return the rights of a request, counted against its limit; the session plays no part.

    A refused token counts against the address it comes from, like a request without token.
    """
    jeton = _token_of(request)
    if jeton is None:
        _count(f"ip:{address_of(request)}", DEBITS["anonyme"])
        if "Authorization" in request.headers:
            raise Probleme(
                "jeton-refuse",
                "Ce jeton est inconnu, expiré ou révoqué, ou son titulaire n’a plus accès.",
                "Créez-en un autre dans « Mon compte », « Jetons d’API », ou demandez sans jeton.",
                entetes={"WWW-Authenticate": REALM},
            )
        return Acces(AnonymousUser())
    _count(f"jeton:{jeton.pk}", DEBITS["jeton"])
    return Acces(jeton.utilisateur, jeton)


def _token_of(request: HttpRequest) -> JetonApi | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    jeton = find_token(secret.strip()) if scheme.lower() == "bearer" else None
    if jeton is None or _lacks_second_factor(jeton.utilisateur):
        return None
    return jeton


def _lacks_second_factor(user: Any) -> bool:
    """Say whether the person would be led to set up a second factor: her token waits too."""
    return needs_second_factor(user) and not has_second_factor(user)


def _count(who: str, limit: int) -> None:
    """Count a request in the current window; refuse it beyond the limit."""
    wait = seconds_to_wait(f"api:{who}", limit)
    if wait:
        raise Probleme(
            "trop-de-demandes",
            f"Plus de {limit} demandes en une minute.",
            f"Attendez {wait} secondes. Un jeton relève cette limite ; les listes se lisent par "
            "pages de 500.",
            entetes={"Retry-After": str(wait)},
        )


def scope_of(request: HttpRequest) -> Acces:
    """Return the rights that the door put on the request."""
    found: Acces = request.acces  # type: ignore[attr-defined]
    return found
