"""Sign-in by ProConnect: OpenID Connect with signed userinfo, matched to invited people only."""

import secrets
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from ancrage.plateforme.comptes.models import Invitation, Utilisateur
from ancrage.plateforme.comptes.services.invitations import (
    Identite,
    accept_as_known,
    accept_as_new,
)
from ancrage.plateforme.comptes.services.personnes import link_subject

# The failures of a provider that the page explains; anything else is our bug.
ERREURS = (requests.RequestException, jwt.InvalidTokenError, SuspiciousOperation, KeyError)


def is_configured() -> bool:
    """Say whether the site has an identity provider."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_RP_CLIENT_ID)


def endpoints() -> dict[str, Any]:
    """Return the provider's own description, read at most once an hour, never at start."""
    key = f"oidc:{settings.OIDC_ISSUER}"
    found = cache.get(key)
    if found is None:
        answer = requests.get(
            f"{settings.OIDC_ISSUER}/.well-known/openid-configuration",
            timeout=settings.OIDC_TIMEOUT,
        )
        answer.raise_for_status()
        found = answer.json()
        if found["issuer"].rstrip("/") != settings.OIDC_ISSUER:
            raise SuspiciousOperation("The provider describes itself under another address.")
        cache.set(key, found, 3600)
    return dict(found)


def logout_url(request: Any) -> str | None:
    """Return where the provider ends its own session, or None when the session is not its own."""
    hint = request.session.get("oidc_id_token")
    if not hint or not is_configured():
        return None
    try:
        address = endpoints().get("end_session_endpoint")
    except ERREURS:
        return None
    query = {
        "id_token_hint": hint,
        "state": secrets.token_urlsafe(16),
        "post_logout_redirect_uri": request.build_absolute_uri("/"),
    }
    return f"{address}?{urlencode(query)}" if address else None


class ConnexionOidc(OIDCAuthenticationBackend):
    """Check the provider's two tokens, then find the person by `sub`, else by invited address."""

    def __init__(self) -> None:
        """Read nothing yet: Django builds every backend at each password sign-in."""
        self.UserModel = get_user_model()
        self.OIDC_RP_CLIENT_ID = settings.OIDC_RP_CLIENT_ID
        self.OIDC_RP_CLIENT_SECRET = settings.OIDC_RP_CLIENT_SECRET
        self.OIDC_RP_SIGN_ALGO = settings.OIDC_RP_SIGN_ALGO
        self.OIDC_RP_IDP_SIGN_KEY = None

    @property
    def OIDC_OP_TOKEN_ENDPOINT(self) -> str:  # noqa: N802 the library's name
        return str(endpoints()["token_endpoint"])

    @property
    def OIDC_OP_USER_ENDPOINT(self) -> str:  # noqa: N802
        return str(endpoints()["userinfo_endpoint"])

    @property
    def OIDC_OP_JWKS_ENDPOINT(self) -> str:  # noqa: N802
        return str(endpoints()["jwks_uri"])

    def authenticate(self, request: Any, **kwargs: Any) -> Any:
        """Answer only the provider's own return."""
        if request is None or "nonce" not in kwargs or not is_configured():
            return None
        return super().authenticate(request, **kwargs)

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """Check signature, nonce and term as the library does, then issuer and audience."""
        payload: dict[str, Any] = super().verify_token(token, **kwargs)
        audience = payload.get("aud", ())
        audience = (audience,) if isinstance(audience, str) else audience
        if payload.get("iss", "").rstrip("/") != settings.OIDC_ISSUER:
            raise SuspiciousOperation("The token comes from another issuer.")
        if settings.OIDC_RP_CLIENT_ID not in audience:
            raise SuspiciousOperation("The token is meant for another site.")
        return payload

    def get_userinfo(self, access_token: str, id_token: str, payload: Any) -> dict[str, Any]:
        """Read the person's claims, signed or plain, and refuse those of another subject."""
        claims: dict[str, Any] = super().get_userinfo(access_token, id_token, payload)
        if claims.get("sub") != payload["sub"]:
            raise SuspiciousOperation("The claims are those of another person.")
        return claims

    @transaction.atomic
    def get_or_create_user(self, access_token: str, id_token: str, payload: Any) -> Any:
        """Return the person, tying her account to the provider at her first sign-in."""
        claims = self.get_userinfo(access_token, id_token, payload)
        known = Utilisateur.objects.filter(sujet_oidc=claims["sub"]).first()
        if known is not None:
            return known
        email = claims.get("email", "")
        self.request.session["oidc_email"] = email
        if not email or claims.get("email_verified") is False:
            return None
        return self._match_address(email, claims)

    def _match_address(self, email: str, claims: dict[str, Any]) -> Utilisateur | None:
        person = Utilisateur.objects.filter(email__iexact=email).first()
        if person is not None and person.sujet_oidc:
            return None  # the address of an account tied to another identity
        offers = Invitation.objects.valables().filter(email__iexact=email)
        for offer in offers:
            person = self._accept(person, offer, claims)
        if person is not None:
            link_subject(acteur=person, person=person, sujet=claims["sub"])
        return person

    def _accept(
        self, person: Utilisateur | None, offer: Invitation, claims: dict[str, Any]
    ) -> Utilisateur:
        if person is not None:
            return accept_as_known(acteur=person, invitation=offer)
        identite = Identite(claims.get("given_name", ""), claims.get("usual_name", ""))
        if not identite.nom:
            identite = Identite(identite.prenom, claims.get("family_name", ""))
        return accept_as_new(acteur=None, invitation=offer, identite=identite)
