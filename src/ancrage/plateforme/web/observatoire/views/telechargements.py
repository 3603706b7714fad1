"""The same figures through every door: files of a profile, of a map, of a drawing."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.fichiers_valeurs import FORMATS_VALEURS, write_values
from ancrage.plateforme.observations.geojson import build_geojson, build_valeurs_geojson
from ancrage.plateforme.observations.profils import Profil, Territoire
from ancrage.plateforme.observations.valeurs import values_over
from ancrage.plateforme.web.observatoire.fiche import read_maille
from ancrage.plateforme.web.observatoire.fiche import spec_of as spec_of_indicateur
from ancrage.plateforme.web.observatoire.portrait import find_entry, spec_of
from ancrage.plateforme.web.observatoire.presentation import read_territoire
from ancrage.plateforme.web.socle.fichiers import send
from ancrage.publication.figures.modeles import Figure
from ancrage.publication.figures.rendu import render_png, render_svg
from ancrage.publication.tableau_profil import write_csv, write_parquet, write_xlsx

ECRITURES = {"parquet": write_parquet, "xlsx": write_xlsx}


@login_not_required
def profil(request: HttpRequest, code: str, format: str) -> HttpResponse:
    """Give a territory's profile as a file: the values, statuses and sources of the page."""
    area = profils.find_territoire(code)
    found = profils.profil_of(area)
    name = f"profil {area.libelle[:80]}"
    if format == "json":
        return JsonResponse(found.to_dict(), json_dumps_params={"ensure_ascii": False})
    if format == "geojson":
        return send(build_geojson(area, found), name, format)
    if format == "csv":
        return send(write_csv(found).encode(), name, format)
    if format not in ECRITURES:
        raise Http404
    return send(_written(found, format), name, format)


def _written(found: Profil, format: str) -> bytes:
    """Return the file that publication writes to a path."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"profil.{format}"
        ECRITURES[format](found, path)
        return path.read_bytes()


@login_not_required
def figure(
    request: HttpRequest, code: str, indicateur: str, figure: str, format: str
) -> HttpResponse:
    """Give one drawing of a value's page as SVG or PNG, title and source included."""
    area = profils.find_territoire(code)
    contexte = read_territoire(area)
    entry = find_entry(contexte, indicateur, request.GET.get("sexe", ""))
    spec = spec_of(area, contexte, entry, figure) if entry else None
    if spec is None or format not in ("svg", "png"):
        raise Http404
    return _drawn(spec, f"{indicateur} {figure} {area.libelle[:60]}", format)


def _drawn(spec: Figure, name: str, format: str) -> HttpResponse:
    """Answer with a drawing, its title and source included."""
    content = (
        render_png(spec, format="web")
        if format == "png"
        else render_svg(spec, format="web", fond=True).encode()
    )
    return send(content, name, format)


@login_not_required
def valeurs(request: HttpRequest, code: str, format: str) -> HttpResponse:
    """Give the values of an indicator over the region as a file, at the level of its page."""
    if format not in FORMATS_VALEURS:
        raise Http404
    item, region = profils.indicateur_of(code), _region()
    maille = read_maille(region, item, request.GET)
    if not maille.niveaux:
        raise Http404
    rows = values_over(item.code, settings.REGION, maille.niveau)
    content = (
        build_valeurs_geojson(maille.niveau, rows, maille.sexe)
        if format == "geojson"
        else write_values(item, rows, format)
    )
    return send(content, f"{item.code} {maille.niveau} {region.libelle}", format)


@login_not_required
def figure_indicateur(request: HttpRequest, code: str, figure: str, format: str) -> HttpResponse:
    """Give the map or the spread of an indicator's page as SVG or PNG."""
    item, region = profils.indicateur_of(code), _region()
    maille = read_maille(region, item, request.GET)
    spec = spec_of_indicateur(region, item, maille, figure)
    if spec is None or format not in ("svg", "png"):
        raise Http404
    return _drawn(spec, f"{item.code} {figure} {maille.niveau} {region.libelle}", format)


def _region() -> Territoire:
    return profils.find_territoire(f"region:{settings.REGION}")
