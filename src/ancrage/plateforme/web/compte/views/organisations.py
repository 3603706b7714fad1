"""Organisations: list, add, describe, rename."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from ancrage.plateforme.comptes.lectures import organisations_visibles_par
from ancrage.plateforme.comptes.permissions import can_create_organisation, keeps_region
from ancrage.plateforme.comptes.services.organisations import (
    create_organisation,
    edit_organisation,
    rename_organisation,
)
from ancrage.plateforme.web.compte.actes import (
    Requete,
    attempt,
    chosen,
    require,
    require_administration,
    succeeds,
)
from ancrage.plateforme.web.compte.forms import NomForm, OrganisationEditForm, OrganisationForm
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import paginate, rendre

REFUS = "Seules l’ARS et l’administration de la région modifient une organisation."


@require_safe
def organisations(request: Requete) -> HttpResponse:
    """List the organisations of one's regions."""
    require_administration(request.user)
    wanted = request.GET.get("q", "").strip()
    rows = organisations_visibles_par(request.user)
    if wanted:
        rows = rows.filter(nom__icontains=wanted)
    context = {"page": paginate(request, rows.order_by("nom", "pk")), "q": wanted}
    return rendre(request, "compte/organisations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once_only
def nouvelle(request: Requete) -> HttpResponse:
    """Add an organisation."""
    require_administration(request.user)
    form = OrganisationForm(request.POST or None, user=request.user)
    if form.is_valid():
        data = form.cleaned_data
        require(can_create_organisation(request.user, data["region"]), REFUS)
        made = attempt(form, lambda: create_organisation(acteur=request.user, **data))
        if made:
            messages.success(request, f"« {made} » est ajoutée.")
            return redirect("compte:organisation", made.identifiant)
    context = {"form": form, "envoi": new_token()}
    return rendre(request, "compte/organisation_nouvelle.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: Requete, identifiant: UUID) -> HttpResponse:
    """Show an organisation and change what describes it."""
    rows = organisations_visibles_par(request.user).prefetch_related("anciens_noms")
    shown = get_object_or_404(rows, identifiant=identifiant)
    may_edit = keeps_region(request.user, shown.region)
    require(may_edit or request.method != "POST", REFUS)
    initial = {name: getattr(shown, name) for name in ("type", "territoire", "version")}
    form = OrganisationEditForm(request.POST or None, initial=initial)
    if form.is_valid():
        values, expected = chosen(form, shown), form.cleaned_data["version"]
        if succeeds(
            form,
            lambda: edit_organisation(
                acteur=request.user, organisation=shown, expected=expected, **values
            ),
        ):
            messages.success(request, "L’organisation est modifiée.")
            return redirect("compte:organisation", identifiant)
    context = {"organisation": shown, "form": form, "modifiable": may_edit}
    return rendre(request, "compte/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def renommer(request: Requete, identifiant: UUID) -> HttpResponse:
    """Give an organisation its new name."""
    shown = get_object_or_404(organisations_visibles_par(request.user), identifiant=identifiant)
    require(keeps_region(request.user, shown.region), REFUS)
    form = NomForm(request.POST or None, initial={"nom": shown.nom, "version": shown.version})
    if form.is_valid():
        data = form.cleaned_data
        if succeeds(
            form,
            lambda: rename_organisation(
                acteur=request.user,
                organisation=shown,
                nom=data["nom"],
                jusqu_au=data["jusqu_au"],
                expected=data["version"],
            ),
        ):
            messages.success(request, "L’organisation porte son nouveau nom.")
            return redirect("compte:organisation", identifiant)
    return rendre(request, "compte/organisation_nom.html", {"form": form, "organisation": shown})
