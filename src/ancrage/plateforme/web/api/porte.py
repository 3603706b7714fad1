"""The door of every address of the API: rights and limits first, then one shape of answer."""

import functools
import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.observations.valeurs import Erreur
from ancrage.plateforme.web.api.acces import identify, scope_of
from ancrage.plateforme.web.api.problemes import Probleme, from_engine

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


def guard(view: View) -> View:
    """Answer through the door: never a session, a redirection or a page of error."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if "\0" in request.path_info:  # PostgreSQL takes none in a text
                raise Probleme("inconnu", "Un caractère nul (%00) est dans l’adresse.")
            request.acces = identify(request)  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            if response.status_code == 405:
                raise not_allowed(response["Allow"])
            refuse_other_format(request, response)
        except Exception as error:
            response = answer_to(request, error)
        return finish(request, response)

    guarded.login_required = False  # type: ignore[attr-defined]
    guarded.answers_errors = True  # type: ignore[attr-defined]
    return csrf_exempt(guarded)


def answer_to(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the problem of any exception; one that nobody foresaw is logged."""
    if isinstance(error, Erreur):
        error = from_engine(error)
    elif isinstance(error, ActeRefuse):
        error = Probleme("inconnu", error.message, error.remede)
    elif not isinstance(error, Probleme):
        logger.exception("The API broke down at %s", request.path)
        error = Probleme(
            "panne",
            "L’erreur est de notre côté ; elle est consignée avec son heure.",
            "Recommencez dans quelques minutes.",
        )
    return error.answer(request)


def not_allowed(methods: str) -> Probleme:
    """Return the problem of a method that an address does not answer to."""
    return Probleme(
        "methode",
        f"Cette adresse ne répond qu’à : {methods}.",
        "L’API se lit ; elle n’écrit rien.",
        entetes={"Allow": methods},
    )


def refuse_other_format(request: HttpRequest, response: HttpResponse) -> None:
    """Refuse an answer that is not in the format asked for by « ?format= »."""
    asked = request.GET.get("format", "json").lower()
    json = response.headers.get("Content-Type", "").startswith("application/json")
    if response.status_code == 200 and json and asked not in ("json", ""):
        raise Probleme(
            "format",
            "Cette adresse ne donne que du JSON.",
            "Retirez « format » ; les valeurs et les profils existent aussi en CSV.",
        )


def finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say who may keep the answer, and let pages of other sites read what is public."""
    for name, value in getattr(request, "entetes", {}).items():
        response[name] = value
    acces = getattr(request, "acces", None)
    if not response.has_header("Cache-Control"):
        kept = response.status_code in (200, 304)
        shared = "private" if acces and acces.jeton else "public"
        response["Cache-Control"] = f"{shared}, no-cache" if kept else "no-store"
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    patch_vary_headers(response, ["Accept", "Authorization"])
    return response


def add_header(request: HttpRequest, name: str, value: str) -> None:
    """Keep a header for the answer under way."""
    if not hasattr(request, "entetes"):
        request.entetes = {}  # type: ignore[attr-defined]
    request.entetes[name] = value  # type: ignore[attr-defined]


def guarded_urls(patterns: list[Any]) -> list[URLPattern]:
    """Return ninja's addresses behind the door, without its own front page."""
    kept = [pattern for pattern in patterns if pattern.name != "api-root"]
    for pattern in kept:
        pattern.callback = guard(pattern.callback)
    return kept


__all__ = ["add_header", "guard", "guarded_urls", "scope_of"]
