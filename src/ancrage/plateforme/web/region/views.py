"""The region at a glance: the map, the table and the file of all its contracts, at any date."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.lectures import ending_within, read_carte, vacancies
from ancrage.plateforme.contrats.permissions import follows_region
from ancrage.plateforme.observations import profils
from ancrage.plateforme.observations.profils import Territoire
from ancrage.plateforme.web.region.carte import LigneContrat, read_lignes, show_carte
from ancrage.plateforme.web.region.couverture import cover
from ancrage.plateforme.web.socle.contrats import readable_contrats
from ancrage.plateforme.web.socle.fichiers import send
from ancrage.plateforme.web.socle.rendu import rendre
from ancrage.publication.tableau_profil import write_rows

PREMIERE = date(2009, 7, 21)  # the HPST law makes the contracts: nothing to show before
DATE_REFUSEE = "Cette date ne se lit pas, ou précède la loi HPST (21 juillet 2009)."
COLONNES = ("contrat", "statut", "generation", "fin", "communes", "population", "date")


@login_not_required
@require_safe
def contrats(request: HttpRequest) -> HttpResponse:
    """Lead to the region of the site."""
    return redirect("region:region", settings.REGION)


def _region(code: str) -> Territoire:
    try:
        return profils.find_territoire(f"region:{code}")
    except ActeRefuse:
        raise Http404 from None


def _day(asked: str) -> date | None:
    """Return the day asked, today by default; None for one that cannot be read."""
    if not asked.strip():
        return timezone.localdate()
    try:
        found = parse_date(asked.strip())
    except ValueError:
        return None
    return found if found and found >= PREMIERE else None


@login_not_required
@require_safe
def region(request: HttpRequest, region: str) -> HttpResponse:
    """Show every contract of a region on a day: headings, coverage, map, table."""
    area, asked = _region(region), request.GET.get("date", "")[:10]
    wanted = _day(asked)
    on = wanted or timezone.localdate()
    carte = read_carte(region, on)
    lignes = read_lignes(carte, area)
    follows = follows_region(request.user, region)
    opened = readable_contrats(request.user).filter(region=region)
    context = {
        "region": area,
        "on": on,
        "aujourdhui": on == timezone.localdate(),
        "erreur": "" if wanted else DATE_REFUSEE,
        "carte": carte,
        "lignes": lignes,
        "couverture": cover(lignes, area),
        "vue": show_carte(lignes, carte.comptes, area, on),
        "suit": follows,
        "ouverts": set(opened.values_list("slug", flat=True)),
        "finissent": ending_within(region, on) if follows else (),
        "vacances": vacancies(region, on) if follows else (),
    }
    return rendre(request, "region/region.html", context, fragment="contrats")


@login_not_required
@require_safe
def telecharger(request: HttpRequest, region: str) -> HttpResponse:
    """Send the table as CSV; a date that cannot be read is a wrong address."""
    area, on = _region(region), _day(request.GET.get("date", "")[:10])
    if on is None:
        raise Http404
    lignes = read_lignes(read_carte(region, on), area)
    text = write_rows(COLONNES, (_row(one, on) for one in lignes))
    return send(text, f"contrats-region-{region}-{on:%Y-%m-%d}", "csv")


def _row(one: LigneContrat, on: date) -> dict[str, Any]:
    return {
        "contrat": one.ligne.contrat.nom,
        "statut": one.ligne.statut.label,
        "generation": one.ligne.generation,
        "fin": one.ligne.fin,
        "communes": len(one.communes),
        "population": one.population,
        "date": on,
    }
