"""The opinions on the text of a contract: asked, given, their reserves lifted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.contrats.avis import FAITS_DES_AVIS, pending_opinion
from ancrage.plateforme.contrats.faits import FAITS, is_attested, roles_in_words
from ancrage.plateforme.contrats.gardes import read_fact
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat, Organe
from ancrage.plateforme.contrats.models.contrat import SIGNE_SEUL
from ancrage.plateforme.contrats.permissions import (
    can_ask_opinion,
    can_give_opinion,
    is_written,
)
from ancrage.plateforme.contrats.services import avis as services
from ancrage.plateforme.documents.circuit import AVIS
from ancrage.plateforme.documents.lectures import versions_of
from ancrage.plateforme.fichiers.models import TypeFichier
from ancrage.plateforme.fichiers.services import deposit_fichier
from ancrage.plateforme.web.signature.forms_avis import AvisForm, DemandeAvisForm, LeveeForm
from ancrage.plateforme.web.socle.contrats import frame_contrat, get_followed
from ancrage.plateforme.web.socle.formulaires import posted, traiter

PIECES = (
    TypeFichier.PDF, TypeFichier.DOCX, TypeFichier.XLSX, TypeFichier.PNG, TypeFichier.JPEG,
)  # fmt: skip
FERME = "Cet avis s’écrit par qui le rend, tant que le texte est en rédaction ou en validation."


def _organe(code: str) -> Organe:
    if code not in Organe.values:
        raise Http404
    return Organe(code)


def _bound(request: HttpRequest) -> dict[str, Any]:
    sent = request.method == "POST"
    return {"data": posted(request) if sent else None, "files": request.FILES if sent else None}


def _page(request: HttpRequest, found: Contrat, organe: Organe) -> dict[str, Any]:
    """Return what a page of an opinion shows: what was said so far, what may be done."""
    fait = FAITS_DES_AVIS[organe]
    answer, attested = read_fact(found, fait, today())
    working = Contrat.objects.visibles_par(request.user, sauf=SIGNE_SEUL)
    return {
        **frame_contrat(request, found),
        "organe": organe,
        "titre": AVIS[organe],
        "reponse": answer,
        "atteste": attested,
        "attestable": is_attested(fait),
        "fait": fait,
        "qui": roles_in_words(FAITS[fait].par),
        "rendus": found.avis.filter(organe=organe, rendu_le__isnull=False).select_related(
            "fichier"
        ),
        "demande": pending_opinion(found, organe),
        "peut_demander": organe == Organe.ARS and can_ask_opinion(request.user, found),
        "peut_rendre": _may_give(request, found, organe),
        "travaille": working.filter(pk=found.pk).exists(),
        "retour": reverse("signature:circuit", args=[found.slug]),
    }


def _may_give(request: HttpRequest, found: Contrat, organe: Organe) -> bool:
    return is_written(found) and can_give_opinion(request.user, organe, found)


@require_http_methods(["GET", "HEAD", "POST"])
def avis(request: HttpRequest, slug: str, organe: str) -> HttpResponse:
    """Show the opinions of a body on the text; write one."""
    found, body = get_followed(request, slug), _organe(organe)
    context = _page(request, found, body)
    if request.method == "POST" and not context["peut_rendre"]:
        raise PermissionDenied(FERME)
    versions = versions_of(found, None)
    latest = str(versions[0].numero) if versions else ""
    form = AvisForm(
        **_bound(request), versions=versions, initial={"rendu_le": today(), "version": latest}
    )

    def act(data: dict[str, Any]) -> str:
        _give(request, found, body, data)
        messages.success(request, "L’avis est enregistré ; l’équipe du contrat est prévenue.")
        return request.path

    return traiter(request, form, act, "signature/avis.html", context)


@transaction.atomic
def _give(request: HttpRequest, found: Contrat, organe: Organe, data: dict[str, Any]) -> None:
    upload, wanted = data.pop("fichier"), data.pop("version")
    figee = next((one for one in versions_of(found, None) if str(one.numero) == wanted), None)
    kept = (
        deposit_fichier(acteur=request.user, region=found.region, upload=upload, admis=PIECES)
        if upload
        else None
    )
    rendu = services.AvisRendu(
        **data, fichier=kept, version_figee=figee.numero if figee else None,
        empreinte=figee.empreinte if figee else "",
    )  # fmt: skip
    services.give_opinion(acteur=request.user, contrat=found, organe=organe, rendu=rendu)


@require_http_methods(["GET", "HEAD", "POST"])
def demander(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the ARS for its opinion."""
    found = get_followed(request, slug)
    if not can_ask_opinion(request.user, found):
        raise PermissionDenied("L’avis se demande par l’équipe du contrat, sur un texte écrit.")
    form = DemandeAvisForm(**_bound(request))

    def act(data: dict[str, Any]) -> str:
        services.ask_opinion(acteur=request.user, contrat=found, **data)
        messages.success(request, "L’avis est demandé ; l’ARS est prévenue.")
        return reverse("signature:avis", args=[slug, Organe.ARS])

    context = _page(request, found, Organe.ARS) | {
        "titre": "Demander l’avis de l’ARS", "envoyer": "Demander l’avis",
        "chapeau": "L’ARS siège dit si le texte est conforme au projet régional de santé.",
        "parent": AVIS[Organe.ARS], "retour": reverse("signature:avis", args=[slug, Organe.ARS]),
    }  # fmt: skip
    return traiter(request, form, act, "signature/saisie.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lever(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Say how the reserves of an opinion were lifted."""
    found = get_followed(request, slug)
    one = found.avis.filter(identifiant=identifiant).first()
    if one is None:
        raise Http404
    organe = Organe(one.organe)
    if not _may_give(request, found, organe):
        raise PermissionDenied(FERME)
    form = LeveeForm(**_bound(request), initial={"on": today()})

    def act(data: dict[str, Any]) -> str:
        services.lift_reserves(acteur=request.user, avis=one, **data)
        messages.success(request, "Les réserves sont levées : l’avis compte comme favorable.")
        return reverse("signature:avis", args=[slug, organe])

    context = _page(request, found, organe) | {
        "titre": "Lever les réserves", "envoyer": "Lever les réserves", "chapeau": one.reserves,
        "parent": AVIS[organe], "retour": reverse("signature:avis", args=[slug, organe]),
    }  # fmt: skip
    return traiter(request, form, act, "signature/saisie.html", context)
