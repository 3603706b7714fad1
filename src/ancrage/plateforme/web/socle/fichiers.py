"""Answer with a file to keep: one table of types, one way to name it, never opened in the page."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from ancrage.plateforme.fichiers.models import Fichier

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "geojson": "application/geo+json",
    "ics": "text/calendar; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "svg": "image/svg+xml",
    "png": "image/png",
    "zip": "application/zip",
}


def send(content: bytes | str, name: str, format: str, *, private: bool = False) -> HttpResponse:
    """Answer with what was made; `private`: no cache between the site and its reader keeps it."""
    response = HttpResponse(content, content_type=TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{format}"'
    if private:
        response["Cache-Control"] = "private, no-store"
    return response


def send_kept(fichier: Fichier | None) -> HttpResponse:
    """Answer with a file that somebody gave, under its own name; 404 when it is not there."""
    if fichier is None or not fichier.chemin.is_file():
        raise Http404
    name = content_disposition_header(as_attachment=True, filename=fichier.nom)
    return HttpResponse(
        fichier.chemin.read_bytes(),
        content_type="application/octet-stream",
        headers={"Content-Disposition": name or "attachment"},
    )
