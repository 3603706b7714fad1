"""Published diagnoses: the list, the edition in force, the old ones with their notice."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from ancrage.plateforme.diagnostics.cadres import frame_of
from ancrage.plateforme.diagnostics.lectures import (
    diagnostics_publies,
    editions_publiques,
    epreuves_lisibles,
    latest_edition_of,
)
from ancrage.plateforme.diagnostics.models import Edition, StatutEdition
from ancrage.plateforme.documents.contenu import contexte_of, withdrawals_of
from ancrage.plateforme.documents.services.editions import documents_of
from ancrage.plateforme.web.portail.lecture import chapters_of, show_section
from ancrage.plateforme.web.socle.rendu import paginate, rendre
from ancrage.publication.documents.dls.synthese import key_figures

DONNEES = ("csv", "xlsx", "parquet", "geojson", "json")


@login_not_required
@require_safe
def diagnostics(request: HttpRequest) -> HttpResponse:
    """List the validated diagnoses."""
    texte = request.GET.get("q", "").strip()[:100]
    page = paginate(request, diagnostics_publies(texte))
    context = {"page": page, "q": texte, "epreuves": epreuves_lisibles(request.user)}
    return rendre(request, "portail/diagnostics.html", context, fragment="liste")


@login_not_required
@require_safe
def diagnostic(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the edition in force, whose address names its number."""
    found = latest_edition_of(slug)
    if found is None:
        raise Http404
    return redirect("portail:edition", slug, found.numero)


def found_edition(slug: str, numero: int) -> Edition:
    """Return an edition, or answer 404."""
    return get_object_or_404(editions_publiques(), diagnostic__slug=slug, numero=numero)


@login_not_required
@require_safe
def edition(request: HttpRequest, slug: str, numero: int) -> HttpResponse:
    """Show an edition: its mark, its six figures, its chapters, its files."""
    found = found_edition(slug, numero)
    closed = found.statut == StatutEdition.RETIREE
    context = {
        "edition": found,
        "diagnostic": found.diagnostic,
        "titre": frame_of(found.diagnostic).titre,
        "retiree": closed,
        "autres": found.diagnostic.editions.exclude(pk=found.pk),
        "retraits": withdrawals_of(found),
        "errata": found.errata.all(),
        "documents": [] if closed else documents_of(found),
        "donnees": DONNEES,
    }
    if not closed:
        contexte = contexte_of(found)
        context |= {
            "phares": key_figures(contexte),
            "chapitres": list(chapters_of(found).values()),
            "parution": contexte.options.parution,
        }
    return rendre(request, "portail/edition.html", context, status=410 if closed else 200)


@login_not_required
@require_safe
def chapitre(request: HttpRequest, slug: str, numero: int, chapitre: int) -> HttpResponse:
    """Show one chapter of an edition, block by block as in its document."""
    found = found_edition(slug, numero)
    if found.statut == StatutEdition.RETIREE:
        return redirect("portail:edition", slug, numero)
    chapters = chapters_of(found)
    if chapitre not in chapters:
        raise Http404
    here = chapters[chapitre]
    numbers = list(chapters)
    rank = numbers.index(chapitre)
    context = {
        "edition": found,
        "diagnostic": found.diagnostic,
        "chapitre": here,
        "sections": [show_section(section) for section in here.sections],
        "retraits": withdrawals_of(found),
        "avant": chapters[numbers[rank - 1]] if rank else None,
        "apres": chapters[numbers[rank + 1]] if rank + 1 < len(numbers) else None,
    }
    return rendre(request, "portail/chapitre.html", context)
