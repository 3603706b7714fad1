"""Invitations, for those who send them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ancrage.plateforme.comptes.lectures import invitations_visibles_par
from ancrage.plateforme.comptes.permissions import can_give
from ancrage.plateforme.comptes.services.invitations import cancel, invite, resend
from ancrage.plateforme.web.compte.actes import Requete, attempt, require, require_administration
from ancrage.plateforme.web.compte.forms import InvitationForm
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import paginate, rendre

REFUS = "Vos droits ne permettent pas de donner ce rôle sur cette portée."


@require_safe
def invitations(request: Requete) -> HttpResponse:
    """List the invitations that one administers."""
    require_administration(request.user)
    page = paginate(request, invitations_visibles_par(request.user).order_by("-cree_le", "-pk"))
    return rendre(request, "compte/invitations.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@once_only
def nouvelle(request: Requete) -> HttpResponse:
    """Invite someone."""
    require_administration(request.user)
    form = InvitationForm(request.POST or None, user=request.user)
    if form.is_valid():
        sent = attempt(form, lambda: invite(acteur=request.user, **form.cleaned_data))
        if sent:
            messages.success(request, f"L’invitation est partie à {sent.email}.")
            return redirect("compte:invitation", sent.identifiant)
    context = {"form": form, "envoi": new_token()}
    return rendre(request, "compte/invitation_nouvelle.html", context)


def _find(request: Requete, identifiant: UUID):  # type: ignore[no-untyped-def]
    return get_object_or_404(invitations_visibles_par(request.user), identifiant=identifiant)


@require_safe
def invitation(request: Requete, identifiant: UUID) -> HttpResponse:
    """Show an invitation and what may be done with it."""
    shown = _find(request, identifiant)
    context = {
        "invitation": shown,
        "modifiable": can_give(request.user, shown.role, shown.portee, shown.code, shown.region)
        and shown.etat in ("ouverte", "expirée"),
    }
    return rendre(request, "compte/invitation.html", context)


@require_POST
def renvoyer(request: Requete, identifiant: UUID) -> HttpResponse:
    """Send a new link."""
    shown = _find(request, identifiant)
    require(can_give(request.user, shown.role, shown.portee, shown.code, shown.region), REFUS)
    resend(acteur=request.user, invitation=shown)
    messages.success(request, "Un nouveau lien est parti ; l’ancien ne sert plus.")
    return redirect("compte:invitation", identifiant)


@require_POST
def annuler(request: Requete, identifiant: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    shown = _find(request, identifiant)
    require(can_give(request.user, shown.role, shown.portee, shown.code, shown.region), REFUS)
    cancel(acteur=request.user, invitation=shown)
    messages.success(request, "L’invitation est annulée.")
    return redirect("compte:invitation", identifiant)
