"""Many takeovers at once: the template, the workbook tried line by line, then imported whole."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ancrage.plateforme.contrats.classeur_reprise import write_modele
from ancrage.plateforme.contrats.models import ClasseurReprise
from ancrage.plateforme.contrats.services import reprises as services
from ancrage.plateforme.web.reprise.forms import ClasseurForm
from ancrage.plateforme.web.reprise.views.reprises import region_of
from ancrage.plateforme.web.socle.fichiers import send
from ancrage.plateforme.web.socle.formulaires import traiter
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import rendre

MODELE = "contrats-a-reprendre"
PIECES = "pieces"  # the files of a form that may hold many


@require_safe
def modele(request: HttpRequest) -> HttpResponse:
    """Send the blank workbook."""
    region_of(request)
    return send(write_modele(), MODELE, "xlsx")


def nouveau(request: HttpRequest) -> HttpResponse:
    """Send a filled workbook with its scans."""
    region = region_of(request)
    sent = request.method == "POST"
    form = ClasseurForm(request.POST if sent else None, request.FILES if sent else None)

    def act(data: dict[str, Any]) -> str:
        made = services.deposit_classeur(
            acteur=request.user, region=region, upload=data["fichier"],
            pieces=request.FILES.getlist(PIECES),
        )  # fmt: skip
        return reverse("reprise:classeur", args=[made.identifiant])

    return traiter(request, form, act, "reprise/nouveau_classeur.html")


def _find(request: HttpRequest, identifiant: str) -> ClasseurReprise:
    region_of(request)
    rows = ClasseurReprise.objects.visibles_par(request.user).select_related("fichier")
    return get_object_or_404(rows, identifiant=identifiant)


@require_safe
def classeur(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Show what importing a workbook would do, or what it did."""
    found = _find(request, identifiant)
    context: dict[str, Any] = {
        "classeur": found, "pieces": found.pieces.order_by("nom"), "jeton": new_token(),
    }  # fmt: skip
    if found.importe_le is None:
        context["essai"] = services.try_classeur(acteur=request.user, classeur=found)
    else:
        context["lignes"] = found.lignes.select_related("contrat")
    return rendre(request, "reprise/classeur.html", context)


@require_POST
@once_only
def pieces(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Add scans to a workbook."""
    found, sent = _find(request, identifiant), request.FILES.getlist(PIECES)
    services.add_pieces(acteur=request.user, classeur=found, pieces=sent)
    plural = "s" if len(sent) > 1 else ""
    messages.success(request, f"{len(sent)} pièce{plural} jointe{plural}.")
    return redirect("reprise:classeur", identifiant)


@require_POST
@once_only
def importer(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Take over every contract of the workbook."""
    found = _find(request, identifiant)
    essai = services.import_classeur(acteur=request.user, classeur=found)
    plural = "s" if len(essai.prets) > 1 else ""
    messages.success(request, f"{len(essai.prets)} contrat{plural} repris.")
    return redirect("reprise:classeur", identifiant)
