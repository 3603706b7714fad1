"""Review by a peer, answers to remarks, control of secrecy."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.diagnostics import permissions
from ancrage.plateforme.diagnostics.lectures import opinions_of, remarks_of, reviews_of
from ancrage.plateforme.diagnostics.services import relecture as services
from ancrage.plateforme.diagnostics.services.avis import ask_opinions
from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.observatoire.forms_diagnostics import (
    ControleForm,
    DemandeAvisForm,
    RelectureForm,
    ReponseForm,
)
from ancrage.plateforme.web.observatoire.views.diagnostics import (
    FORMULAIRE,
    address,
    drafted,
    require_act,
    require_role,
)
from ancrage.plateforme.web.socle.formulaires import posted, traiter


@require_http_methods(["GET", "HEAD", "POST"])
def relecture(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Give an opinion on a submission; read the former ones."""
    found = drafted(request, identifiant)
    bound = posted(request) if request.method == "POST" else None
    form = RelectureForm(bound, initial={"version": found.version}, diagnostic=found)

    def act(data: dict[str, Any]) -> str:
        services.review(
            acteur=request.user,
            diagnostic=found,
            expected=data["version"],
            opinion=data["opinion"],
            commentaire=data["commentaire"],
            remarques=form.remarques,
        )
        messages.success(request, "Votre avis est enregistré.")
        return address(found)

    context = {
        "diagnostic": found,
        "relectures": reviews_of(found),
        "ferme": permissions.refusal(request.user, "approuver", found),
        "repond": permissions.can(request.user, "repondre", found),
        "retour": address(found),
    }
    return traiter(request, form, act, "observatoire/diagnostics/relecture.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def avis(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Ask the territory what it thinks of the signed version; read what it said."""
    found = drafted(request, identifiant)
    form = DemandeAvisForm(posted(request) if request.method == "POST" else None)

    def act(data: dict[str, Any]) -> str:
        ask_opinions(acteur=request.user, diagnostic=found, limite=data["limite"])
        messages.success(
            request, "L’avis est demandé ; coordonnateurs et délégation sont prévenus."
        )
        return reverse("observatoire:dls_avis", args=[identifiant])

    signed = services.valid_control(found) is not None
    context = {
        "diagnostic": found,
        "demandes": opinions_of(found),
        "ouverte": permissions.open_request(found),
        "ferme": permissions.refusal(request.user, "demander_avis", found)
        or ("" if signed else "L’avis se demande une fois le contrôle du secret signé."),
        "retour": address(found),
    }
    return traiter(request, form, act, "observatoire/diagnostics/avis.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def repondre(request: HttpRequest, identifiant: UUID, remarque: UUID) -> HttpResponse:
    """Answer one remark."""
    found = drafted(request, identifiant)
    one = get_object_or_404(remarks_of(found), identifiant=remarque)
    require_act(request, "repondre", found)
    form = ReponseForm(request.POST or None, initial={"reponse": one.reponse})
    back = reverse("observatoire:dls_relecture", args=[identifiant])

    def act(data: dict[str, Any]) -> str:
        services.answer(acteur=request.user, remarque=one, reponse=data["reponse"])
        messages.success(request, "La réponse est enregistrée.")
        return back

    context = {
        "diagnostic": found,
        "titre": f"Répondre à la remarque sur le chapitre {one.chapitre}",
        "chapeau": one.texte,
        "retour": back,
    }
    return traiter(request, form, act, FORMULAIRE, context)


@require_http_methods(["GET", "HEAD", "POST"])
def controle(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Sign the control of secrecy."""
    found = drafted(request, identifiant)
    require_role(request, "signer", found)
    bound = posted(request) if request.method == "POST" else None
    form = ControleForm(bound, initial={"version": found.version})

    def act(data: dict[str, Any]) -> str:
        services.sign(
            acteur=request.user,
            diagnostic=found,
            expected=data["version"],
            points=data["points"],
            observations=data["observations"],
        )
        messages.success(request, "Le contrôle est signé : le diagnostic peut paraître.")
        return address(found)

    context = {
        "diagnostic": found,
        "edition_magasin": profils.edition("diagnostic"),
        "signature": services.valid_control(found),
        "ferme": permissions.refusal(request.user, "signer", found),
        "retour": address(found),
    }
    return traiter(request, form, act, "observatoire/diagnostics/controle.html", context)
