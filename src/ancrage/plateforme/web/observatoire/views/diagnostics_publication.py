"""Publish with visible progress, signal an error, withdraw."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.diagnostics import permissions
from ancrage.plateforme.diagnostics.contenu import codes_of, texts_of
from ancrage.plateforme.diagnostics.lectures import label_of_key, readers_count
from ancrage.plateforme.diagnostics.models import Diagnostic, Edition
from ancrage.plateforme.diagnostics.services import publication
from ancrage.plateforme.diagnostics.services.publication import address_of
from ancrage.plateforme.diagnostics.services.relecture import valid_control
from ancrage.plateforme.documents.services import editions as documents
from ancrage.plateforme.observations import profils
from ancrage.plateforme.web.observatoire.forms_diagnostics import ErratumForm, MotifForm
from ancrage.plateforme.web.observatoire.views.diagnostics import (
    FORMULAIRE,
    address,
    drafted,
    require_act,
    require_role,
)
from ancrage.plateforme.web.socle.formulaires import posted, traiter
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import rendre


@require_http_methods(["GET", "HEAD", "POST"])
@once_only
def publier(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Queue the publication, then show how far it is."""
    found = drafted(request, identifiant)
    require_role(request, "publier", found)
    if request.method == "POST":
        version = request.POST.get("version", "")
        documents.ask_publication(
            acteur=request.user,
            diagnostic=found,
            expected=int(version) if version.isdecimal() else 0,
        )
        return redirect("observatoire:dls_publier", identifiant)
    travail = documents.publication_of(found)
    context = {
        "diagnostic": found,
        "travail": travail,
        "parue": next(iter(found.parues), None),
        "signature": valid_control(found),
        "ferme": permissions.refusal(request.user, "publier", found),
        "numero": publication.next_number(found),
        "demande": permissions.open_request(found),
        "jeton": new_token(),
    }
    return rendre(request, "observatoire/diagnostics/publier.html", context, fragment="avancement")


def _in_force(found: Diagnostic) -> Edition:
    for edition in found.parues:
        if edition.en_vigueur:
            return edition
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def erratum(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Withdraw a wrong figure of the edition in force."""
    found = drafted(request, identifiant)
    require_act(request, "corriger", found)
    edition = _in_force(found)
    bound = posted(request) if request.method == "POST" else None
    form = ErratumForm(bound, choices=_objects(found, edition))

    def act(data: dict[str, Any]) -> str:
        kind, _, objet = data["objet"].partition("=")
        documents.withdraw(
            acteur=request.user,
            edition=edition,
            indicateur=objet if kind == "indicateur" else "",
            cle=objet if kind == "texte" else "",
            explication=data["explication"],
        )
        messages.success(request, "L’erratum est publié ; les personnes concernées sont prévenues.")
        return address_of(edition)

    context = {
        "diagnostic": found,
        "titre": "Signaler une erreur publiée",
        "chapeau": f"Édition {edition.numero}, en vigueur. Le chiffre quitte aussitôt la page et "
        f"les fichiers. Personnes connectées qui l’ont téléchargée : {readers_count(edition)}.",
        "envoyer": "Publier l’erratum",
        "retour": address(found),
    }
    return traiter(request, form, act, FORMULAIRE, context)


def _objects(found: Diagnostic, edition: Edition) -> list[tuple[str, Any]]:
    """Return what an erratum may withdraw: published indicators, rewritten texts."""
    names = profils.catalogue()
    figures = [
        (f"indicateur={code}", f"{names[code].libelle_court if code in names else code} ({code})")
        for code in sorted(codes_of(edition))
    ]
    texts = [(f"texte={cle}", label_of_key(found, cle)) for cle in texts_of(edition)]
    groups = [("Chiffres", figures), ("Textes réécrits", texts)]
    return [group for group in groups if group[1]]


@require_http_methods(["GET", "HEAD", "POST"])
def retirer(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Withdraw the whole diagnosis: its notice stays."""
    found = drafted(request, identifiant)
    require_act(request, "retirer", found)
    bound = posted(request) if request.method == "POST" else None
    form = MotifForm(bound, initial={"version": found.version})

    def act(data: dict[str, Any]) -> str:
        publication.withdraw_diagnostic(
            acteur=request.user,
            diagnostic=found,
            expected=data["version"],
            motif=data["motif"],
            jour=timezone.localdate(),
        )
        messages.success(request, "Le diagnostic est retiré ; son avis reste public.")
        return address(found)

    context = {
        "diagnostic": found,
        "titre": "Retirer le diagnostic",
        "chapeau": "Les chiffres ne se lisent plus ; l’avis daté reste, avec votre motif.",
        "envoyer": "Retirer",
        "retour": address(found),
    }
    return traiter(request, form, act, FORMULAIRE, context)
