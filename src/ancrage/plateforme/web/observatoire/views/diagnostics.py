"""The workshop of diagnoses: the list, the order, where each stands, the acts without words."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.diagnostics import permissions
from ancrage.plateforme.diagnostics.cadres import (
    frame_of,
    people_chapters_of,
    written_chapters_of,
)
from ancrage.plateforme.diagnostics.etats import Etat
from ancrage.plateforme.diagnostics.lectures import (
    diagnostics_suivis_par,
    drafts_of,
    reviews_of,
)
from ancrage.plateforme.diagnostics.models import Diagnostic
from ancrage.plateforme.diagnostics.services import commande, publication, relecture
from ancrage.plateforme.diagnostics.textes import to_review
from ancrage.plateforme.documents.services.editions import publication_of
from ancrage.plateforme.territoires.services import create_perimetre
from ancrage.plateforme.web.observatoire.forms_diagnostics import (
    ActeForm,
    CahierModifieForm,
    CommandeForm,
    MotifForm,
)
from ancrage.plateforme.web.socle.formulaires import posted, traiter
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import paginate, rendre

FORMULAIRE = "observatoire/diagnostics/formulaire.html"
Service = Callable[..., Diagnostic]
SIMPLES: dict[str, tuple[Service, str, str]] = {
    "demarrer": (commande.start, "Commencer le travail", "Le travail est commencé."),
    "soumettre": (
        relecture.submit,
        "Envoyer en relecture",
        "Le diagnostic attend une relecture ; vos collègues sont prévenus.",
    ),
    "reprendre": (relecture.take_back, "Reprendre l’écriture", "Vous pouvez de nouveau écrire."),
    "reviser": (
        publication.prepare_next,
        "Préparer l’édition suivante",
        "L’édition suivante reprend les indicateurs et les textes de la dernière.",
    ),
}
CHEMIN = (
    (Etat.COMMANDE, "Commande"),
    (Etat.EN_COURS, "Écriture"),
    (Etat.RELECTURE, "Relecture"),
    (Etat.CONTROLE, "Contrôle du secret"),
    (Etat.PUBLIE, "Publication"),
)


def followed(request: HttpRequest, identifiant: UUID) -> Diagnostic:
    """Return a diagnosis that the person follows, or answer 404."""
    return get_object_or_404(diagnostics_suivis_par(request.user), identifiant=identifiant)


def drafted(request: HttpRequest, identifiant: UUID) -> Diagnostic:
    """Return a diagnosis whose draft the person may read, or answer 404 or 403."""
    diagnostic = followed(request, identifiant)
    if not permissions.can_read_draft(request.user, diagnostic):
        raise PermissionDenied("Le brouillon d’un diagnostic ne se lit qu’à l’observatoire.")
    return diagnostic


def require_role(request: HttpRequest, nom: str, diagnostic: Diagnostic) -> None:
    """Answer 403 to whom no state would open this act."""
    if not permissions.has_role_for(request.user, nom, diagnostic):
        raise PermissionDenied(permissions.refusal(request.user, nom, diagnostic))


def require_act(request: HttpRequest, nom: str, diagnostic: Diagnostic) -> None:
    """Answer 403 without the role, 400 with the reason in the wrong state."""
    require_role(request, nom, diagnostic)
    reason = permissions.refusal(request.user, nom, diagnostic)
    if reason:
        raise ActeRefuse(reason, "Rouvrez le diagnostic pour voir où il en est.")


def address(diagnostic: Diagnostic) -> str:
    """Return the page of a diagnosis."""
    return reverse("observatoire:diagnostic", args=[diagnostic.identifiant])


@require_safe
def diagnostics(request: HttpRequest) -> HttpResponse:
    """List the diagnoses that a person follows, the nearest deadline first."""
    if not permissions.follows(request.user):
        raise PermissionDenied("L’atelier des diagnostics est ouvert à l’ARS et à l’observatoire.")
    etat = request.GET.get("etat", "")
    rows = diagnostics_suivis_par(request.user)
    if etat in Etat.values:
        rows = rows.filter(etat=etat)
    context = {
        "page": paginate(request, rows),
        "etats": Etat.choices,
        "etat": etat if etat in Etat.values else "",
        "commande": bool(permissions.regions_ordered(request.user)),
    }
    return rendre(request, "observatoire/diagnostics/liste.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def commander(request: HttpRequest) -> HttpResponse:
    """Order a diagnosis on a stored perimeter or on a new one."""
    if not permissions.regions_ordered(request.user):
        raise PermissionDenied("Seul le siège de l’ARS commande un diagnostic.")
    bound = posted(request) if request.method == "POST" else None
    form = CommandeForm(bound, user=request.user)

    def act(data: dict[str, Any]) -> str:
        perimetre = data["perimetre"] or create_perimetre(
            acteur=request.user,
            region=data["commanditaire"].region,
            libelle=data["libelle"],
            communes=form.lue.communes,
        )
        made = commande.order_diagnostic(
            acteur=request.user,
            perimetre=perimetre,
            libelle=data["libelle"],
            commanditaire=data["commanditaire"],
            operateur=data["operateur"],
            demande=form.demande,
            predecesseur=data["predecesseur"],
            cadre=data["cadre"],
        )
        messages.success(request, "La commande est passée ; l’observatoire est prévenu.")
        return address(made)

    context = {
        "titre": "Commander un diagnostic",
        "chapeau": "La commande fige le cadre et le périmètre : communes et millésime.",
        "envoyer": "Passer la commande",
        "retour": reverse("observatoire:diagnostics"),
    }
    return traiter(request, form, act, FORMULAIRE, context)


@require_safe
def diagnostic(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Show where a diagnosis stands, and the next act."""
    found = followed(request, identifiant)
    draft = permissions.can_read_draft(request.user, found)
    allowed = permissions.allowed_acts(request.user, found)
    context = {
        "diagnostic": found,
        "cadre": frame_of(found),
        "premier": next(iter(written_chapters_of(found))),
        "a_ecrire": people_chapters_of(found),
        "brouillon": draft,
        "etapes": _steps(found),
        "actes": [(nom, SIMPLES[nom][1]) for nom in SIMPLES if nom in allowed],
        "permis": allowed,
        "a_revoir": len(to_review(found)) if draft and found.etat == Etat.EN_COURS else 0,
        "brouillons": drafts_of(found) if draft and found.etat == Etat.EN_COURS else (),
        "choisis": found.selection.count() if draft else 0,
        "relectures": reviews_of(found) if draft else (),
        "controle": relecture.valid_control(found) if draft else None,
        "demande_avis": permissions.open_request(found),
        "epreuve": permissions.can_read_proof(request.user, found),
        "avis_attendu": permissions.is_asked(request.user, found),
        "travail": publication_of(found) if "publier" in allowed else None,
        "jeton": new_token(),
    }
    return rendre(request, "observatoire/diagnostics/diagnostic.html", context)


