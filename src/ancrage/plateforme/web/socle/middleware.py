"""Turn refusals of the domain, and bare answers of error, into pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.territoires.lecture import Erreur as ErreurMoteur
from ancrage.plateforme.web.socle.erreurs import error_page, is_bare, refus

# By exit code of the engine: usage, bad input, refused (secrecy or right), source awaited.
STATUTS = {2: 400, 3: 400, 4: 403, 5: 404}


class PagesErreur:
    """Last of the chain: sees the exceptions of views, and what they answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give a page to a bare 405, 413 or 429; keep its headers."""
        response = self.get_response(request)
        if not is_bare(response):
            return response
        page = error_page(request, response.status_code)
        for header in ("Allow", "Retry-After"):
            if header in response:
                page[header] = response[header]
        return page

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse a null character, which PostgreSQL refuses in a text; no address of ours has one.

        A view marked `answers_errors` judges its own parameters.
        """
        if getattr(view, "answers_errors", False):
            return None
        if "\0" in request.path_info:
            return error_page(request, 404)
        return error_page(request, 400) if "%00" in request.META.get("QUERY_STRING", "") else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer to a refusal that the view let through: 409 for a stale form, else 400.

        An error of the engine is a refusal too, unless it is a bug.
        """
        if isinstance(exception, ActeRefuse):
            stale = isinstance(exception, EditionConcurrente)
            return refus(request, exception, 409 if stale else 400)
        if isinstance(exception, ErreurMoteur) and exception.sortie in STATUTS:
            said = ActeRefuse(exception.message, exception.remede or exception.attendu or "")
            return refus(request, said, STATUTS[exception.sortie])
        return None
