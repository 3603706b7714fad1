"""The link of an invitation, as the invited person meets it."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ancrage.plateforme.comptes.lectures import has_account
from ancrage.plateforme.comptes.models import Invitation
from ancrage.plateforme.comptes.oidc import is_configured
from ancrage.plateforme.comptes.services.invitations import (
    Identite,
    accept_as_known,
    accept_as_new,
    ask_new_link,
    find_by_token,
)
from ancrage.plateforme.web.compte.actes import attempt
from ancrage.plateforme.web.compte.forms import AcceptationForm
from ancrage.plateforme.web.socle.rendu import rendre

TITRES = {
    None: "Ce lien ne correspond à aucune invitation",
    "acceptée": "Cette invitation a déjà servi",
    "annulée": "Cette invitation a été annulée",
    "expirée": "Cette invitation a expiré",
}


def _closed(request: HttpRequest, jeton: str, invitation: Invitation | None) -> HttpResponse:
    etat = invitation.etat if invitation else None
    context = {"titre": TITRES[etat], "etat": etat, "jeton": jeton, "invitation": invitation}
    return rendre(
        request, "compte/invitation_close.html", context, status=410 if invitation else 404
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("mot_de_passe", "mot_de_passe_bis")
@login_not_required
def accepter(request: HttpRequest, jeton: str) -> HttpResponse:
    """Open the account that an invitation offers, or add its role to the one that exists."""
    invitation = find_by_token(jeton)
    if invitation is None or invitation.etat != "ouverte":
        return _closed(request, jeton, invitation)
    if request.user.is_authenticated or has_account(invitation.email):
        return _add_to_account(request, jeton, invitation)
    form = AcceptationForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        who = Identite(data["prenom"], data["nom"], data["fonction"], data["mot_de_passe"])
        person = attempt(
            form, lambda: accept_as_new(acteur=None, invitation=invitation, identite=who)
        )
        if person:
            return perform_login(request, person, redirect_url="/")
    context = {"form": form, "invitation": invitation, "proconnect": is_configured()}
    return rendre(request, "compte/invitation_accepter.html", context)


def _add_to_account(request: HttpRequest, jeton: str, invitation: Invitation) -> HttpResponse:
    if request.method == "POST" and request.user.is_authenticated:
        accept_as_known(acteur=request.user, invitation=invitation)
        messages.success(request, "Votre nouveau rôle est ouvert.")
        return redirect("compte:acces")
    context = {"invitation": invitation, "jeton": jeton}
    return rendre(request, "compte/invitation_connexion.html", context)


@require_POST
@login_not_required
def redemander(request: HttpRequest, jeton: str) -> HttpResponse:
    """Ask the inviter for a new link."""
    invitation = find_by_token(jeton)
    if invitation is None:
        return _closed(request, jeton, None)
    ask_new_link(acteur=None, invitation=invitation)
    return rendre(request, "compte/invitation_redemandee.html")
