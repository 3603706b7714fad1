"""The catalogue on screen: what each indicator is, and its map."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.observatoire.fiche import (
    filter_catalogue,
    read_maille,
    show_regional,
    sources_of,
    themes_of,
)
from ancrage.plateforme.web.socle.rendu import rendre
from ancrage.publication.documents.phrases import COMPTES
from ancrage.publication.fiche_indicateur import rows_fiche

FICHIERS = ("csv", "xlsx", "parquet", "geojson")


@login_not_required
def indicateurs(request: HttpRequest) -> HttpResponse:
    """List the catalogue, searched and filtered by address."""
    texte = request.GET.get("q", "").strip()[:100]
    theme, etat = request.GET.get("theme", ""), request.GET.get("etat", "")
    found = filter_catalogue(texte, theme, etat)
    context = {
        "items": found,
        "total": len(profils.catalogue()),
        "q": texte,
        "theme": theme,
        "etat": etat,
        "themes": themes_of(),
    }
    return rendre(request, "observatoire/indicateurs.html", context, fragment="liste")


@login_not_required
def indicateur(request: HttpRequest, code: str) -> HttpResponse:
    """Show an indicator: definition, method, source, caveats, map, spread, where to read it."""
    item = profils.indicateur_of(code)
    region = profils.find_territoire(f"region:{settings.REGION}")
    maille = read_maille(region, item, request.GET)
    shown = {name: show_regional(region, item, maille, name) for name in ("carte", "etendue")}
    context = {
        "indicateur": item,
        "maille": maille,
        "region": region,
        "compte": item.method in COMPTES,
        "fichiers": FICHIERS,
        "figures": [
            (reverse("observatoire:figure_indicateur", args=[code, name, "svg"]), vue)
            for name, vue in shown.items()
            if vue
        ],
        "fiche": rows_fiche(item, profils.sources())[3:],  # code, labels: the page's own title
        "licences": sources_of(item),
        "proches": [one for one in profils.catalogue().values() if one.proche_de == code],
    }
    return rendre(request, "observatoire/indicateur.html", context)
