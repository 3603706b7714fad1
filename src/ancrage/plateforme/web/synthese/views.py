"""The synthesis of a contract for its élus: read on the page, taken away on two sheets."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.documents.synthese.recueil import gather_synthese
from ancrage.plateforme.programmes.acces import reads_team
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_followed
from ancrage.plateforme.web.socle.fichiers import send
from ancrage.plateforme.web.socle.rendu import rendre
from ancrage.plateforme.web.synthese.presentation import show_synthese
from ancrage.publication.documents.synthese import FORMATS, render_synthese

FERME = "La synthèse est un document de travail : elle est à l’équipe du contrat et à ses élus."


def _find(request: HttpRequest, slug: str) -> Contrat:
    found = get_followed(request, slug)
    if not reads_team(request.user, found):
        raise PermissionDenied(FERME)
    return found


@require_safe
def elu(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the synthesis, with the commune that the address names."""
    found, chosen = _find(request, slug), request.GET.get("commune", "")
    synthese = gather_synthese(request.user, found, today(), chosen)
    context = frame_contrat(request, found) | show_synthese(synthese, found.slug)
    return rendre(request, "synthese/elu.html", context)


@require_safe
def telecharger(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """Send the same content: exactly two pages as a PDF, or a document to edit."""
    if format not in FORMATS:
        raise Http404
    found, chosen = _find(request, slug), request.GET.get("commune", "")
    synthese = gather_synthese(request.user, found, today(), chosen)
    name = f"synthese-elus-{found.slug}"
    return send(render_synthese(synthese, format), name, format, private=True)
