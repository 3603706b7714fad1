"""Sign-in by ProConnect: leave for the provider, come back, and say clearly what failed."""

import logging
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from mozilla_django_oidc.views import (
    OIDCAuthenticationCallbackView,
    OIDCAuthenticationRequestView,
)

from ancrage.plateforme.comptes.oidc import ERREURS, endpoints, is_configured
from ancrage.plateforme.web.socle.rendu import rendre

logger = logging.getLogger(__name__)


def _failed(request: HttpRequest, reason: str) -> HttpResponse:
    logger.warning("Sign-in by ProConnect failed: %s", reason)
    return rendre(request, "compte/proconnect_echec.html", status=502)


class Depart(OIDCAuthenticationRequestView):
    """Leave for the provider, with a state and a nonce."""

    def __init__(self, **kwargs: Any) -> None:
        """Find the provider's address now, not when the site starts."""
        self.OIDC_OP_AUTH_ENDPOINT = endpoints()["authorization_endpoint"]
        self.OIDC_RP_CLIENT_ID = self.get_settings("OIDC_RP_CLIENT_ID")


class Retour(OIDCAuthenticationCallbackView):
    """Come back; the rest of the sign-in (second factor, sessions) is the same as by password."""

    def login_success(self) -> HttpResponse:
        """Sign in through allauth, so that no rule of sign-in is left out."""
        record_authentication(self.request, self.user, method="proconnect")
        response: HttpResponse = perform_login(
            self.request, self.user, redirect_url=self.success_url, email_verification="none"
        )
        return response

    def login_failure(self) -> HttpResponse:
        """Say that the person is unknown here, or that the sign-in was not completed."""
        email = self.request.session.pop("oidc_email", "")
        if not email:
            return _failed(self.request, "refused, or no address")
        context = {"email": email}
        return rendre(self.request, "compte/proconnect_inconnu.html", context, status=403)


@login_not_required
def depart(request: HttpRequest) -> HttpResponse:
    """Leave for the provider."""
    return _guarded(request, Depart)


@login_not_required
def retour(request: HttpRequest) -> HttpResponse:
    """Come back from the provider."""
    return _guarded(request, Retour)


def _guarded(request: HttpRequest, view: Any) -> HttpResponse:
    if not is_configured():
        raise Http404
    try:
        response: HttpResponse = view.as_view()(request)
    except ERREURS as error:
        return _failed(request, str(error))
    return response
