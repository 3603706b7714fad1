"""Who carries, who signs, who takes part, and what each still owes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from ancrage.plateforme.contrats.differences import read_parties
from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Avenant, Contrat
from ancrage.plateforme.contrats.permissions import can_prepare, can_record_vote
from ancrage.plateforme.contrats.services.ouverture import (
    Competence,
    add_porteur,
    verify_competence,
)
from ancrage.plateforme.contrats.services.parties import (
    Representant,
    add_partenaire,
    add_signataire,
    end_partenaire,
    remove_signataire,
)
from ancrage.plateforme.web.contrat.commun import (
    Saisie,
    bound,
    get_worked,
    keep_piece,
    require,
    saisir,
    show,
)
from ancrage.plateforme.web.contrat.forms_parties import (
    CompetenceForm,
    JourForm,
    MotifLibreForm,
    PartenaireForm,
    PorteurForm,
    SignataireForm,
)

RETOUR: dict[str, Any] = {"retour": ("contrat:parties",), "parent": "Parties"}


def find_avenant(request: HttpRequest, found: Contrat) -> Avenant | None:
    """Return the amendment that an address names (« ?avenant=… »), None for the contract itself."""
    asked = request.GET.get("avenant", "")
    if not asked:
        return None
    try:
        avenant = found.avenants.filter(identifiant=UUID(asked)).first()
    except ValueError:
        avenant = None
    if avenant is None:
        raise Http404
    return avenant


def back(avenant: Avenant | None) -> dict[str, Any]:
    """Return where a form of the parties goes back to: their page, or that of the amendment."""
    if avenant is None:
        return RETOUR
    return {
        "retour": ("contrat:avenant", avenant.identifiant),
        "parent": f"Avenant n° {avenant.numero}",
    }


@require_safe
def parties(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the carriers, the signatories with what each owes, the partners."""
    found = get_worked(request, slug)
    avant = found.etat in AVANT_SIGNATURE
    context = {
        "porteurs": found.porteurs.select_related("organisation", "statuts"),
        "lignes": read_parties(found, today()),
        "entres": found.signataires.filter(avenant__isnull=False).select_related(
            "organisation", "avenant"
        ),
        "partenaires": found.partenaires.select_related("organisation"),
        "avant": avant,
        "prepare": can_prepare(request.user, found),
        "enregistre": avant and can_record_vote(request.user, found),
    }
    return show(request, found, "contrat/parties.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter_porteur(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a carrier."""
    found = get_worked(request, slug)
    require(can_prepare(request.user, found))

    def act(data: dict[str, Any]) -> None:
        add_porteur(acteur=request.user, contrat=found, **data)

    words = Saisie("Ajouter un porteur", "Ajouter le porteur", "Le porteur est ajouté.", **RETOUR)
    return saisir(request, found, PorteurForm(**bound(request), region=found.region), act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def competence(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Write and check the statutory competence of a carrier."""
    found = get_worked(request, slug)
    porteur = found.porteurs.filter(identifiant=identifiant).select_related("statuts").first()
    if porteur is None:
        raise Http404
    require(can_prepare(request.user, found))
    names = ("version", "competence_statutaire", "statuts_du")
    form = CompetenceForm(
        **bound(request), initial={name: getattr(porteur, name) for name in names}
    )

    def act(data: dict[str, Any]) -> None:
        kept = keep_piece(request, found, data["statuts"]) or porteur.statuts
        verify_competence(
            acteur=request.user, porteur=porteur, expected=data["version"],
            competence=Competence(data["competence_statutaire"], data["statuts_du"], kept),
        )  # fmt: skip

    words = Saisie(
        f"Compétence de {porteur}", "J’ai vérifié cette compétence", "La compétence est vérifiée.",
        "Un porteur s’engage dans ce que ses statuts lui permettent.", **RETOUR,
    )  # fmt: skip
    return saisir(request, found, form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter_signataire(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a signatory to the contract, or by an amendment."""
    found = get_worked(request, slug)
    require(can_prepare(request.user, found))
    avenant = find_avenant(request, found)

    def act(data: dict[str, Any]) -> None:
        who = Representant(data["representant"], data["fonction"], data["delegation"])
        add_signataire(
            acteur=request.user, contrat=found, organisation=data["organisation"],
            statut=data["statut"], representant=who, avenant=avenant,
        )  # fmt: skip

    words = Saisie(
        "Ajouter un signataire", "Ajouter le signataire", "Le signataire est ajouté.",
        "Un signataire s’engage ; un partenaire participe sans signer.", **back(avenant),
    )  # fmt: skip
    form = SignataireForm(**bound(request), region=found.region)
    return saisir(request, found, form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def retirer_signataire(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Take a signatory off, with what it had voted or written."""
    found = get_worked(request, slug)
    signataire = found.signataires.filter(identifiant=identifiant).first()
    if signataire is None:
        raise Http404
    require(can_prepare(request.user, found))

    def act(data: dict[str, Any]) -> None:
        remove_signataire(acteur=request.user, signataire=signataire, motif=data["motif"])

    words = Saisie(
        f"Retirer {signataire}", "Retirer ce signataire", "Le signataire est retiré.",
        "Sa délibération, son accord et sa signature partent avec lui ; le journal garde l’acte.",
        **RETOUR,
    )  # fmt: skip
    return saisir(request, found, MotifLibreForm(**bound(request)), act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter_partenaire(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a partner that agreed to take part."""
    found = get_worked(request, slug)
    require(can_prepare(request.user, found))

    def act(data: dict[str, Any]) -> None:
        add_partenaire(acteur=request.user, contrat=found, **data)

    words = Saisie(
        "Ajouter un partenaire", "Ajouter le partenaire", "Le partenaire est ajouté.",
        "Un partenaire participe aux actions sans signer le contrat.", **RETOUR,
    )  # fmt: skip
    form = PartenaireForm(**bound(request), region=found.region)
    return saisir(request, found, form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def finir_partenaire(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """End a partnership."""
    found = get_worked(request, slug)
    partenaire = found.partenaires.filter(identifiant=identifiant, jusqu_au__isnull=True).first()
    if partenaire is None:
        raise Http404
    require(can_prepare(request.user, found))

    def act(data: dict[str, Any]) -> None:
        end_partenaire(acteur=request.user, partenaire=partenaire, on=data["on"])

    words = Saisie(
        f"Fin du partenariat avec {partenaire}", "Finir le partenariat",
        "Le partenariat est fini.", **RETOUR,
    )  # fmt: skip
    form = JourForm(**bound(request), initial={"on": today()})
    return saisir(request, found, form, act, words)
