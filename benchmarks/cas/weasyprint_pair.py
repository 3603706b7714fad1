"""The same documents through Typst and through WeasyPrint, turn by turn in one run.

Both start from the document already built and draw the same SVG; WeasyPrint writes PDF/UA too.
"""

from collections.abc import Callable

from ancrage.observatoire import api
from ancrage.publication.documents import rendu_pdf
from ancrage.publication.documents.chiffres_cles.construction import build_chiffres_cles
from ancrage.publication.documents.chiffres_cles.rendu import render_pdf as render_pages
from ancrage.publication.documents.chiffres_cles.territoire import read_carte, read_entrees
from ancrage.publication.production import build_document
from benchmarks.mesures import Reglage, Resultat, peak_memory, time_each
from benchmarks.pair_html import diagnostic_html, pages_html, print_html
from benchmarks.territoires import epci

TOURS = 5


def measure(reglage: Reglage) -> list[Resultat]:
    """Time both tools on the same territories."""
    first, *areas = epci(reglage, 1 + reglage.runs(TOURS))
    return [
        *_pair(
            "DLS",
            [build_document(area) for area in (first, *areas)],
            rendu_pdf.render_pdf,
            lambda document: print_html(diagnostic_html(document)),
        ),
        *_pair(
            "Chiffres clés",
            [_pages(area) for area in (first, *areas)],
            lambda pair: render_pages(*pair),
            lambda pair: print_html(pages_html(*pair)),
        ),
    ]


def _pages(area: api.Territoire) -> tuple[object, object]:
    return build_chiffres_cles(read_entrees(area)), read_carte(area)


def _pair(
    name: str,
    documents: list,
    typst: Callable[[object], bytes],
    weasyprint: Callable[[object], bytes],
) -> list[Resultat]:
    first, *others = documents
    typst(first), weasyprint(first)
    ours = Resultat(f"{name}, mise en page par Typst", [])
    theirs = Resultat(f"{name}, mise en page par WeasyPrint", [])
    for document in others:
        for result, job in ((ours, typst), (theirs, weasyprint)):
            once = time_each("", [document], job)
            result.durees += once.durees
            result.processeur += once.processeur
    ours.memoire = theirs.memoire = peak_memory()
    ratio = theirs.mediane / ours.mediane
    theirs.note = f"{ratio:.1f} fois le temps de Typst".replace(".", ",")
    return [ours, theirs]
