"""The tokens of the open API: list one's own, draw one, revoke one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ancrage.plateforme.comptes.jetons import JetonApi
from ancrage.plateforme.comptes.services.jetons import create_token, revoke_token
from ancrage.plateforme.web.compte.actes import Requete, attempt
from ancrage.plateforme.web.compte.forms import JetonForm, SecretForm
from ancrage.plateforme.web.socle.rendu import paginate, rendre


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def jetons(request: Requete) -> HttpResponse:
    """List one's tokens and draw one; its secret is in this answer and nowhere else.

    No redirection after the act: the secret would have to be kept somewhere in between. A form
    sent twice is refused by the name of the token.
    """
    form = JetonForm(request.POST or None)
    drawn = None
    if form.is_valid():
        drawn = attempt(form, lambda: create_token(acteur=request.user, **form.cleaned_data))
    page = paginate(request, JetonApi.objects.visibles_par(request.user))
    context = {
        "form": JetonForm() if drawn else form,
        "page": page,
        "secret": SecretForm(initial={"secret": drawn[1]})["secret"] if drawn else None,
    }
    return rendre(request, "compte/jetons.html", context)


@require_POST
def revoquer(request: Requete, identifiant: UUID) -> HttpResponse:
    """Close one of one's tokens."""
    jeton = get_object_or_404(JetonApi.objects.visibles_par(request.user), identifiant=identifiant)
    revoke_token(acteur=request.user, jeton=jeton)
    messages.success(request, "Le jeton est révoqué : il n’ouvre plus rien.")
    return redirect("compte:jetons")
