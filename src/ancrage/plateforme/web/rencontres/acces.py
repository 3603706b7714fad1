"""The doors of the space: which contract, which meeting, who writes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.rencontres.models import Instance, Reunion
from ancrage.plateforme.rencontres.permissions import can_organise, may_open, reads_all
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_followed
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne, posted

REFUS = "Le coordonnateur et l’ARS organisent les réunions de ce contrat."


def find_contrat(request: HttpRequest, slug: str) -> Contrat:
    """Return a contract whose meetings concern the person."""
    contrat = get_followed(request, slug)
    if not may_open(request.user, contrat):
        raise Http404
    return contrat


def find_reunion(request: HttpRequest, slug: str, identifiant: Any) -> Reunion:
    """Return a meeting that the person may read."""
    contrat = find_contrat(request, slug)
    rows = Reunion.objects.visibles_par(request.user).of(contrat).for_list()
    return get_object_or_404(rows, identifiant=identifiant)


def find_instance(request: HttpRequest, slug: str, identifiant: Any) -> Instance:
    """Return a body of a contract that the person reads whole."""
    contrat = find_contrat(request, slug)
    if not reads_all(request.user, contrat):
        raise Http404
    rows = Instance.objects.of(contrat).select_related("contrat")
    return get_object_or_404(rows, identifiant=identifiant)


def require_organiser(request: HttpRequest, contrat: Contrat) -> None:
    """Answer 403 to who does not organise."""
    if not can_organise(request.user, contrat):
        raise PermissionDenied(REFUS)


def bound(request: HttpRequest) -> dict[str, Any]:
    """Return the arguments that bind a form to what was sent."""
    return {"data": posted(request) if request.method == "POST" else None}


def version_of(request: HttpRequest) -> int:
    """Return the version that a button was shown on."""
    form = FormulaireVersionne(request.POST)
    if not form.is_valid():
        raise ActeRefuse(
            "Ce bouton vient d’une page incomplète.", "Rouvrez la page et recommencez."
        )
    version: int = form.cleaned_data["version"]
    return version


def frame(request: HttpRequest, contrat: Contrat, **more: Any) -> dict[str, Any]:
    """Return what every page of the space shows around its own part."""
    organises = can_organise(request.user, contrat) and contrat.is_open
    return {**frame_contrat(request, contrat), "organise": organises, **more}
