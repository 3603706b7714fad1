"""Restricted deposits: send, describe, follow the check, approve by another person, end, read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ancrage.plateforme.observations import moteur, permissions, profils
from ancrage.plateforme.observations.etats import EtatDepot
from ancrage.plateforme.observations.extraits import columns_of
from ancrage.plateforme.observations.lectures import codes_of_rows, history_of, travail_of
from ancrage.plateforme.observations.models import DepotRestreint
from ancrage.plateforme.observations.services import depots as services
from ancrage.plateforme.web.observatoire.actes_ors import (
    bound,
    do,
    require,
    require_ors,
)
from ancrage.plateforme.web.observatoire.forms_depots import (
    ChoixForm,
    DepotForm,
    DescriptionForm,
    MotifForm,
    initial_description,
)
from ancrage.plateforme.web.socle.formulaires import traiter
from ancrage.plateforme.web.socle.historique import read_actes
from ancrage.plateforme.web.socle.jetons import new_token, once_only
from ancrage.plateforme.web.socle.rendu import paginate, rendre

ETAPES = (
    ("Déposer", ()),
    ("Décrire et contrôler", (EtatDepot.DEPOSE,)),
    ("Approuver", (EtatDepot.CONTROLE,)),
    ("Répondre", (EtatDepot.APPROUVE, EtatDepot.ACTIF)),
    ("Finir", (EtatDepot.EXPIRE, EtatDepot.RETIRE, EtatDepot.REFUSE)),
)


@require_safe
def depots(request: HttpRequest) -> HttpResponse:
    """List the deposits of the region, and those that the command line made."""
    require_ors(request)
    rows = DepotRestreint.objects.visibles_par(request.user)
    etat = request.GET.get("etat", "")
    context = {
        "page": paginate(request, rows.filter(etat=etat) if etat in EtatDepot.values else rows),
        "etat": etat if etat in EtatDepot.values else "",
        "etats": EtatDepot.choices,
        "ailleurs": moteur.codes_outside(codes_of_rows()),
        "peut_deposer": permissions.can_deposit(request.user),
    }
    return rendre(request, "observatoire/depots/depots.html", context)


def _find(request: HttpRequest, identifiant: str) -> DepotRestreint:
    rows = DepotRestreint.objects.visibles_par(request.user)
    return get_object_or_404(rows, identifiant=identifiant)


def nouveau(request: HttpRequest) -> HttpResponse:
    """Send an extract."""
    regions = permissions.regions_deposited(request.user)
    require(bool(regions), "Seul le statisticien de l’observatoire dépose un extrait.")
    form = DepotForm(**bound(request), regions=sorted(regions))

    def act(data: dict[str, Any]) -> str:
        upload = data.pop("fichier")
        made = services.deposit(acteur=request.user, upload=upload, **data)
        return reverse("observatoire:decrire_depot", args=[made.identifiant])

    return traiter(request, form, act, "observatoire/depots/nouveau.html")


def decrire(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Write the agreement and the mapping of columns; the check follows."""
    found = _find(request, identifiant)
    require(
        permissions.can_describe(request.user, found),
        "Seule la personne qui a déposé l’extrait le décrit, avant son approbation.",
    )
    colonnes = columns_of(found.fichier)
    form = DescriptionForm(**bound(request), colonnes=colonnes, initial=initial_description(found))

    def act(data: dict[str, Any]) -> str:
        services.describe(
            acteur=request.user, depot=found, expected=data["version"], titre=data["titre"],
            expire_le=data["expire_le"], description=form.description, totaux=form.totaux,
        )  # fmt: skip
        return reverse("observatoire:depot", args=[identifiant])

    return traiter(request, form, act, "observatoire/depots/decrire.html", {"depot": found})


