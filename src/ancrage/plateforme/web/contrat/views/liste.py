"""The contracts that a person follows: filtered by the address, sorted, paged."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ancrage.plateforme.contrats.choix import regions_opened
from ancrage.plateforme.contrats.etats import Etat
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.liste import TRIS, Filtre, departements_followed, list_contrats
from ancrage.plateforme.contrats.permissions import follows_some
from ancrage.plateforme.territoires.noms import name_of
from ancrage.plateforme.web.contrat.commun import require
from ancrage.plateforme.web.socle.rendu import paginate, rendre

FERME = "Cette liste est ouverte aux personnes dont un rôle suit des contrats."


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """List the contracts of one's roles: their state, their next due date, whether late."""
    require(follows_some(request.user), FERME)
    on, asked = today(), request.GET
    departements = {
        code: name_of(f"departement:{code}") for code in departements_followed(request.user)
    }
    filtre = Filtre(
        etat=_known(asked.get("etat", ""), Etat.values),
        departement=_known(asked.get("departement", ""), departements),
        retard=asked.get("retard") == "1",
        texte=asked.get("q", "").strip()[:100],
        tri=_known(asked.get("tri", ""), TRIS) or "nom",
    )
    context = {
        "page": paginate(request, list_contrats(request.user, filtre, on)),
        "filtre": filtre,
        "etats": Etat.choices,
        "departements": departements,
        "tris": TRIS,
        "puces": _chips(request, filtre, departements),
        "on": on,
        "peut_ouvrir": bool(regions_opened(request.user)),
    }
    return rendre(request, "contrat/liste.html", context)


def _known(asked: str, allowed: Any) -> str:
    return asked if asked in allowed else ""


def _chips(
    request: HttpRequest, filtre: Filtre, departements: dict[str, str]
) -> list[tuple[str, str]]:
    """Return each active filter in words, with the address that leaves it out."""
    active = {
        "etat": str(Etat(filtre.etat).label) if filtre.etat else "",
        "departement": departements.get(filtre.departement, ""),
        "retard": "en retard" if filtre.retard else "",
        "q": f"« {filtre.texte} »" if filtre.texte else "",
    }
    return [(words, _without(request, name)) for name, words in active.items() if words]


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    for key in (name, "page"):
        query.pop(key, None)
    return f"?{query.urlencode()}"
