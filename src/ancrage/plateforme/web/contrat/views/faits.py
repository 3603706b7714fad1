"""The facts that the guards ask for: how the site knows them, attest, withdraw, derogate."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.contrats.faits import FAITS, is_attested, roles_in_words
from ancrage.plateforme.contrats.gardes import read_fact
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.permissions import can_attest, can_derogate
from ancrage.plateforme.contrats.services.attestations import (
    attest,
    derogate,
    rule_of,
    withdraw_attestation,
)
from ancrage.plateforme.contrats.situation import asked_by, how_known
from ancrage.plateforme.web.contrat.commun import (
    Saisie,
    bound,
    get_worked,
    keep_piece,
    require,
    saisir,
    show,
)
from ancrage.plateforme.web.contrat.forms import AttestationForm, MotifCourtForm, MotifForm
from ancrage.plateforme.web.contrat.lieux import LIEUX


def _known(fait: str) -> None:
    if fait not in FAITS:
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def fait(request: HttpRequest, slug: str, fait: str) -> HttpResponse:
    """Show a fact: where it stands, who brings it; attest it by a dated file."""
    _known(fait)
    found = get_worked(request, slug)
    context = _situation(request, found, fait)
    if not context["peut_attester"]:
        require(request.method != "POST")
        return show(request, found, "contrat/fait.html", context)
    form = AttestationForm(**bound(request), fait=fait)

    def act(data: dict[str, Any]) -> None:
        data["fichier"] = keep_piece(request, found, data["fichier"])
        attest(acteur=request.user, contrat=found, fait=fait, **data)

    words = Saisie("Attester", "Attester", f"C’est attesté : {FAITS[fait].libelle}.")
    return saisir(request, found, form, act, words, "contrat/fait.html", **context)


def _situation(request: HttpRequest, found: Contrat, fait: str) -> dict[str, Any]:
    answer, attested = read_fact(found, fait, today())
    route = LIEUX.get(fait)
    rights = can_derogate(request.user, found) and found.is_open
    return {
        "code": fait,
        "fait": FAITS[fait],
        "qui": roles_in_words(FAITS[fait].par),
        "actes": asked_by(fait),
        "comment": how_known(fait),
        "reponse": answer,
        "atteste": attested,
        "lieu": reverse(route, args=[found.slug]) if route else "",
        "attestations": found.attestations.filter(fait=fait).select_related("fichier"),
        "derogations": found.derogations.filter(fait=fait).select_related("regle"),
        "attestable": is_attested(fait),
        "peut_attester": is_attested(fait)
        and found.is_open
        and can_attest(request.user, fait, found),
        "peut_deroger": rights and not answer.tenu and bool(rule_of(fait)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def retirer(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Withdraw an attestation given by mistake."""
    found = get_worked(request, slug)
    given = found.attestations.filter(identifiant=identifiant).select_related("fichier").first()
    if given is None:
        raise Http404
    require(can_attest(request.user, given.fait, found))

    def act(data: dict[str, Any]) -> None:
        withdraw_attestation(acteur=request.user, attestation=given, motif=data["motif"])

    words = Saisie(
        "Retirer l’attestation", "Retirer", "L’attestation est retirée.",
        f"« {given.fichier.nom} » n’attestera plus que {FAITS[given.fait].libelle}. Les étapes "
        "déjà franchies gardent leur trace.",
        ("contrat:fait", given.fait), FAITS[given.fait].libelle,
    )  # fmt: skip
    return saisir(request, found, MotifCourtForm(**bound(request)), act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def deroger(request: HttpRequest, slug: str, fait: str) -> HttpResponse:
    """Accept a written reason for a guard that a rule lets be lifted."""
    _known(fait)
    if not rule_of(fait):
        raise Http404
    found = get_worked(request, slug)
    require(can_derogate(request.user, found), "Seule l’ARS accorde une dérogation.")
    answer, _ = read_fact(found, fait, today())

    def act(data: dict[str, Any]) -> None:
        derogate(acteur=request.user, contrat=found, fait=fait, motif=data["motif"])

    words = Saisie(
        "Accorder une dérogation", "Accorder la dérogation", "La dérogation est accordée.",
        f"Règle {rule_of(fait)} : {answer.manque or FAITS[fait].manque}. La dérogation vaut pour "
        "ce qui est constaté aujourd’hui : un autre nombre en demanderait une autre.",
        ("contrat:fait", fait), FAITS[fait].libelle,
    )  # fmt: skip
    return saisir(request, found, MotifForm(**bound(request)), act, words)
