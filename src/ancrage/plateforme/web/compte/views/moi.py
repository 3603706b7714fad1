"""One's own account: details, roles, security; and the directory of those who consent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ancrage.plateforme.comptes.lectures import annuaire_visible_par
from ancrage.plateforme.comptes.securite import has_second_factor, needs_second_factor
from ancrage.plateforme.comptes.services.personnes import CHAMPS, edit_details
from ancrage.plateforme.web.compte.actes import Requete, chosen, succeeds
from ancrage.plateforme.web.compte.forms import CoordonneesForm
from ancrage.plateforme.web.socle.rendu import paginate, rendre


@require_http_methods(["GET", "HEAD", "POST"])
def mon_compte(request: Requete) -> HttpResponse:
    """Show and change one's own details."""
    person = request.user
    initial = {name: getattr(person, name) for name in (*CHAMPS, "version")}
    form = CoordonneesForm(request.POST or None, initial=initial)
    if form.is_valid():
        values = chosen(form, person)
        expected = form.cleaned_data["version"]
        if succeeds(
            form, lambda: edit_details(acteur=person, person=person, expected=expected, **values)
        ):
            messages.success(request, "Vos coordonnées sont enregistrées.")
            return redirect("compte:mon_compte")
    return rendre(request, "compte/mon_compte.html", {"form": form})


@require_safe
def acces(request: Requete) -> HttpResponse:
    """Show one's own roles, present and past, and those lent by others."""
    today = timezone.localdate()
    rows = request.user.affectations.select_related("organisation")
    lent = request.user.delegations_recues.filter(
        revoquee_le__isnull=True, debut__lte=today, fin__gte=today
    ).select_related("affectation__organisation", "affectation__utilisateur")
    context = {
        "presentes": [a for a in rows if a.fin is None or a.fin >= today],
        "passees": [a for a in rows if a.fin is not None and a.fin < today],
        "pretees": lent,
    }
    return rendre(request, "compte/acces.html", context)


@require_safe
def securite(request: Requete) -> HttpResponse:
    """Show the state of one's password, second factor and sessions."""
    context = {
        "exige": needs_second_factor(request.user),
        "installe": has_second_factor(request.user),
        "mot_de_passe": request.user.has_usable_password(),
    }
    return rendre(request, "compte/securite.html", context)


@require_safe
def annuaire(request: Requete) -> HttpResponse:
    """List the people of one's regions who consent to be found."""
    people = annuaire_visible_par(request.user).prefetch_related("affectations__organisation")
    page = paginate(request, people.order_by("nom", "prenom", "pk"))
    return rendre(request, "compte/annuaire.html", {"page": page})
