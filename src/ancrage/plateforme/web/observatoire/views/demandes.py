"""The request desk: ask, follow, make precise, estimate, answer, refuse with a letter."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ancrage.plateforme.observations import permissions
from ancrage.plateforme.observations.attente_demandes import CaseAttendue
from ancrage.plateforme.observations.etats import EtatDemande
from ancrage.plateforme.observations.lectures import history_of
from ancrage.plateforme.observations.lettre import FORMATS, render_letter
from ancrage.plateforme.observations.models import DemandeOrs
from ancrage.plateforme.observations.profils import catalogue
from ancrage.plateforme.observations.secret_demandes import CaseMasquee
from ancrage.plateforme.observations.services import demandes as services
from ancrage.plateforme.web.observatoire.actes_ors import bound, do, require
from ancrage.plateforme.web.observatoire.forms_ors import (
    DemandeForm,
    EstimationForm,
    PrecisionForm,
    RefusForm,
    ReponseForm,
)
from ancrage.plateforme.web.observatoire.indicateurs_nommes import write_indicateurs
from ancrage.plateforme.web.observatoire.saisies import read_codes
from ancrage.plateforme.web.socle.fichiers import send, send_kept
from ancrage.plateforme.web.socle.formulaires import traiter
from ancrage.plateforme.web.socle.historique import read_actes
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import paginate, rendre

ACTE = "observatoire/demandes/acte.html"
TRAITE = "L’observatoire de la région traite les demandes ouvertes."
VUES = {"": "ouvertes", "retard": "en retard", "closes": "closes", "toutes": "toutes"}


@require_safe
def demandes(request: HttpRequest) -> HttpResponse:
    """List the requests that one may read; the open ones first, the nearest deadline on top."""
    require(permissions.can_ask(request.user), "Il faut un rôle pour interroger l’observatoire.")
    rows = DemandeOrs.objects.visibles_par(request.user)
    vue = request.GET.get("vue", "")
    shown = {
        "": rows.ouvertes(),
        "retard": rows.en_retard(),
        "closes": rows.exclude(pk__in=rows.ouvertes()).order_by("-close_le"),
        "toutes": rows.order_by("-cree_le"),
    }
    context = {
        "page": paginate(request, shown.get(vue, rows.ouvertes())),
        "vue": vue if vue in shown else "",
        "vues": VUES,
        "ors": permissions.is_ors(request.user),
    }
    return rendre(request, "observatoire/demandes/demandes.html", context)


def _find(request: HttpRequest, identifiant: str) -> DemandeOrs:
    rows = DemandeOrs.objects.visibles_par(request.user)
    return get_object_or_404(rows, identifiant=identifiant)


def _page(identifiant: Any) -> str:
    return reverse("observatoire:demande", args=[identifiant])


def nouvelle(request: HttpRequest) -> HttpResponse:
    """Ask; a page of a territory or of an indicator fills the form by its address."""
    require(permissions.can_ask(request.user), "Il faut un rôle pour interroger l’observatoire.")
    asked = read_codes(request.GET.get("indicateurs", "")[:200])
    initial = {
        "territoire": request.GET.get("territoire", "")[:4_000],
        "indicateurs": write_indicateurs([code for code in asked if code in catalogue()]),
    }
    form = DemandeForm(**bound(request), user=request.user, initial=initial)

    def act(data: dict[str, Any]) -> str:
        made = services.ask(acteur=request.user, posee=services.Question(**data))
        return _page(made.identifiant)

    return traiter(request, form, act, "observatoire/demandes/nouvelle.html")


@require_safe
def demande(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Show a request, where it stands, its answer or its letter, and the one next act."""
    found = _find(request, identifiant)
    context = {
        "demande": found,
        "indicateurs": [catalogue()[code] for code in found.indicateurs if code in catalogue()],
        "peut_traiter": permissions.can_answer(request.user, found),
        "peut_annuler": permissions.can_cancel(request.user, found),
        "formats": list(FORMATS),
        "actes": read_actes(history_of(found)),
        "jeton": new_token(),
    }
    return rendre(request, "observatoire/demandes/demande.html", context)


