"""The course of a form: shown, refused with its reasons, stale, or done once."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.web.socle.fusion import page_fusion, posted
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import rendre

__all__ = ["posted", "traiter"]


@once_only
def traiter(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], str],
    template: str,
    context: dict[str, Any] | None = None,
    fragment: str = "",
) -> HttpResponse:
    """Show `form`, or run `act(cleaned_data)` and go to the address that it returns.

    A refusal of the domain becomes an error of the field it names; a stale form becomes the
    choice of what to keep. Whatever happens, what was typed stays. Build the form from
    `posted(request)` when `request.method == "POST"`. The template prints `form` and `jeton`.
    """
    status = 200
    if form.is_bound:
        if form.is_valid():
            try:
                return redirect(act(form.cleaned_data))
            except EditionConcurrente as stale:
                return page_fusion(request, form, stale)
            except ActeRefuse as refused:
                form.add_error(
                    refused.champ if refused.champ in form.fields else None, str(refused)
                )
        status = 422
    page = {**(context or {}), "form": form, "jeton": new_token()}
    return rendre(request, template, page, fragment=fragment, status=status)
