"""One's own data: the register, the export, the consents, the erasure."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ancrage.plateforme.comptes.services.personnes import erase_person, set_consents
from ancrage.plateforme.comptes.traitements import traitements as register
from ancrage.plateforme.comptes.travail_tenu import held_by
from ancrage.plateforme.web.compte.actes import Requete, succeeds
from ancrage.plateforme.web.compte.exports import as_json, as_zip
from ancrage.plateforme.web.compte.forms import ConsentementsForm, EffacementForm
from ancrage.plateforme.web.socle.rendu import rendre


@require_safe
@login_not_required
def traitements(request: HttpRequest) -> HttpResponse:
    """Show the register of processing to anyone."""
    return rendre(request, "compte/traitements.html", {"traitements": register().values()})


@require_safe
def donnees(request: Requete) -> HttpResponse:
    """Show what a person may do with her data."""
    consents = request.user.consentements.all()
    running = [c.finalite for c in consents if c.retire_le is None]
    context = {
        "form": ConsentementsForm(initial={"finalites": running}),
        "consentements": consents,
    }
    return rendre(request, "compte/donnees.html", context)


@require_POST
def consentements(request: Requete) -> HttpResponse:
    """Record the consents as they are ticked."""
    form = ConsentementsForm(request.POST)
    if not form.is_valid():
        return rendre(request, "compte/donnees.html", {"form": form, "consentements": []})
    wanted = set(form.cleaned_data["finalites"])
    set_consents(acteur=request.user, person=request.user, finalites=wanted)
    messages.success(request, "Vos choix sont enregistrés.")
    return redirect("compte:donnees")


def _attachment(content: str | bytes, kind: str, suffix: str) -> HttpResponse:
    name = f"ancrage-mes-donnees-{timezone.localdate():%Y-%m-%d}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


@require_safe
def exporter_json(request: Requete) -> HttpResponse:
    """Give one's own data as JSON."""
    return _attachment(as_json(request.user), "application/json", "json")


@require_safe
def exporter_zip(request: Requete) -> HttpResponse:
    """Give one's own data as a page and tables."""
    return _attachment(as_zip(request.user), "application/zip", "zip")


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def effacer(request: Requete) -> HttpResponse:
    """Show what erasing one's account does, then do it."""
    form = EffacementForm(request.POST or None)
    if form.is_valid():
        person = request.user
        if succeeds(
            form,
            lambda: erase_person(
                acteur=person, person=person, motif="À la demande de la personne."
            ),
        ):
            logout(request)
            messages.success(request, "Votre compte est effacé. Vous êtes déconnecté.")
            return redirect("accueil:accueil")
    context = {"form": form, "tenus": held_by(request.user)}
    return rendre(request, "compte/effacement.html", context)
