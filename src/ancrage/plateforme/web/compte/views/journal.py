"""The audit, readable."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from ancrage.plateforme.comptes.lectures import actes_visibles_par
from ancrage.plateforme.comptes.permissions import regions_kept
from ancrage.plateforme.web.compte.actes import Requete, require
from ancrage.plateforme.web.compte.forms import FiltresJournalForm
from ancrage.plateforme.web.socle.historique import read_actes
from ancrage.plateforme.web.socle.rendu import paginate, rendre

FILTRES = {
    "personne": "acteur_label__icontains",
    "objet": "objet_label__icontains",
    "du": "quand__date__gte",
    "au": "quand__date__lte",
}


@require_safe
def journal(request: Requete) -> HttpResponse:
    """List the acts of the regions that one keeps, the latest first."""
    require(
        bool(regions_kept(request.user)),
        "Le journal est ouvert à l’ARS et à l’administration de la région.",
    )
    form = FiltresJournalForm(request.GET)
    rows = actes_visibles_par(request.user).order_by("-rang")
    if form.is_valid():
        kept = {lookup: form.cleaned_data[name] for name, lookup in FILTRES.items()}
        rows = rows.filter(**{lookup: value for lookup, value in kept.items() if value})
    page = paginate(request, rows)
    context = {"form": form, "page": page, "actes": read_actes(page.object_list)}
    return rendre(request, "compte/journal.html", context)
