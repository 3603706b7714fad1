"""The text of a contract: its parts, the automatic one beside what the team wrote."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.documents.articles import ARTICLES, incomplete, part_of, parts_of, trame_of
from ancrage.plateforme.documents.consolidation import signed_version
from ancrage.plateforme.documents.permissions import can_write
from ancrage.plateforme.documents.services import articles
from ancrage.plateforme.web.signature.forms import PartieForm
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_followed
from ancrage.plateforme.web.socle.formulaires import posted, traiter
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import rendre


@require_safe
def texte(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the whole text as it stands, and what it lacks; once signed, the text in force."""
    found = get_followed(request, slug)
    if signed_version(found) is not None:
        return redirect("signature:consolide", slug)
    parts = parts_of(found, timezone.localdate())
    lacking = incomplete(parts)
    context = {
        **frame_contrat(request, found),
        "parties": parts,
        "manquants": lacking,
        "complets": len(ARTICLES) - len(lacking),
        "trame": trame_of(found, timezone.localdate()),
        "modifiable": can_write(request.user, found),
    }
    return rendre(request, "signature/texte.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def partie(request: HttpRequest, slug: str, cle: str) -> HttpResponse:
    """Write one part; a page that is no longer up to date gives the choice."""
    found = get_followed(request, slug)
    part = part_of(found, cle, timezone.localdate())
    if part is None:
        raise Http404
    if request.method == "POST":
        _require_writer(request, found)
    known = part.redaction
    initial = {"version": known.version if known else 0, "texte": part.texte}
    form = PartieForm(posted(request) if request.method == "POST" else None, initial=initial)

    def act(data: dict[str, Any]) -> str:
        articles.write_part(
            acteur=request.user,
            contrat=found,
            cle=cle,
            texte=data["texte"],
            expected=data["version"],
        )
        messages.success(request, "Le texte est enregistré, avec votre nom et la date.")
        return f"{reverse('signature:texte', args=[slug])}#{cle}"

    context = {
        **frame_contrat(request, found),
        "partie_lue": part,
        "modifiable": can_write(request.user, found),
        "jeton_reprise": new_token(),
        "retour": reverse("signature:texte", args=[slug]),
    }
    return traiter(request, form, act, "signature/partie.html", context)


def _require_writer(request: HttpRequest, found: Contrat) -> None:
    if not can_write(request.user, found):
        raise PermissionDenied("Le texte s’écrit par l’équipe du contrat, jusqu’à la signature.")


@require_POST
@once_only
def reprendre(request: HttpRequest, slug: str, cle: str) -> HttpResponse:
    """Come back to the automatic text."""
    found = get_followed(request, slug)
    _require_writer(request, found)
    version = request.POST.get("version", "")
    articles.drop_part(
        acteur=request.user,
        contrat=found,
        cle=cle,
        expected=int(version) if version.isdecimal() and len(version) < 9 else 0,
    )
    messages.success(request, "Le texte automatique est repris ; le journal garde l’autre.")
    return redirect("signature:texte", slug)
