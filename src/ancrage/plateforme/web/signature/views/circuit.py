"""The circuit of a signature, the draft, the frozen versions and their files."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from ancrage.plateforme.contrats.models import Avenant, Contrat
from ancrage.plateforme.documents.circuit import circuit_of
from ancrage.plateforme.documents.lectures import may_take, version_of, versions_of
from ancrage.plateforme.documents.permissions import can_freeze, can_return
from ancrage.plateforme.documents.services import retours, versions
from ancrage.plateforme.travaux.models import EtatTravail
from ancrage.plateforme.web.socle.contrats import (
    followers,
    frame_contrat,
    get_contrat,
    get_followed,
)
from ancrage.plateforme.web.socle.fichiers import TYPES, send
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import rendre

MANIFESTE, PARAPHEUR = "manifeste.json", "parapheur.zip"


@require_safe
def circuit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what stands between the text and its signature."""
    return _page(request, get_followed(request, slug), None)


@require_safe
def avenant(request: HttpRequest, slug: str, numero: int) -> HttpResponse:
    """Show the circuit of an amendment."""
    found = get_followed(request, slug)
    return _page(request, found, _amendment(found, numero))


def _amendment(found: Contrat, numero: int) -> Avenant:
    amended = found.avenants.filter(numero=numero).select_related("contrat").first()
    if amended is None:
        raise Http404
    return amended


def _asked(request: HttpRequest, found: Contrat, values: dict[str, str]) -> Avenant | None:
    """Return the amendment that a form or a link names; None for the contract itself."""
    numero = values.get("avenant", "")
    if not numero:
        return None
    if not numero.isdecimal() or len(numero) > 4:
        raise Http404
    return _amendment(found, int(numero))


def _page(request: HttpRequest, found: Contrat, amended: Avenant | None) -> HttpResponse:
    job = versions.freezing_of(found, amended)
    context = {
        **frame_contrat(request, found),
        "avenant": amended,
        "clos": found.is_signed and amended is None,
        "circuit": circuit_of(found, amended, timezone.localdate()),
        "versions": versions_of(found, amended),
        "avenants": () if amended else list(found.avenants.order_by("numero")),
        "travail": job if job is not None and not job.fini else None,
        "echec": job if job is not None and job.etat == EtatTravail.ECHEC else None,
        "peut_figer": can_freeze(request.user, found, amended),
        "peut_rendre": can_return(request.user, found, amended),
        "jeton": new_token(),
    }
    return rendre(request, "signature/circuit.html", context)


@require_safe
def projet(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """Give the document as it stands today: a draft, and it says so on every page."""
    found = get_followed(request, slug)
    if format not in ("pdf", "docx"):
        raise Http404
    amended = _asked(request, found, request.GET.dict())
    matiere = versions.gather(found, amended, timezone.localdate(), fige=False)
    what = f"avenant {amended.numero}" if amended else "projet"
    return send(versions.draw(matiere, format), f"{found.nom[:80]} {what}", format)


@require_POST
@once_only
def figer(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze a version to be signed, in a job."""
    found = get_followed(request, slug)
    amended = _asked(request, found, request.POST.dict())
    if not can_freeze(request.user, found, amended):
        raise PermissionDenied("La version à signer se fige par l’équipe du contrat.")
    versions.ask_freeze(acteur=request.user, contrat=found, avenant=amended)
    messages.success(request, "La version est en cours de préparation : quelques secondes.")
    if amended is not None:
        return redirect("signature:avenant", slug, amended.numero)
    return redirect("signature:circuit", slug)


@login_not_required
@require_safe
def piece(request: HttpRequest, slug: str, identifiant: UUID, nature: str) -> HttpResponseBase:
    """Give a file of a frozen version: all of them to the team, the public ones to anybody."""
    found = get_contrat(request, slug)
    figee = version_of(found, identifiant)
    if figee is None or not may_take(request.user, figee, nature, followers(request.user, found)):
        raise Http404
    name = f"{found.nom[:80]} version {figee.numero} {nature.partition('.')[0]}"
    if nature == MANIFESTE:
        return send(figee.manifeste.encode(), name, "json")
    if nature == PARAPHEUR:
        return send(retours.parapheur_of(figee), name, "zip")
    kept = next((one for one in figee.pieces.all() if one.nature == nature), None)
    if kept is None:
        raise Http404
    format = nature.rpartition(".")[2]
    return FileResponse(
        kept.chemin.open("rb"), as_attachment=True, filename=f"{slugify(name)}.{format}",
        content_type=TYPES[format],
    )  # fmt: skip
