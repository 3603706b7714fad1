"""Whoever must have a second factor sets it up before anything else."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ancrage.plateforme.comptes.securite import has_second_factor, needs_second_factor

OUVERTES = frozenset(
    {
        "mfa_activate_totp",
        "account_reauthenticate",
        "account_logout",
    }
)


class SecondFacteurMiddleware:
    """Lead to the set-up page until the second factor of a required role is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let through visitors, roles without this duty, and the pages of the set-up itself."""
        user = request.user
        match = request.resolver_match
        if not user.is_authenticated or (match and match.view_name in OUVERTES):
            return None
        if not needs_second_factor(user) or has_second_factor(user):
            return None
        return redirect("mfa_activate_totp")
