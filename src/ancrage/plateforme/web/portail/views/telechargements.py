"""The frozen figures as files: never those of today."""

import json
import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.diagnostics.models import Edition, StatutEdition
from ancrage.plateforme.diagnostics.services.consultations import record_download
from ancrage.plateforme.documents.contenu import geojson_of, matiere_of
from ancrage.plateforme.documents.services.editions import documents_of
from ancrage.plateforme.observations.profils import Profil
from ancrage.plateforme.web.portail.views.diagnostics import found_edition
from ancrage.publication.tableau_profil import write_csv, write_parquet, write_xlsx

_BUREAU = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
    "docx": f"{_BUREAU}wordprocessingml.document",
    "pptx": f"{_BUREAU}presentationml.presentation",
    "xlsx": f"{_BUREAU}spreadsheetml.sheet",
}
FICHIERS = {"parquet": write_parquet, "xlsx": write_xlsx}


def _open(slug: str, numero: int) -> Edition:
    """Return an edition whose files may be taken; a withdrawn one has none left."""
    found = found_edition(slug, numero)
    if found.statut == StatutEdition.RETIREE:
        raise Http404
    return found


def _name(edition: Edition, format: str) -> str:
    return f"{slugify(edition.diagnostic.slug)}-edition-{edition.numero}.{format}"


@login_not_required
@require_safe
def donnees(request: HttpRequest, slug: str, numero: int, format: str) -> HttpResponse:
    """Give the frozen profile as data, less what errata withdrew."""
    found = _open(slug, numero)
    profil = matiere_of(found).profil
    if format == "json":
        content = json.dumps(profil.to_dict(), ensure_ascii=False, allow_nan=False).encode()
    elif format == "geojson":
        content = geojson_of(found)
    elif format == "csv":
        content = write_csv(profil).encode()
    elif format in FICHIERS:
        content = _written(profil, format)
    else:
        raise Http404
    record_download(acteur=request.user, edition=found)
    response = HttpResponse(content, content_type=TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{_name(found, format)}"'
    return response


def _written(profil: Profil, format: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"profil.{format}"
        FICHIERS[format](profil, path)
        return path.read_bytes()


@login_not_required
@require_safe
def document(request: HttpRequest, slug: str, numero: int, format: str) -> HttpResponseBase:
    """Give a document of the edition, byte for byte as it was drawn."""
    found = _open(slug, numero)
    kept = {one.format: one for one in documents_of(found)}
    if format not in kept:
        if format in TYPES and found.errata.all():
            raise ActeRefuse(
                "Un chiffre vient d’être retiré : le document marqué se prépare.",
                "Revenez dans une minute ; la page, elle, est déjà à jour.",
            )
        raise Http404
    record_download(acteur=request.user, edition=found)
    return FileResponse(
        kept[format].chemin.open("rb"),
        as_attachment=True,
        filename=_name(found, format),
        content_type=TYPES[format],
    )
