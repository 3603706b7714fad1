"""The letters of a contract: those that make sense where it stands, as Word and PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.permissions import can_prepare
from ancrage.plateforme.faisabilite.lettres import LETTRES, letters_of, render_letter
from ancrage.plateforme.faisabilite.models.decisions import FormatNote
from ancrage.plateforme.web.faisabilite.views.notes import require, send
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_followed
from ancrage.plateforme.web.socle.rendu import rendre


def _prepared(request: HttpRequest, slug: str) -> Contrat:
    found = get_followed(request, slug)
    require(can_prepare(request.user, found), "La délégation et le coordonnateur font ces lettres.")
    return found


@require_safe
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    """List the letters of a contract."""
    found = _prepared(request, slug)
    context = {
        "lettres": letters_of(found),
        "formats": FormatNote,
        **frame_contrat(request, found),
    }
    return rendre(request, "faisabilite/documents.html", context)


@require_safe
def lettre(request: HttpRequest, slug: str, code: str, format: str) -> HttpResponse:
    """Give a letter as a file, filled as of today."""
    found = _prepared(request, slug)
    if code not in letters_of(found) or format not in FormatNote.values:
        raise Http404
    octets = render_letter(found, code, timezone.localdate(), format)
    return send(octets, f"{LETTRES[code].titre} {found.nom}", format)
