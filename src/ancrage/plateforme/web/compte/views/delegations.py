"""Lend one's role during an absence."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ancrage.plateforme.comptes.lectures import delegations_visibles_par
from ancrage.plateforme.comptes.services.delegations import delegate, revoke
from ancrage.plateforme.web.compte.actes import Requete, succeeds
from ancrage.plateforme.web.compte.forms import DelegationForm
from ancrage.plateforme.web.socle.rendu import paginate, rendre


@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: Requete) -> HttpResponse:
    """List the delegations given and received, and give one."""
    form = DelegationForm(request.POST or None, user=request.user)
    if form.is_valid() and succeeds(
        form, lambda: delegate(acteur=request.user, **form.cleaned_data)
    ):
        messages.success(request, "La délégation est enregistrée ; votre collègue est prévenu.")
        return redirect("compte:delegations")
    page = paginate(request, delegations_visibles_par(request.user))
    context = {"form": form, "page": page, "aujourdhui": timezone.localdate()}
    return rendre(request, "compte/delegations.html", context)


@require_POST
def revoquer(request: Requete, identifiant: UUID) -> HttpResponse:
    """End a delegation before its term."""
    delegation = get_object_or_404(delegations_visibles_par(request.user), identifiant=identifiant)
    revoke(acteur=request.user, delegation=delegation)
    messages.success(request, "La délégation est révoquée.")
    return redirect("compte:delegations")
