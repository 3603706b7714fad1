"""People, for those who administer them."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ancrage.plateforme.comptes.lectures import (
    affectations_visibles_par,
    personnes_visibles_par,
)
from ancrage.plateforme.comptes.permissions import can_close
from ancrage.plateforme.comptes.securite import has_second_factor
from ancrage.plateforme.comptes.services.departs import (
    close_account,
    reopen_account,
    reset_second_factor,
)
from ancrage.plateforme.comptes.services.personnes import change_email
from ancrage.plateforme.comptes.travail_tenu import held_by
from ancrage.plateforme.web.compte.actes import Requete, require, require_administration, succeeds
from ancrage.plateforme.web.compte.forms import AdresseForm, FermetureForm, MotifForm
from ancrage.plateforme.web.socle.rendu import paginate, rendre

REFUS = "Ce compte tient des rôles que vous n’administrez pas tous."


@require_safe
def personnes(request: Requete) -> HttpResponse:
    """List the people that one administers."""
    require_administration(request.user)
    wanted = request.GET.get("q", "").strip()
    rows = personnes_visibles_par(request.user).prefetch_related("affectations__organisation")
    for word in wanted.split():
        rows = rows.filter(
            Q(nom__icontains=word) | Q(prenom__icontains=word) | Q(email__icontains=word)
        )
    page = paginate(request, rows.order_by("nom", "prenom", "pk"))
    context = {"page": page, "q": wanted, "aujourdhui": timezone.localdate()}
    return rendre(request, "compte/personnes.html", context)


@require_safe
def personne(request: Requete, identifiant: UUID) -> HttpResponse:
    """Show a person, the roles that one administers, and what may be done."""
    shown = get_object_or_404(personnes_visibles_par(request.user), identifiant=identifiant)
    roles = affectations_visibles_par(request.user).filter(utilisateur=shown)
    context = {
        "personne": shown,
        "roles": roles.select_related("organisation"),
        "aujourdhui": timezone.localdate(),
        "peut_fermer": can_close(request.user, shown),
        "second_facteur": has_second_factor(shown),
        "motif": MotifForm(auto_id=False),
    }
    return rendre(request, "compte/personne.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def adresse(request: Requete, identifiant: UUID) -> HttpResponse:
    """Change the address of a person who lost it."""
    shown = get_object_or_404(personnes_visibles_par(request.user), identifiant=identifiant)
    require(can_close(request.user, shown), REFUS)
    form = AdresseForm(request.POST or None, initial={"version": shown.version})
    if form.is_valid():
        data = form.cleaned_data
        if succeeds(
            form,
            lambda: change_email(
                acteur=request.user, person=shown, email=data["email"], expected=data["version"]
            ),
        ):
            messages.success(request, "La nouvelle adresse est enregistrée.")
            return redirect("compte:personne", identifiant)
    return rendre(request, "compte/personne_adresse.html", {"form": form, "personne": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def fermer(request: Requete, identifiant: UUID) -> HttpResponse:
    """Show what a person holds and to whom it passes, then close her account."""
    shown = get_object_or_404(personnes_visibles_par(request.user), identifiant=identifiant)
    require(can_close(request.user, shown), REFUS)
    takers = personnes_visibles_par(request.user).actifs().exclude(pk=shown.pk)
    form = FermetureForm(request.POST or None, takers=takers)
    if form.is_valid() and succeeds(
        form, lambda: close_account(acteur=request.user, person=shown, **form.cleaned_data)
    ):
        messages.success(request, f"Le compte de {shown} est fermé.")
        return redirect("compte:personne", identifiant)
    context = {"form": form, "personne": shown, "tenus": held_by(shown)}
    return rendre(request, "compte/personne_fermeture.html", context)


@require_POST
def rouvrir(request: Requete, identifiant: UUID) -> HttpResponse:
    """Open a closed account again."""
    shown = get_object_or_404(personnes_visibles_par(request.user), identifiant=identifiant)
    require(can_close(request.user, shown), REFUS)
    reopen_account(acteur=request.user, person=shown, motif=_motif(request))
    messages.success(request, "Le compte est rouvert, sans rôle : donnez-les à nouveau.")
    return redirect("compte:personne", identifiant)


@require_POST
def reinitialiser(request: Requete, identifiant: UUID) -> HttpResponse:
    """Forget a person's second factor."""
    shown = get_object_or_404(personnes_visibles_par(request.user), identifiant=identifiant)
    require(can_close(request.user, shown), REFUS)
    reset_second_factor(acteur=request.user, person=shown, motif=_motif(request))
    messages.success(request, "La personne installera un second facteur à sa prochaine connexion.")
    return redirect("compte:personne", identifiant)


def _motif(request: Requete) -> str:
    form = MotifForm(request.POST)
    return str(form.cleaned_data["motif"]) if form.is_valid() else ""
