"""What has not changed is not sent again: ETag from the edition of the figures and the database."""

import functools
import hashlib
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.api.acces import scope_of
from ancrage.plateforme.web.api.porte import add_header

VERSION = version("ancrage")
Etat = Callable[[HttpRequest], str]


def edition(request: HttpRequest) -> str:
    """Return the state of what depends on the figures alone."""
    return profils.edition()


def fresh(etat: Etat = edition) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Answer 304 to a program that holds the current state; name the state otherwise.

    `etat` returns what the answer depends on besides the address, the format and the token.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def conditional(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            tag = _tag(request, etat(request))
            add_header(request, "ETag", tag)
            unchanged = get_conditional_response(request, etag=tag)
            return unchanged if unchanged is not None else view(request, *args, **kwargs)

        return conditional

    return decorate


def _tag(request: HttpRequest, state: str) -> str:
    jeton = scope_of(request).jeton
    parts = (
        VERSION,
        request.get_full_path(),
        request.headers.get("Accept", ""),
        str(jeton.pk) if jeton else "",
        state,
    )
    return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def file(content: str, name: str) -> HttpResponse:
    """Answer with a CSV file to keep."""
    response = HttpResponse(content.encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
