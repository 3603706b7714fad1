"""Give a role to someone who has an account, and end one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.comptes.lectures import (
    affectations_visibles_par,
    personnes_visibles_par,
)
from ancrage.plateforme.comptes.permissions import can_give
from ancrage.plateforme.comptes.services.affectations import end_role, give_role
from ancrage.plateforme.web.compte.actes import Requete, require, succeeds
from ancrage.plateforme.web.compte.forms import FinRoleForm, RoleForm
from ancrage.plateforme.web.socle.rendu import rendre


@require_http_methods(["GET", "HEAD", "POST"])
def nouveau(request: Requete, identifiant: UUID) -> HttpResponse:
    """Give a role to a person."""
    shown = get_object_or_404(
        personnes_visibles_par(request.user).actifs(), identifiant=identifiant
    )
    form = RoleForm(request.POST or None, user=request.user)
    if form.is_valid() and succeeds(
        form, lambda: give_role(acteur=request.user, utilisateur=shown, **form.cleaned_data)
    ):
        messages.success(request, "Le rôle est donné.")
        return redirect("compte:personne", identifiant)
    return rendre(request, "compte/role_nouveau.html", {"form": form, "personne": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def finir(request: Requete, identifiant: UUID) -> HttpResponse:
    """End a role."""
    rows = affectations_visibles_par(request.user).select_related("utilisateur", "organisation")
    role = get_object_or_404(rows, identifiant=identifiant)
    allowed = can_give(request.user, role.role, role.portee, role.code, role.region)
    require(allowed, "Vos droits ne permettent pas de finir ce rôle.")
    form = FinRoleForm(request.POST or None)
    if form.is_valid() and succeeds(
        form, lambda: end_role(acteur=request.user, affectation=role, **form.cleaned_data)
    ):
        messages.success(request, "La fin du rôle est enregistrée.")
        return redirect("compte:personne", role.utilisateur.identifiant)
    return rendre(request, "compte/role_fin.html", {"form": form, "role": role})
