"""One takeover in steps: each page keeps its part, the last one checks and takes over."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ancrage.plateforme.commun.erreurs import ActeRefuse, EditionConcurrente
from ancrage.plateforme.comptes.lectures import organisations_visibles_par
from ancrage.plateforme.contrats.lectures import contrats_suivis_par
from ancrage.plateforme.contrats.models import BrouillonReprise
from ancrage.plateforme.contrats.saisie_reprise import SaisieReprise
from ancrage.plateforme.contrats.services import reprises as services
from ancrage.plateforme.web.reprise.etapes import (
    ETAPES,
    PAR_CODE,
    VERIFICATION,
    following,
    path_of,
    step_of,
)
from ancrage.plateforme.web.reprise.forms import EtapeForm
from ancrage.plateforme.web.reprise.views.reprises import region_of
from ancrage.plateforme.web.socle.formulaires import posted, traiter
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import rendre

PLUS = "plus"  # the button that keeps the page and offers more blank lines
DEPASSEE = ActeRefuse(
    "Quelqu’un a modifié cette reprise pendant que vous écriviez.",
    "Rouvrez l’étape dans un autre onglet pour voir ce qui a changé, puis recommencez ici.",
)


def _find(request: HttpRequest, identifiant: str) -> BrouillonReprise:
    region_of(request)
    rows = BrouillonReprise.objects.visibles_par(request.user).select_related("contrat")
    return get_object_or_404(rows, identifiant=identifiant)


@require_POST
@once_only
def commencer(request: HttpRequest) -> HttpResponse:
    """Start a draft, and open its first step."""
    made = services.start_brouillon(acteur=request.user, region=region_of(request))
    return redirect("reprise:etape", made.identifiant, ETAPES[0].code)


def etape(request: HttpRequest, identifiant: str, etape: str) -> HttpResponse:
    """Show one step and keep what it says; it need not be complete to go on."""
    found = _find(request, identifiant)
    if etape not in PAR_CODE:
        raise Http404
    if found.contrat is not None:
        return redirect("reprise:verification", identifiant)
    form = _form(request, found, PAR_CODE[etape].formulaire)
    context = {
        "brouillon": found, "etape": PAR_CODE[etape], "etapes": path_of(found, etape),
    }  # fmt: skip
    return traiter(
        request, form, lambda data: _keep(request, found, form, etape), "reprise/etape.html",
        context,
    )  # fmt: skip


def _form(request: HttpRequest, found: BrouillonReprise, kind: type[EtapeForm]) -> EtapeForm:
    sent = request.method == "POST"
    user: Any = request.user
    return kind(
        data=posted(request) if sent else None,
        files=request.FILES if sent else None,
        saisie=SaisieReprise.model_validate(found.saisie),
        ouverte_sur=found.version,
        pieces=services.pieces_of(found),
        organisations=organisations_visibles_par(user).filter(region=found.region),
        contrats=contrats_suivis_par(user).filter(region=found.region),
    )


def _keep(request: HttpRequest, found: BrouillonReprise, form: EtapeForm, etape: str) -> str:
    """Keep the scans, then the step; return where to go."""
    keep = {
        name: str(
            services.deposit_piece(
                acteur=request.user, region=found.region, upload=upload
            ).identifiant
        )
        for name, upload in form.uploads().items()
    }
    try:
        services.save_brouillon(
            acteur=request.user, brouillon=found, expected=form.cleaned_data["version"],
            saisie=form.write(keep),
        )  # fmt: skip
    except EditionConcurrente:
        raise DEPASSEE from None
    code = etape if PLUS in request.POST else following(etape)
    if code == VERIFICATION:
        return reverse("reprise:verification", args=[found.identifiant])
    return reverse("reprise:etape", args=[found.identifiant, code])


@require_safe
def verification(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Try the takeover, and say what is missing and where to mend it."""
    found = _find(request, identifiant)
    context: dict[str, Any] = {
        "brouillon": found, "etapes": path_of(found, VERIFICATION), "jeton": new_token(),
        "saisie": SaisieReprise.model_validate(found.saisie),
    }  # fmt: skip
    if found.contrat is None:
        essai = services.try_brouillon(acteur=request.user, brouillon=found)
        context["manques"] = [(one, PAR_CODE[step_of(one)]) for one in essai.manques]
        context["contrat"] = essai.contrats[0] if essai.contrats else None
    return rendre(request, "reprise/verification.html", context)


@require_POST
@once_only
def reprendre(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Take the contract over."""
    found = _find(request, identifiant)
    contrat = services.finish_brouillon(acteur=request.user, brouillon=found)
    messages.success(
        request, f"« {contrat} » est repris à l’état « {contrat.get_etat_display()} »."
    )
    return redirect("reprise:verification", identifiant)
