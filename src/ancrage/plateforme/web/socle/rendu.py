"""Answer with a page, or with the part of it that htmx asked for."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

PAR_PAGE = 50


def rendre(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render `template`, or its `{% partialdef fragment %}` when htmx asks for it.

    Without JavaScript, or through the history, the same address gives the whole page.
    """
    htmx: Any = getattr(request, "htmx", None)
    partial = fragment and htmx and not htmx.boosted and not htmx.history_restore_request
    name = f"{template}#{fragment}" if partial else template
    response = render(request, name, context, status=status)
    if fragment:
        patch_vary_headers(response, ["HX-Request"])
    return response


def paginate(request: HttpRequest, objects: Any, par_page: int = PAR_PAGE) -> Page[Any]:
    """Return the page named by `?page=`; a wrong number gives the nearest page, never an error."""
    return Paginator(objects, par_page).get_page(request.GET.get("page"))