def _steps(found: Diagnostic) -> list[tuple[str, str]]:
    codes = [etat for etat, _ in CHEMIN]
    here = codes.index(Etat(found.etat)) if found.etat in codes else -1
    return [
        (label, "faite" if rank < here else "courante" if rank == here else "a_venir")
        for rank, (_, label) in enumerate(CHEMIN)
    ]


@require_POST
@once_only
def agir(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Do one of the acts that need no word."""
    found, form = followed(request, identifiant), ActeForm(request.POST)
    if not permissions.can_read_draft(request.user, found):
        raise PermissionDenied("Le travail sur un diagnostic revient à l’observatoire.")
    nom = form.data.get("acte", "")
    if nom not in SIMPLES or not form.is_valid():
        raise ActeRefuse("Cet acte n’existe pas.", "Rouvrez le diagnostic.")
    require_role(request, nom, found)
    service, _, done = SIMPLES[nom]
    service(acteur=request.user, diagnostic=found, expected=form.cleaned_data["version"])
    messages.success(request, done)
    return redirect(address(found))


@require_http_methods(["GET", "HEAD", "POST"])
def modifier_commande(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Change the name and the specification before the work starts."""
    found = followed(request, identifiant)
    require_act(request, "modifier_commande", found)
    cahier = found.cahier
    initial = {
        "version": found.version,
        "libelle": found.libelle,
        "questions": cahier.questions,
        "populations": cahier.populations,
        "echeance": cahier.echeance,
    }
    form = CahierModifieForm(posted(request) if request.method == "POST" else None, initial=initial)

    def act(data: dict[str, Any]) -> str:
        commande.edit_order(
            acteur=request.user,
            diagnostic=found,
            expected=data["version"],
            libelle=data["libelle"],
            demande=form.demande,
        )
        messages.success(request, "Le cahier des charges est modifié.")
        return address(found)

    context = {"diagnostic": found, "titre": "Modifier la commande", "retour": address(found)}
    return traiter(request, form, act, FORMULAIRE, context)


@require_http_methods(["GET", "HEAD", "POST"])
def annuler(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Give an order up."""
    return _with_reason(
        request,
        identifiant,
        "annuler",
        commande.cancel_order,
        {"titre": "Annuler la commande", "envoyer": "Annuler la commande"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def refuser(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Send a diagnosis back from the control of secrecy."""
    return _with_reason(
        request,
        identifiant,
        "refuser",
        relecture.refuse_control,
        {"titre": "Refuser au contrôle", "envoyer": "Renvoyer à l’écriture"},
    )


def _with_reason(
    request: HttpRequest,
    identifiant: UUID,
    nom: str,
    service: Service,
    words: dict[str, str],
) -> HttpResponse:
    found = followed(request, identifiant)
    require_act(request, nom, found)
    bound = posted(request) if request.method == "POST" else None
    form = MotifForm(bound, initial={"version": found.version})

    def act(data: dict[str, Any]) -> str:
        service(
            acteur=request.user,
            diagnostic=found,
            expected=data["version"],
            motif=data["motif"],
        )
        messages.success(request, "C’est fait ; le motif est au journal.")
        return address(found)

    context = {"diagnostic": found, "retour": address(found), **words}
    return traiter(request, form, act, FORMULAIRE, context)
