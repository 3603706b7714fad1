"""Two territories side by side."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from ancrage.plateforme.observations.profils import Territoire
from ancrage.plateforme.web.observatoire.cote_a_cote import (
    Cote,
    draw_beside,
    pairs_by_dimension,
    read_cote,
    rows_beside,
    tell_overlaps,
)
from ancrage.plateforme.web.observatoire.presentation import (
    DIMENSIONS,
    TITRES,
    read_territoire,
)
from ancrage.plateforme.web.socle.figures import show_figure
from ancrage.plateforme.web.socle.rendu import rendre

NIVEAUX = {"epci": "intercommunalité", "departement": "département", "region": "région"}


@login_not_required
def comparer(request: HttpRequest) -> HttpResponse:
    """Show a dimension of two territories: no winner, intervals on both."""
    left, right = read_cote(request.GET, "a"), read_cote(request.GET, "b")
    context = {
        "a": left,
        "b": right,
        "erreurs": [cote.erreur for cote in (left, right) if cote.erreur],
        "doutes": [*_doubts("a", left, right), *_doubts("b", right, left)],
    }
    if left.aire and right.aire:
        context |= _beside(left.aire, right.aire, request.GET.get("dimension", ""))
    return rendre(request, "observatoire/comparer.html", context)


def _doubts(nom: str, cote: Cote, autre: Cote) -> list[dict[str, object]]:
    """Return what a name may mean, each with the address that chooses it."""
    if not cote.propositions:
        return []
    other = {"a": "b", "b": "a"}[nom]
    choices = [
        {
            "aire": hit,
            "niveau": NIVEAUX.get(hit.niveau, hit.niveau),
            "adresse": "?" + urlencode({nom: hit.code, other: autre.code}),
        }
        for hit in cote.propositions
    ]
    return [{"texte": cote.texte, "choix": choices}]


def _beside(left: Territoire, right: Territoire, asked: str) -> dict[str, object]:
    one, other = read_territoire(left), read_territoire(right)
    found = pairs_by_dimension(one, other)
    slug = asked if asked in found else next(iter(found), "")
    pairs = found.get(slug, [])
    both = urlencode({"a": left.code, "b": right.code})
    rows = rows_beside(one, other, pairs)
    return {
        "onglets": [
            (f"?{both}&dimension={one_slug}", TITRES[DIMENSIONS[one_slug]], one_slug == slug)
            for one_slug in found
        ],
        "titre": TITRES[DIMENSIONS[slug]] if slug else "",
        "lignes": rows,
        "tests": tell_overlaps(rows),
        "figures": [show_figure(figure) for figure in draw_beside(one, other, pairs)],
    }
