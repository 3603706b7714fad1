"""Give a signed file back, read what its verification found, say whose signatures they are."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.documents.lectures import retour_of, version_of
from ancrage.plateforme.documents.models import ModeSignature, RetourSignature
from ancrage.plateforme.documents.permissions import can_return
from ancrage.plateforme.documents.services import retours
from ancrage.plateforme.web.signature.forms import RapprochementForm, RetourForm
from ancrage.plateforme.web.signature.lignes import lines_of
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_followed
from ancrage.plateforme.web.socle.fichiers import send
from ancrage.plateforme.web.socle.formulaires import posted, traiter


@require_http_methods(["GET", "HEAD", "POST"])
def rendre_signe(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Give the signed PDF back, or the scan of the paper."""
    found = get_followed(request, slug)
    figee = version_of(found, identifiant)
    if figee is None or not can_return(request.user, found, figee.avenant):
        raise Http404
    sent = (posted(request), request.FILES) if request.method == "POST" else (None, None)
    form = RetourForm(*sent)

    def act(data: dict[str, Any]) -> str:
        made = retours.take_back(
            acteur=request.user, figee=figee, mode=data["mode"], upload=data["fichier"]
        )
        messages.success(request, "Le fichier est gardé ; lisez ce que sa vérification a trouvé.")
        return reverse("signature:retour", args=[slug, made.identifiant])

    context = {**frame_contrat(request, found), "figee": figee, "retour": _back(found, figee)}
    return traiter(request, form, act, "signature/rendre.html", context)


def _back(found: Contrat, figee: Any) -> str:
    if figee.avenant is not None:
        return reverse("signature:avenant", args=[found.slug, figee.avenant.numero])
    return reverse("signature:circuit", args=[found.slug])


def _given(found: Contrat, identifiant: UUID) -> RetourSignature:
    given = retour_of(found, identifiant)
    if given is None:
        raise Http404
    return given


@require_http_methods(["GET", "HEAD", "POST"])
def retour(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Show what was read of each signature; say whose it is."""
    found = get_followed(request, slug)
    given = _given(found, identifiant)
    if request.method == "POST" and not can_return(request.user, found, given.figee.avenant):
        raise PermissionDenied("Les signatures s’enregistrent par l’équipe du contrat.")
    papier = given.mode == ModeSignature.PAPIER
    waiting = retours.waiting_of(given.figee)
    form = RapprochementForm(
        posted(request) if request.method == "POST" else None, waiting=waiting, papier=papier
    )

    def act(data: dict[str, Any]) -> str:
        one = next(w for w in waiting if str(w.identifiant) == data["signataire"])
        if papier:
            retours.match_paper(
                acteur=request.user, retour=given, signataire=one,
                date_signature=data["date_signature"],
            )  # fmt: skip
        else:
            retours.match_signature(
                acteur=request.user, retour=given, champ=data["champ"], signataire=one
            )
        messages.success(request, f"La signature de « {one} » est enregistrée.")
        return request.path

    context = {
        **frame_contrat(request, found),
        "rendu": given,
        "papier": papier,
        "lignes": lines_of(given, waiting),
        "attendus": waiting,
        "reserves": given.constats.get("reserves", []),
        "meme_document": given.constats.get("meme_document"),
        "peut_rendre": can_return(request.user, found, given.figee.avenant),
        "retour": _back(found, given.figee),
    }
    return traiter(request, form, act, "signature/retour.html", context)


@require_safe
def fichier(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Give the signed file to the team of the contract."""
    given = _given(get_followed(request, slug), identifiant)
    return send(given.fichier.chemin.read_bytes(), "contrat-signe", "pdf", private=True)
