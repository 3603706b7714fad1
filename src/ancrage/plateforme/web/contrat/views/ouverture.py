"""Open a request; change the name and the dates of a contract until it is signed."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.contrats.choix import regions_opened
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.permissions import can_prepare
from ancrage.plateforme.contrats.services.ouverture import add_alias, edit_contrat, open_contrat
from ancrage.plateforme.observations import profils
from ancrage.plateforme.territoires.models import Perimetre
from ancrage.plateforme.territoires.services import create_perimetre
from ancrage.plateforme.web.contrat.commun import Saisie, bound, get_worked, require, saisir
from ancrage.plateforme.web.contrat.forms import ContratForm, NomForm, OuvertureForm
from ancrage.plateforme.web.socle.formulaires import traiter

REFUS = "Ouvrir une sollicitation revient à l’ARS, à un élu ou à un coordonnateur."


@require_http_methods(["GET", "HEAD", "POST"])
def ouvrir(request: HttpRequest) -> HttpResponse:
    """Open a request on a territory, with its carriers."""
    require(bool(regions_opened(request.user)), REFUS)
    initial = {"on": today(), "territoire": request.GET.get("territoire", "")[:4_000]}
    form = OuvertureForm(**bound(request), user=request.user, initial=initial)

    def act(data: dict[str, Any]) -> str:
        with transaction.atomic():
            made = _open(request, data)
        messages.success(request, f"La sollicitation « {made} » est ouverte.")
        return reverse("contrat:contrat", args=[made.slug])

    return traiter(request, form, act, "contrat/ouvrir.html")


def _open(request: HttpRequest, data: dict[str, Any]) -> Contrat:
    return open_contrat(
        acteur=request.user,
        nom=data["nom"],
        perimetre_etude=data["perimetre"] or _perimetre(request, data),
        porteurs=[data["porteur"]],
        contrat_precedent=data["contrat_precedent"],
        on=data["on"],
    )


def _perimetre(request: HttpRequest, data: dict[str, Any]) -> Perimetre:
    """Store the territory of the request as its study perimeter, in the region of its carrier."""
    area = profils.find_territoire(data["territoire"])
    return create_perimetre(
        acteur=request.user, region=data["porteur"].region, libelle=area.libelle,
        communes=area.communes, date_effet=data["on"],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the name and the dates, before the signature."""
    found = get_worked(request, slug)
    require(can_prepare(request.user, found))
    initial = {name: getattr(found, name) for name in ("version", "nom", "date_debut", "date_fin")}

    def act(data: dict[str, Any]) -> None:
        edit_contrat(
            acteur=request.user, contrat=found, expected=data.pop("version"),
            perimetre_etude=found.perimetre_etude, perimetre=found.perimetre, **data,
        )  # fmt: skip

    words = Saisie(
        "Modifier le nom et les dates", "Enregistrer", "Le contrat est modifié.",
        "Jusqu’à la signature. Ensuite, un avenant seul change le terme.",
    )  # fmt: skip
    return saisir(request, found, ContratForm(**bound(request), initial=initial), act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def nom(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep another name, which documents cite."""
    found = get_worked(request, slug)
    require(can_prepare(request.user, found))

    def act(data: dict[str, Any]) -> None:
        add_alias(acteur=request.user, contrat=found, **data)

    words = Saisie(
        "Ajouter un autre nom", "Ajouter ce nom", "Le nom est gardé.",
        "Un ancien nom, un sigle, le nom écrit dans un document.",
    )  # fmt: skip
    return saisir(request, found, NomForm(**bound(request)), act, words)
