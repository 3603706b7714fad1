"""A form sent twice acts once: the second send shows the result of the first.

The page carries a token (`new_token`, printed by `<c-ui.form :token>`); the view bears
`once_only`. A form without token still works: nothing guards it.
"""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ancrage.plateforme.web.socle.erreurs import Erreur, error_page

CHAMP = "jeton"
EN_COURS = "en-cours"
DUREE_EN_COURS = 120  # seconds: after that, the first send is taken for dead
DUREE_RESULTAT = 24 * 3600
PATIENCE = Erreur(
    "Votre envoi est en cours",
    "Vous l’avez envoyé deux fois ; le premier envoi n’est pas terminé, le second est ignoré.",
    "Attendez quelques secondes, puis rouvrez la page : le résultat y sera.",
)
View = Callable[..., HttpResponse]


def new_token() -> str:
    """Return the token of one form, drawn when the page is made."""
    return uuid.uuid4().hex


def once_only(view: View) -> View:
    """Run a POST once per token and person; a redirection is the result that is kept."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.POST.get(CHAMP, "") if request.method == "POST" else ""
        if not token:
            return view(request, *args, **kwargs)
        key = _key(request, token)
        if not cache.add(key, EN_COURS, DUREE_EN_COURS):
            return _answer_again(request, cache.get(key))
        return _run(key, functools.partial(view, request, *args, **kwargs))

    return guarded


def _key(request: HttpRequest, token: str) -> str:
    """Bind the token to the person and the address: another's token opens nothing."""
    owner = request.user.pk or request.session.session_key or ""
    return f"jeton:{owner}:{hash_of(request.path)}:{hash_of(token)}"


def hash_of(path: str) -> str:
    """Return a short stable name of an address, fit for a cache key."""
    return uuid.uuid5(uuid.NAMESPACE_URL, path).hex


def _run(key: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Keep where the act led; a refusal or a bug frees the token for a new try."""
    kept = False
    try:
        response = act()
        if response.status_code in (302, 303):
            cache.set(key, response["Location"], DUREE_RESULTAT)
            kept = True
        return response
    finally:
        if not kept:
            cache.delete(key)


def _answer_again(request: HttpRequest, result: str | None) -> HttpResponse:
    if result is None or result == EN_COURS:
        return error_page(request, 409, PATIENCE)
    messages.info(request, "Vous aviez déjà envoyé ce formulaire : voici le résultat du premier.")
    return redirect(result)
