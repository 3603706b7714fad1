"""The automatic diagnosis of a territory as a document: given when drawn, else being drawn."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from ancrage.plateforme.documents.models import FormatDocument
from ancrage.plateforme.documents.services.territoires import ask_document, find_document, job_of
from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.socle.fichiers import TYPES
from ancrage.plateforme.web.socle.rendu import rendre


def _found(code: str, format: str) -> profils.Territoire:
    """Return the territory of an address, or answer 404 for a format that is not drawn."""
    if format not in FormatDocument.values:
        raise Http404
    return profils.find_territoire(code)


@login_not_required
@require_safe
def document(request: HttpRequest, code: str, format: str) -> HttpResponseBase:
    """Give the document, marked as not validated; not drawn yet, queue it and show how far."""
    area = _found(code, format)
    known = find_document(code, format)
    if known is None:
        ask_document(code, format)
        return redirect("observatoire:document_preparation", code, format)
    return FileResponse(
        known.chemin.open("rb"),
        as_attachment=True,
        filename=f"{slugify(f'diagnostic {area.libelle[:80]}')}.{format}",
        content_type=TYPES[format],
    )


@login_not_required
@require_safe
def preparation(request: HttpRequest, code: str, format: str) -> HttpResponse:
    """Show how far a document is, then where to take it."""
    context = {
        "territoire": _found(code, format),
        "lien": code,
        "format": format,
        "mot": FormatDocument(format).label,
        "pret": find_document(code, format),
        "travail": job_of(code, format),
    }
    return rendre(request, "observatoire/document.html", context, fragment="avancement")