@require_safe
def depot(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Show where a deposit stands, what the engine said, and the one next act."""
    found = _find(request, identifiant)
    rang = next(i for i, (_, etats) in enumerate(ETAPES) if found.etat in etats)
    states = ["faite" if i < rang else "courante" if i == rang else "a_venir" for i in range(5)]
    context = {
        "depot": found,
        "etapes": list(zip(states, (nom for nom, _ in ETAPES), strict=True)),
        "travail": travail_of(found),
        "faits": found.bilan.get("faits"),
        "actes": read_actes(history_of(found)),
        "peut_decrire": permissions.can_describe(request.user, found),
        "refus_approbation": permissions.refusal_to_approve(request.user, found),
        "peut_retirer": permissions.can_withdraw(request.user, found),
        "jeton": new_token(),
    }
    response = rendre(request, "observatoire/depots/depot.html", context, fragment="suivi")
    if context["travail"] is None:
        response["HX-Refresh"] = "true"  # the follow-up asked, and its job is over
    return response


@require_POST
@once_only
def controler(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Check an extract once more."""
    found = _find(request, identifiant)
    require(permissions.can_describe(request.user, found), "Seul le déposant relance le contrôle.")
    return do(
        request,
        lambda version: services.check_again(
            acteur=request.user, depot=found, expected=version
        ),
        "Le contrôle est relancé.",
        "observatoire:depot", identifiant,
    )  # fmt: skip


@require_POST
@once_only
def approuver(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Vouch for a deposit, as another person than the depositor."""
    found = _find(request, identifiant)
    refusal = permissions.refusal_to_approve(request.user, found)
    require(not refusal, refusal)
    return do(
        request,
        lambda version: services.approve(acteur=request.user, depot=found, expected=version),
        "Le dépôt est approuvé : ses chiffres répondront dans quelques instants.",
        "observatoire:depot", identifiant,
    )  # fmt: skip


@require_POST
@once_only
def activer(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Queue a lost activation once more."""
    found = _find(request, identifiant)
    return do(
        request,
        lambda version: services.activate_again(
            acteur=request.user, depot=found, expected=version
        ),
        "L’activation est relancée.",
        "observatoire:depot", identifiant,
    )  # fmt: skip


def refuser(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Refuse a deposit, and say why."""
    found = _find(request, identifiant)
    refusal = permissions.refusal_to_approve(request.user, found)
    require(not refusal, refusal)
    return _end(request, found, services.refuse, "Refuser ce dépôt", "Refuser")


def retirer(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Take a deposit away, and say why."""
    found = _find(request, identifiant)
    require(permissions.can_withdraw(request.user, found), "Vous ne pouvez pas retirer ce dépôt.")
    return _end(request, found, services.withdraw, "Retirer ce dépôt", "Retirer")


def _end(
    request: HttpRequest, found: DepotRestreint, service: Any, titre: str, envoyer: str
) -> HttpResponse:
    """Show the form of an end, with what it destroys."""
    form = MotifForm(**bound(request), initial={"version": found.version})
    address = reverse("observatoire:depot", args=[found.identifiant])

    def act(data: dict[str, Any]) -> str:
        service(acteur=request.user, depot=found, expected=data["version"], motif=data["motif"])
        return address

    context = {
        "titre": titre,
        "envoyer": envoyer,
        "retour": address,
        "chapeau": f"{found} : l’extrait est effacé, et ses chiffres ne répondent plus. "
        "On ne revient pas en arrière.",
    }
    return traiter(request, form, act, "socle/formulaire.html", context)


@require_safe
def chiffres(request: HttpRequest, identifiant: str) -> HttpResponse:
    """Read the protected figures of an active deposit in one territory, for one of its uses."""
    found = _find(request, identifiant)
    require(found.etat == EtatDepot.ACTIF, "Ce dépôt n’est pas actif : aucun chiffre ne répond.")
    initial = {"territoire": f"region:{found.region}", "usage": found.usages[0]}
    form = ChoixForm(request.GET or initial, usages=found.usages)
    lignes: list[Any] = []
    territoire = None
    if form.is_valid():
        territoire = profils.find_territoire(form.cleaned_data["territoire"])
        profil = profils.profil_of(territoire, form.cleaned_data["usage"])
        source = f"depot:{found.code}"
        lignes = [v for v in profil.indicateurs if v.source and v.source.code == source]
    context = {"depot": found, "form": form, "lignes": lignes, "territoire": territoire}
    return rendre(request, "observatoire/depots/chiffres.html", context, fragment="lignes")
