"""The tab « Faisabilité » of a contract: its notes, what was decided, what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.contrats.gardes import check_guards
from ancrage.plateforme.faisabilite import permissions
from ancrage.plateforme.faisabilite.models import NoteFaisabilite
from ancrage.plateforme.faisabilite.services.notes import open_note
from ancrage.plateforme.web.faisabilite.views.notes import MODIFIABLE, page_of, require
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_followed
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import rendre

ACTE = "engager_prefiguration"  # the act that waits for what a note establishes


@require_http_methods(MODIFIABLE)
@once_only
def contrat(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the notes of a contract; sent, open one on its study perimeter."""
    found = get_followed(request, slug)
    require(permissions.reads_of(request.user, found), "Vos rôles n’ouvrent pas cette note.")
    if request.method == "POST":
        require(permissions.can_open(request.user, found.cible), "La délégation ouvre la note.")
        made = open_note(
            acteur=request.user, perimetre=found.perimetre_etude, libelle=found.nom, contrat=found
        )
        return redirect(page_of(made))
    context = {
        "notes": list(NoteFaisabilite.objects.of(found).prefetch_related("decisions")),
        "gardes": check_guards(found, ACTE, timezone.localdate()) if found.is_open else [],
        "peut_ouvrir": permissions.can_open(request.user, found.cible) and found.is_open,
        "jeton": new_token(),
        **frame_contrat(request, found),
    }
    return rendre(request, "faisabilite/contrat.html", context)
