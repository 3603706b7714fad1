"""The proof of a diagnosis, read before its publication by those whose opinion is asked."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ancrage.plateforme.diagnostics.lectures import find_epreuve, opinion_of
from ancrage.plateforme.diagnostics.models import Diagnostic
from ancrage.plateforme.diagnostics.permissions import is_asked, open_request
from ancrage.plateforme.diagnostics.services.avis import give_opinion
from ancrage.plateforme.documents.epreuves import proof_of
from ancrage.plateforme.web.portail.forms import AvisForm
from ancrage.plateforme.web.portail.lecture import show_section, split
from ancrage.plateforme.web.socle.formulaires import posted, traiter
from ancrage.plateforme.web.socle.rendu import rendre


def _found(request: HttpRequest, slug: str) -> Diagnostic:
    """Return a diagnosis whose proof the person may read, or answer 404."""
    found = find_epreuve(request.user, slug)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def epreuve(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the chapters of the proof, and take an opinion in."""
    found = _found(request, slug)
    given = opinion_of(request.user, found)
    initial: dict[str, Any] = {"version": given.version if given else 0}
    if given:
        initial |= {"sens": given.sens, "texte": given.texte}
    form = AvisForm(posted(request) if request.method == "POST" else None, initial=initial)

    def act(data: dict[str, Any]) -> str:
        give_opinion(
            acteur=request.user,
            diagnostic=found,
            sens=data["sens"],
            texte=data["texte"],
            expected=data["version"],
        )
        messages.success(request, "Votre avis est remis à l’observatoire. Il reste modifiable.")
        return reverse("portail:epreuve", args=[slug])

    context = {
        "diagnostic": found,
        "demande": open_request(found),
        "demandee": is_asked(request.user, found),
        "donne": given,
        "chapitres": list(split(proof_of(found)).values()),
    }
    return traiter(request, form, act, "portail/epreuve.html", context)


@require_safe
def chapitre(request: HttpRequest, slug: str, chapitre: int) -> HttpResponse:
    """Show one chapter of the proof."""
    found = _found(request, slug)
    chapters = split(proof_of(found))
    if chapitre not in chapters:
        raise Http404
    numbers = list(chapters)
    rank = numbers.index(chapitre)
    context = {
        "diagnostic": found,
        "demandee": is_asked(request.user, found),
        "chapitre": chapters[chapitre],
        "sections": [show_section(section) for section in chapters[chapitre].sections],
        "avant": chapters[numbers[rank - 1]] if rank else None,
        "apres": chapters[numbers[rank + 1]] if rank + 1 < len(numbers) else None,
    }
    return rendre(request, "portail/epreuve_chapitre.html", context)
