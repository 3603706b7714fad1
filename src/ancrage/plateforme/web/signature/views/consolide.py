"""The text in force of a signed contract, read by anybody, and its document."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.documents.consolidation import public_text
from ancrage.plateforme.documents.lectures import has_text
from ancrage.plateforme.documents.services.versions import draw_consolide
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_contrat
from ancrage.plateforme.web.socle.fichiers import send
from ancrage.plateforme.web.socle.rendu import rendre


def _signed(request: HttpRequest, slug: str) -> Contrat:
    found = get_contrat(request, slug)
    if not has_text(found):
        raise Http404
    return found


@login_not_required
@require_safe
def consolide(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the text as its amendments made it, with the way to what was signed."""
    found = _signed(request, slug)
    context = {**frame_contrat(request, found), "texte": public_text(found, today())}
    return rendre(request, "signature/consolide.html", context)


@login_not_required
@require_safe
def document(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """Give the text in force as a document, without private data."""
    found = _signed(request, slug)
    drawn = draw_consolide(found, today(), format) if format in ("pdf", "docx") else None
    if drawn is None:
        raise Http404
    return send(drawn, f"{found.nom[:80]} texte consolide", format)
