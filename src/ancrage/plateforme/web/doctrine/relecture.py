"""A form read again before it does anything: filled, told what it would do, then confirmed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import rendre

ETAPE, CONFIRMER, CORRIGER = "etape", "confirmer", "corriger"


@once_only
def relire(
    request: HttpRequest,
    form: Any,
    *,
    preview: Callable[[dict[str, Any]], dict[str, Any]],
    act: Callable[[dict[str, Any]], str],
    templates: tuple[str, str],
    context: dict[str, Any],
) -> HttpResponse:
    """Show `form`; valid, show what `preview` found; confirmed, run `act` and go where it says.

    `templates`: that of the form, that of the summary, which sends the same fields again.
    """
    asked = request.POST.get(ETAPE, "")
    found = _run(form, asked, preview, act) if form.is_bound and form.is_valid() else None
    if isinstance(found, str):
        return redirect(found)
    page = {**context, "form": form, "jeton": new_token()}
    if found is not None and asked != CORRIGER:
        return rendre(request, templates[1], page | found | {"envois": sent_again(form)})
    status = 422 if form.is_bound and asked != CORRIGER else 200
    return rendre(request, templates[0], page, status=status)


def _run(
    form: Any,
    asked: str,
    preview: Callable[[dict[str, Any]], dict[str, Any]],
    act: Callable[[dict[str, Any]], str],
) -> str | dict[str, Any] | None:
    """Return where the act led, or what it would do; None when it is refused."""
    try:
        return act(form.cleaned_data) if asked == CONFIRMER else preview(form.cleaned_data)
    except ActeRefuse as refused:
        form.add_error(refused.champ if refused.champ in form.fields else None, str(refused))
        return None


def sent_again(form: Any) -> list[tuple[str, str]]:
    """Return what the summary sends again: the text fields, as they were sent or `rewritten`."""
    rewritten: dict[str, str] = getattr(form, "rewritten", {})
    found = []
    for name in form.fields:
        key = form.add_prefix(name)
        values = [rewritten[name]] if name in rewritten else form.data.getlist(key)
        found += [(key, value) for value in values]
    return found
