"""Stored perimeters: listed, read as signed and as of today, made, changed, frozen."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ancrage.plateforme.observations import perimetres as droits
from ancrage.plateforme.territoires import analyse, services
from ancrage.plateforme.territoires.millesimes import suggest
from ancrage.plateforme.territoires.models import Perimetre
from ancrage.plateforme.web.observatoire.actes_ors import bound
from ancrage.plateforme.web.observatoire.carte_choix import read_choix
from ancrage.plateforme.web.observatoire.forms_perimetres import PerimetreForm
from ancrage.plateforme.web.observatoire.portrait import show_membres_carte
from ancrage.plateforme.web.socle.formulaires import traiter
from ancrage.plateforme.web.socle.historique import read_actes
from ancrage.plateforme.web.socle.jetons import new_token
from ancrage.plateforme.web.socle.rendu import paginate, rendre

FORMULAIRE = "observatoire/perimetres/formulaire.html"


@login_not_required
@require_safe
def perimetres(request: HttpRequest) -> HttpResponse:
    """List the perimeters that this person may read."""
    found = droits.visibles_par(request.user).in_force().with_counts()
    context = {"page": paginate(request, found), "peut_creer": droits.can_create(request.user)}
    return rendre(request, "observatoire/perimetres/perimetres.html", context)


def _find(request: HttpRequest, identifiant: str) -> Perimetre:
    found = droits.visibles_par(request.user).prefetch_related("communes", "quartiers")
    return get_object_or_404(found, identifiant=identifiant)


@login_not_required
@require_safe
def perimetre(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Show a perimeter: as signed, as of today, inhabitants, warnings, history."""
    found = _find(request, identifiant)
    today = analyse.bring_up_to_date(found)
    area = analyse.territoire_of(found)
    context = {
        "perimetre": found,
        "actualisation": today,
        "ecarts": analyse.name_changes(found, today),
        "population": analyse.compute_population(today.communes),
        "coupures": analyse.find_coupures(today.communes),
        "d_un_tenant": analyse.is_d_un_tenant(today.communes),
        "chevauchements": analyse.find_chevauchements(found),
        "carte": show_membres_carte(area),
        "code": analyse.shortest_code(today.communes),
        "actes": read_actes(droits.history_of(request.user, found)),
        "peut_modifier": droits.can_change(request.user, found),
        "peut_figer": droits.can_freeze(request.user, found),
    }
    return rendre(request, "observatoire/perimetres/perimetre.html", context)


def nouveau(request: HttpRequest) -> HttpResponse:
    """Make a perimeter: the delegation of the département does."""
    if not droits.can_create(request.user):
        raise PermissionDenied("Une délégation départementale de l'ARS crée les périmètres.")
    initial = {"date_effet": timezone.localdate(), "version": 1, **request.GET.dict()}
    form = PerimetreForm(**bound(request), initial=initial)
    if is_search(request):
        return search(request, form, {})

    def act(data: dict[str, Any]) -> str:
        if not droits.may_hold(request.user, form.aujourdhui):
            raise PermissionDenied("Ces communes sont hors de votre département.")
        made = services.create_perimetre(
            acteur=request.user,
            region=analyse.region_of(form.aujourdhui),
            usage=data["usage"],
            **read_common(form, data),
        )
        tell_carried(request, form)
        return reverse("observatoire:perimetre", args=[made.identifiant])

    return traiter(request, form, act, FORMULAIRE, read_choix(request))


def modifier(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Change a perimeter that is not frozen."""
    found = _find(request, identifiant)
    if not droits.can_change(request.user, found):
        raise PermissionDenied("Vos droits ne permettent pas de modifier ce périmètre.")
    form = PerimetreForm(**bound(request), initial=initial_of(found))
    if is_search(request):
        return search(request, form, {"perimetre": found})

    def act(data: dict[str, Any]) -> str:
        services.update_perimetre(
            acteur=request.user,
            perimetre=found,
            expected=data["version"],
            ecart_explique=data["ecart_explique"],
            **read_common(form, data),
        )
        tell_carried(request, form)
        return reverse("observatoire:perimetre", args=[found.identifiant])

    return traiter(request, form, act, FORMULAIRE, {"perimetre": found, **read_choix(request)})


def read_common(form: PerimetreForm, data: dict[str, Any]) -> dict[str, Any]:
    """Return what making and changing a perimeter both write."""
    written = {name: data[name] for name in ("libelle", "date_effet", "millesime", "quartiers")}
    return {**written, "communes": form.lue.communes}


def tell_carried(request: HttpRequest, form: PerimetreForm) -> None:
    """Say which codes were carried to the vintage: the list is not the one that was typed."""
    for note in form.lue.notes[:20]:
        messages.info(request, note)


def is_search(request: HttpRequest) -> bool:
    """Say whether the search of the form was used: nothing is saved then."""
    return request.method == "POST" and ("chercher" in request.POST or "ajouter" in request.POST)


def search(request: HttpRequest, form: PerimetreForm, context: dict[str, Any]) -> HttpResponse:
    """Show the form as it was typed, with what was found by name, or with one more area in it."""
    typed = {name: str(value) for name, value in form.data.items()}
    added = typed.get("ajouter", "").strip()[:200]
    if added:
        held = typed.get("communes", "").rstrip()
        typed |= {"communes": f"{held}\n{added}".lstrip(), "ajout": ""}
    wanted = typed.get("ajout", "").strip()[:100]
    page = {
        "form": PerimetreForm(initial=typed),
        "jeton": new_token(),
        "trouves": suggest(wanted, form.annee) if wanted else [],
        "cherche": wanted,
        "ajoute": added,
        **context,
        **read_choix(request),
    }
    return rendre(request, FORMULAIRE, page)


def initial_of(found: Perimetre) -> dict[str, Any]:
    """Return a perimeter as its form shows it."""
    quartiers = "\n".join(
        " ; ".join(part for part in (one.code, one.libelle, one.commune) if part)
        for one in found.quartiers.all()
    )
    return {
        "libelle": found.libelle,
        "usage": found.usage,
        "date_effet": found.date_effet,
        "millesime": found.millesime,
        "communes": "\n".join(f"{one.code} {one.libelle}" for one in found.communes.all()),
        "quartiers": quartiers,
        "ecart_explique": found.ecart_explique,
        "version": found.version,
    }


@require_POST
def figer(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Freeze a perimeter: the headquarters of the agency do."""
    found = _find(request, identifiant)
    if not droits.can_freeze(request.user, found):
        raise PermissionDenied("Le siège de l'ARS fige les périmètres, une seule fois.")
    services.freeze_perimetre(acteur=request.user, perimetre=found)
    return redirect("observatoire:perimetre", identifiant=found.identifiant)
