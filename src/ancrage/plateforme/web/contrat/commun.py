"""What the pages of a contract share: the door, the frame, the course of a form, its files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.models.contrat import SIGNE_SEUL
from ancrage.plateforme.fichiers.models import Fichier, TypeFichier
from ancrage.plateforme.fichiers.services import deposit_fichier
from ancrage.plateforme.web.socle.contrats import frame_contrat
from ancrage.plateforme.web.socle.formulaires import posted, traiter
from ancrage.plateforme.web.socle.rendu import rendre

PIECES = (
    TypeFichier.PDF, TypeFichier.DOCX, TypeFichier.XLSX, TypeFichier.PNG, TypeFichier.JPEG,
)  # fmt: skip
FERME = "Vos rôles sur ce contrat n’ouvrent pas cette page."


def require(allowed: bool, reason: str = FERME) -> None:
    """Answer 403 with a reason in French."""
    if not allowed:
        raise PermissionDenied(reason)


def works_on(user: Any, contrat: Contrat) -> bool:
    """Say whether a person sees the work itself, not only what was signed."""
    return bool(Contrat.objects.visibles_par(user, sauf=SIGNE_SEUL).filter(pk=contrat.pk).exists())


def get_worked(request: HttpRequest, slug: str) -> Contrat:
    """Return a contract whose work the person sees; the others do not exist for her."""
    seen = Contrat.objects.visibles_par(request.user, sauf=SIGNE_SEUL)
    found = seen.filter(slug=slug).for_list().first()
    if found is None:
        raise Http404
    return found


def bound(request: HttpRequest) -> dict[str, Any]:
    """Return the arguments that bind a form to what was sent, files included."""
    sent = request.method == "POST"
    return {"data": posted(request) if sent else None, "files": request.FILES if sent else None}


def show(
    request: HttpRequest, contrat: Contrat, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Answer with a page of a contract."""
    return rendre(request, template, {**frame_contrat(request, contrat), **context})


@dataclass(frozen=True, slots=True)
class Saisie:
    """The words of a form page: its title, what to know before, the button, what is said after.

    `retour` is the page it comes from and goes back to: a route, with its arguments after the
    slug, and the name it bears in the breadcrumb.
    """

    titre: str
    envoyer: str
    fait: str
    chapeau: str = ""
    retour: tuple[Any, ...] = ("contrat:contrat",)
    parent: str = ""
    note: str = ""

    def back(self, contrat: Contrat) -> str:
        """Return the address it goes back to."""
        route, *arguments = self.retour
        return reverse(route, args=[contrat.slug, *arguments])


def saisir(
    request: HttpRequest,
    contrat: Contrat,
    form: Any,
    act: Callable[[dict[str, Any]], Any],
    saisie: Saisie,
    template: str = "contrat/saisie.html",
    **context: Any,
) -> HttpResponse:
    """Run a form of a contract; what was deposited goes with a refused act."""

    def do(data: dict[str, Any]) -> str:
        with transaction.atomic():
            where = act(data)
        messages.success(request, saisie.fait)
        return where if isinstance(where, str) else saisie.back(contrat)

    shown = {
        **frame_contrat(request, contrat), "saisie": saisie, "retour": saisie.back(contrat),
        **context,
    }  # fmt: skip
    return traiter(request, form, do, template, shown)


def keep_piece(request: HttpRequest, contrat: Contrat, upload: Any) -> Fichier | None:
    """Take in the file of a form, when there is one."""
    if not upload:
        return None
    return deposit_fichier(acteur=request.user, region=contrat.region, upload=upload, admis=PIECES)
