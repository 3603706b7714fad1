"""What lets each signatory sign, for the contract or an amendment: vote, agreement, signature."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Avenant, Contrat, Signataire
from ancrage.plateforme.contrats.permissions import can_record_vote
from ancrage.plateforme.contrats.services.parties import (
    Vote,
    record_accord,
    record_deliberation,
    record_signature,
)
from ancrage.plateforme.web.contrat.commun import (
    Saisie,
    bound,
    get_worked,
    keep_piece,
    require,
    saisir,
)
from ancrage.plateforme.web.contrat.forms_parties import AccordForm, SignatureForm, VoteForm
from ancrage.plateforme.web.contrat.views.parties import back, find_avenant

CHAMPS = tuple(name for name in Vote.__dataclass_fields__ if name != "fichier")


def _found(
    request: HttpRequest, slug: str, identifiant: UUID
) -> tuple[Contrat, Signataire, Avenant | None]:
    """Return the signatory that an address names, past the door of who records votes."""
    found = get_worked(request, slug)
    rows = found.signataires.filter(identifiant=identifiant).select_related(
        "organisation", "contrat"
    )
    signataire = rows.first()
    if signataire is None:
        raise Http404
    require(can_record_vote(request.user, found))
    return found, signataire, find_avenant(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
def deliberation(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Record the vote of a local authority, or complete it."""
    found, signataire, avenant = _found(request, slug, identifiant)
    former = signataire.deliberations.filter(avenant=avenant).select_related("fichier").first()
    initial = {name: getattr(former, name) for name in CHAMPS} if former else {}

    def act(data: dict[str, Any]) -> None:
        kept = keep_piece(request, found, data.pop("fichier"))
        vote = Vote(**data, fichier=kept or (former.fichier if former else None))
        record_deliberation(acteur=request.user, signataire=signataire, vote=vote, avenant=avenant)

    words = Saisie(
        f"Délibération de {signataire}", "Enregistrer la délibération",
        "La délibération est enregistrée.",
        "Ce qui n’est pas encore connu reste vide : complétez ensuite.", **back(avenant),
        note=f"Document gardé : {former.fichier}." if former and former.fichier else "",
    )  # fmt: skip
    return saisir(request, found, VoteForm(**bound(request), initial=initial), act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def accord(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Record the written agreement of a service of the State, or of a body that does not vote."""
    found, signataire, avenant = _found(request, slug, identifiant)

    def act(data: dict[str, Any]) -> None:
        data["fichier"] = keep_piece(request, found, data["fichier"])
        record_accord(acteur=request.user, signataire=signataire, avenant=avenant, **data)

    words = Saisie(
        f"Accord écrit de {signataire}", "Enregistrer l’accord", "L’accord est enregistré.",
        "Un service de l’État ne délibère pas : il donne son accord par écrit.", **back(avenant),
    )  # fmt: skip
    form = AccordForm(**bound(request), initial={"fonction": signataire.fonction})
    return saisir(request, found, form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Record that a signatory signed on paper."""
    found, signataire, avenant = _found(request, slug, identifiant)

    def act(data: dict[str, Any]) -> None:
        data["fichier"] = keep_piece(request, found, data["fichier"])
        record_signature(acteur=request.user, signataire=signataire, avenant=avenant, **data)

    words = Saisie(
        f"Signature de {signataire}", "Enregistrer la signature", "La signature est enregistrée.",
        f"Signe : {signataire.representant}, {signataire.fonction}.", **back(avenant),
    )  # fmt: skip
    form = SignatureForm(**bound(request), initial={"date_signature": today()})
    return saisir(request, found, form, act, words)
