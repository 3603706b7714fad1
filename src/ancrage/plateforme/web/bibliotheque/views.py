"""The library: published contracts and sheets, searched, and given as open files."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ancrage.plateforme.programmes.bibliotheque import contrats_cites, published_contrats
from ancrage.plateforme.web.bibliotheque.recherche import (
    COLONNES,
    chips_of,
    find_fiches,
    listes,
    read_recherche,
    row_of,
    words_of,
)
from ancrage.plateforme.web.socle.fichiers import send
from ancrage.plateforme.web.socle.rendu import paginate, rendre
from ancrage.publication.tableau_profil import write_rows


@login_not_required
@require_safe
def bibliotheque(request: HttpRequest) -> HttpResponse:
    """Search the published contracts and sheets."""
    asked = read_recherche(request.GET)
    page = paginate(request, find_fiches(asked))
    cites = [one for one in contrats_cites() if one.answers(asked.q, asked.theme, asked.type)]
    context = {
        "asked": asked,
        "listes": {name: known.items() for name, known in listes().items()},
        "chips": chips_of(request, asked),
        "page": page,
        "fiches": [(one, words_of(one, "theme"), words_of(one, "preuve")) for one in page],
        "contrats": () if asked.de_fiche else published_contrats(asked.q, asked.theme, asked.type),
        "cites": () if asked.de_fiche else cites,
        "suite": request.GET.urlencode(),
    }
    return rendre(request, "bibliotheque/bibliotheque.html", context)


@login_not_required
@require_safe
def contrat(request: HttpRequest, code: str) -> HttpResponse:
    """Show a contract of elsewhere, with the document that tells it."""
    found = next((one for one in contrats_cites() if one.code == code), None)
    if found is None:
        raise Http404
    labels = listes()["theme"]
    parties = [(one, [labels[theme] for theme in one.themes]) for one in found.parties]
    context = {"contrat": found, "type": listes()["type"][found.type], "parties": parties}
    return rendre(request, "bibliotheque/contrat.html", context)


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sheets that an address asks for, as the files give them."""
    return [
        row_of(
            one,
            request.build_absolute_uri(
                reverse("programme:fiche", args=[one.contrat.slug, one.code])
            ),
        )
        for one in find_fiches(read_recherche(request.GET))
    ]


@login_not_required
@require_safe
def fiches_csv(request: HttpRequest) -> HttpResponse:
    """Give the sheets found, for a spreadsheet."""
    rows = [
        {name: ", ".join(v) if isinstance(v, list) else v for name, v in row.items()}
        for row in _rows(request)
    ]
    return send(write_rows(COLONNES, rows), "bibliotheque-fiches", "csv")


@login_not_required
@require_safe
def fiches_json(request: HttpRequest) -> HttpResponse:
    """Give the sheets found, for a program."""
    return JsonResponse({"fiches": _rows(request)}, json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def contrats_json(request: HttpRequest) -> HttpResponse:
    """Give the contracts of elsewhere, for a program."""
    rows = [one.model_dump(mode="json") for one in contrats_cites()]
    return JsonResponse({"contrats": rows}, json_dumps_params={"ensure_ascii": False})
