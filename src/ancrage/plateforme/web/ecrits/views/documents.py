"""What can be drawn of a contract today, and what is frozen already."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.permissions import can_prepare
from ancrage.plateforme.documents.arretes import frozen_of
from ancrage.plateforme.documents.ecrits import ecrits_of, render_ecrit
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_followed
from ancrage.plateforme.web.socle.fichiers import send
from ancrage.plateforme.web.socle.rendu import rendre

MOTS = {"docx": "Word", "pdf": "PDF"}


def find_prepared(request: HttpRequest, slug: str) -> Contrat:
    """Return a contract whose documents the person may compose."""
    found = get_followed(request, slug)
    if not can_prepare(request.user, found):
        raise PermissionDenied("La délégation et le coordonnateur composent ces documents.")
    return found


@require_safe
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    """List what can be drawn, then what is frozen."""
    found = find_prepared(request, slug)
    context = frame_contrat(request, found) | {
        "ecrits": ecrits_of(found),
        "formats": MOTS,
        "arretes": [(one, reverse(one.page, args=one.reperes)) for one in frozen_of(found)],
    }
    return rendre(request, "ecrits/documents.html", context)


@require_safe
def ecrit(request: HttpRequest, slug: str, code: str, format: str) -> HttpResponse:
    """Give a document as a file, filled as of today."""
    found = find_prepared(request, slug)
    known = ecrits_of(found)
    if code not in known or format not in MOTS:
        raise Http404
    octets = render_ecrit(found, code, today(), format)
    return send(octets, f"{known[code][0]} {found.nom}", format, private=True)