def preciser(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Set the territory and the indicators that the question means."""
    found = _find(request, identifiant)
    require(permissions.can_answer(request.user, found), TRAITE)
    initial = {
        "version": found.version,
        "territoire": found.territoire,
        "indicateurs": write_indicateurs(found.indicateurs),
    }
    form = PrecisionForm(**bound(request), initial=initial)

    def act(data: dict[str, Any]) -> str:
        services.specify(acteur=request.user, demande=found, expected=data.pop("version"), **data)
        return _page(identifiant)

    context = {"demande": found, "titre": "Préciser la demande", "envoyer": "Préciser"}
    return traiter(request, form, act, ACTE, context)


def estimer(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Say how long the answer takes, and when it comes."""
    found = _find(request, identifiant)
    require(permissions.can_answer(request.user, found), TRAITE)
    initial = {
        "version": found.version,
        "charge_jours": found.charge_jours,
        "date_prevue": found.date_prevue or found.echeance,
    }
    form = EstimationForm(**bound(request), initial=initial)

    def act(data: dict[str, Any]) -> str:
        services.estimate(acteur=request.user, demande=found, expected=data.pop("version"), **data)
        return _page(identifiant)

    context = {"demande": found, "titre": "Estimer la demande", "envoyer": "Estimer"}
    return traiter(request, form, act, ACTE, context)


def repondre(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Answer with a text, and a page of the site or a file."""
    found = _find(request, identifiant)
    require(permissions.can_answer(request.user, found), TRAITE)
    form = ReponseForm(**bound(request), initial={"version": found.version})

    def act(data: dict[str, Any]) -> str:
        services.answer(
            acteur=request.user, demande=found, expected=data["version"],
            reponse=data["reponse"], lien=data["lien"], upload=data["fichier"],
        )  # fmt: skip
        return _page(identifiant)

    context = {"demande": found, "titre": "Répondre à la demande", "envoyer": "Répondre"}
    return traiter(request, form, act, ACTE, context)


def refuser(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Refuse with reasons: the figures that cannot be given, and what may be in their place."""
    found = _find(request, identifiant)
    require(permissions.can_answer(request.user, found), TRAITE)
    refusables = services.find_refusable(found)
    form = RefusForm(**bound(request), refusables=refusables, initial={"version": found.version})

    def act(data: dict[str, Any]) -> str:
        services.refuse(acteur=request.user, demande=found, expected=data.pop("version"), **data)
        return _page(identifiant)

    context = {
        "demande": found,
        "refusables": refusables,
        "masquees": [one for one in refusables if isinstance(one, CaseMasquee)],
        "attendues": [one for one in refusables if isinstance(one, CaseAttendue)],
    }
    return traiter(request, form, act, "observatoire/demandes/refuser.html", context)


@require_POST
@once_only
def annuler(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Give up one's own request."""
    found = _find(request, identifiant)
    require(permissions.can_cancel(request.user, found), "Seule la personne qui a demandé annule.")
    return do(
        request,
        lambda version: services.cancel(acteur=request.user, demande=found, expected=version),
        "La demande est annulée.",
        "observatoire:demandes",
    )


@require_safe
def fichier(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Give the file of an answer, always as a download."""
    return send_kept(_find(request, identifiant).reponse_fichier)


@require_safe
def lettre(request: HttpRequest, identifiant: str, format: str) -> HttpResponse:
    """Give the letter of a refusal as a document."""
    found = _find(request, identifiant)
    if format not in FORMATS or found.etat != EtatDemande.REFUSEE:
        raise Http404
    return send(render_letter(found, format), f"reponse-{found.cree_le:%Y-%m-%d}", format)
