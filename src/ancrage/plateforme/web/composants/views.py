"""The sheet of components: one sample of each state, read by eye and by the tests."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from ancrage.plateforme.ui.classes import SENS_CONNUS, STATUTS_CONNUS, VERDICTS_CONNUS
from ancrage.plateforme.web.composants.exemples import (
    FiltresExemple,
    FormulaireExemple,
    figure_exemple,
)
from ancrage.plateforme.web.socle.rendu import rendre
from ancrage.plateforme.web.socle.reunion import join


@login_not_required
def planche(request: HttpRequest) -> HttpResponse:
    """Show every component; open to all on a demonstration, else to whoever signed in."""
    if not (settings.DEBUG or settings.DEMO or request.user.is_authenticated):
        return redirect_to_login(request.get_full_path())
    context = {
        "statuts": STATUTS_CONNUS,
        "verdicts": VERDICTS_CONNUS,
        "sens": SENS_CONNUS,
        "page_exemple": Paginator(range(1, 141), 50).page(2),
        "filtres": FiltresExemple(auto_id="filtre_%s"),
        "formulaire": FormulaireExemple(),
        "formulaire_faux": FormulaireExemple(
            {"territoire": "", "annee": "hier"}, auto_id="faux_%s"
        ),
        "reunion": join("Il vieillit.", "Il vieillit vite.", "Il vieillit. Il est rural."),
        "dessin": figure_exemple(),
    }
    return rendre(request, "composants/planche.html", context)
