"""The acts on a note: opinion, decision, another version, its contract; the region's figures."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.territoire import contrats_touching
from ancrage.plateforme.faisabilite import permissions
from ancrage.plateforme.faisabilite.cadrage import codes_of_region, version_of_region
from ancrage.plateforme.faisabilite.services import decisions, notes
from ancrage.plateforme.observations.profils import catalogue
from ancrage.plateforme.web.faisabilite.forms import (
    CadrageForm,
    MotifForm,
    RattachementForm,
    SensForm,
)
from ancrage.plateforme.web.faisabilite.views.notes import (
    MODIFIABLE,
    find_note,
    page_of,
    require,
)
from ancrage.plateforme.web.socle.formulaires import posted, traiter

ACTE = "faisabilite/acte.html"


def _sent(request: HttpRequest) -> Any:
    return posted(request) if request.method == "POST" else None


@require_http_methods(MODIFIABLE)
def avis(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Give the opinion of the delegation."""
    found = find_note(request, identifiant)
    require(permissions.can_advise(request.user, found), "La délégation donne l’avis.")
    initial = {"version": found.version, "sens": found.avis_dd, "motif": found.avis_motif}
    form = SensForm(_sent(request), initial=initial)

    def act(data: dict[str, Any]) -> str:
        decisions.advise(
            acteur=request.user, note=found, expected=data["version"], sens=data["sens"],
            motif=data["motif"],
        )  # fmt: skip
        messages.success(request, "L’avis est enregistré.")
        return page_of(found)

    context = {
        "note": found, "titre": "Avis de la délégation", "envoyer": "Enregistrer l’avis",
        "chapeau": "Il peut être repris jusqu’à la décision.",
    }  # fmt: skip
    return traiter(request, form, act, ACTE, context)


@require_http_methods(MODIFIABLE)
def decision(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Decide: the note is frozen."""
    found = find_note(request, identifiant)
    require(permissions.can_decide(request.user, found), "Le siège de l’ARS décide.")
    form = SensForm(_sent(request), initial={"version": found.version})

    def act(data: dict[str, Any]) -> str:
        decisions.decide(
            acteur=request.user, note=found, expected=data["version"], sens=data["sens"],
            motif=data["motif"],
        )  # fmt: skip
        messages.success(request, "La décision est enregistrée ; la note est figée.")
        return page_of(found)

    context = {
        "note": found, "titre": "Décision", "envoyer": "Décider et figer la note",
        "chapeau": "La note et ses chiffres ne changeront plus. Les personnes qui l’écrivent sont "
        "prévenues.",
    }  # fmt: skip
    return traiter(request, form, act, ACTE, context)


@require_http_methods(MODIFIABLE)
def reprendre(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Open the next version of a decided note."""
    found = find_note(request, identifiant)
    require(permissions.can_revise(request.user, found), "La délégation reprend une note décidée.")
    form = MotifForm(_sent(request), initial={"version": found.version})

    def act(data: dict[str, Any]) -> str:
        decisions.revise(
            acteur=request.user, note=found, expected=data["version"], motif=data["motif"]
        )
        messages.success(request, f"La version {found.numero} est ouverte.")
        return page_of(found)

    context = {
        "note": found, "titre": "Reprendre la note", "envoyer": "Ouvrir une nouvelle version",
        "chapeau": "La décision prise reste lisible, avec son document. L’avis est à redonner.",
    }  # fmt: skip
    return traiter(request, form, act, ACTE, context)


@require_http_methods(MODIFIABLE)
def rattacher(request: HttpRequest, identifiant: UUID) -> HttpResponse:
    """Tie a note to a contract opened after it."""
    found = find_note(request, identifiant)
    require(permissions.can_attach(request.user, found), "La note est rattachée, ou pas par vous.")
    slugs = contrats_touching(found.region, found.perimetre.codes)
    offered = Contrat.objects.visibles_par(request.user).filter(slug__in=slugs)
    form = RattachementForm(_sent(request), contrats=offered)

    def act(data: dict[str, Any]) -> str:
        notes.attach_contrat(acteur=request.user, note=found, contrat=data["contrat"])
        messages.success(request, "La note est rattachée au contrat.")
        return page_of(found)

    context = {
        "note": found, "titre": "Rattacher à un contrat", "envoyer": "Rattacher",
        "chapeau": "Une note rattachée le reste : sa décision vaut pour ce contrat.",
    }  # fmt: skip
    return traiter(request, form, act, ACTE, context)


@require_http_methods(MODIFIABLE)
def cadrage(request: HttpRequest, region: str) -> HttpResponse:
    """Choose the framing figures of a region."""
    allowed = region in permissions.regions_framed(request.user)
    require(allowed, "Le siège de l’ARS choisit les chiffres de cadrage de sa région.")
    names = catalogue()
    written = "\n".join(f"{code} {names[code].libelle_court}" for code in codes_of_region(region))
    initial = {"version": version_of_region(region), "indicateurs": written}
    form = CadrageForm(_sent(request), initial=initial)

    def act(data: dict[str, Any]) -> str:
        notes.choose_figures(
            acteur=request.user, region=region, codes=data["indicateurs"],
            expected=data["version"],
        )  # fmt: skip
        messages.success(request, "Les notes en cours montrent désormais ces chiffres.")
        return reverse("faisabilite:notes")

    return traiter(request, form, act, "faisabilite/cadrage.html", {"region": region})
