"""The doors of the space: which contract, who prepares it, the frame of its pages."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.fichiers.models import Fichier, TypeFichier
from ancrage.plateforme.fichiers.services import deposit_fichier
from ancrage.plateforme.prefiguration.permissions import can_prepare, is_read_by
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_followed
from ancrage.plateforme.web.socle.formulaires import traiter
from ancrage.plateforme.web.socle.fusion import FormulaireVersionne, posted

REFUS = "Le coordonnateur et l’ARS tiennent la préfiguration de ce contrat."
FORMULAIRE = "prefiguration/formulaire.html"
PIECES = (
    TypeFichier.PDF, TypeFichier.DOCX, TypeFichier.XLSX, TypeFichier.PNG, TypeFichier.JPEG,
)  # fmt: skip


def find_contrat(request: HttpRequest, slug: str) -> Contrat:
    """Return a contract whose work the person follows; the others do not exist for her."""
    contrat = get_followed(request, slug)
    if not is_read_by(request.user, contrat):
        raise Http404
    return contrat


def prepared(request: HttpRequest, slug: str) -> Contrat:
    """Return a contract that the person prepares."""
    contrat = find_contrat(request, slug)
    require(can_prepare(request.user, contrat), REFUS)
    return contrat


def require(allowed: bool, reason: str) -> None:
    """Answer 403 with a reason in French."""
    if not allowed:
        raise PermissionDenied(reason)


def is_written(contrat: Contrat) -> bool:
    """Say whether its elaboration goes on."""
    return contrat.is_open and not contrat.is_signed


def frame(request: HttpRequest, contrat: Contrat, **more: Any) -> dict[str, Any]:
    """Return what every page of the space shows around its own part."""
    prepare = can_prepare(request.user, contrat) and is_written(contrat)
    return {**frame_contrat(request, contrat), "prepare": prepare, **more}


def bound(request: HttpRequest) -> dict[str, Any]:
    """Return the arguments that bind a form to what was sent, files included."""
    sent = request.method == "POST"
    return {"data": posted(request) if sent else None, "files": request.FILES if sent else None}


def version_of(request: HttpRequest) -> int:
    """Return the version that a button was shown on."""
    form = FormulaireVersionne(request.POST)
    if not form.is_valid():
        raise ActeRefuse(
            "Ce bouton vient d’une page incomplète.", "Rouvrez la page et recommencez."
        )
    version: int = form.cleaned_data["version"]
    return version


def keep_piece(request: HttpRequest, contrat: Contrat, upload: Any) -> Fichier | None:
    """Take in the file of a form, when there is one."""
    if not upload:
        return None
    return deposit_fichier(acteur=request.user, region=contrat.region, upload=upload, admis=PIECES)


def saisir(
    request: HttpRequest,
    contrat: Contrat,
    form: Any,
    act: Callable[[dict[str, Any]], Any],
    titre: str,
    retour: str = "prefiguration:prefiguration",
    **words: str,
) -> HttpResponse:
    """Run a form of the space; what was deposited goes with a refused act."""
    back = reverse(retour, args=[contrat.slug])

    def do(data: dict[str, Any]) -> str:
        with transaction.atomic():
            act(data)
        messages.success(request, words.get("fait", "C’est enregistré."))
        return back

    page = frame(request, contrat, titre=titre, retour=back, **words)
    return traiter(request, form, do, FORMULAIRE, page)
