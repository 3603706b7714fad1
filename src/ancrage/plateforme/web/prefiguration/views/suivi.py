"""The follow-up of the elaboration: the list, its agreement, its values."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.prefiguration.lectures import agreed_on, agreements_of, follow_up
from ancrage.plateforme.prefiguration.models import IndicateurSuivi, Partie
from ancrage.plateforme.prefiguration.permissions import can_agree, can_measure
from ancrage.plateforme.prefiguration.services import accords
from ancrage.plateforme.prefiguration.services import suivi as services
from ancrage.plateforme.web.prefiguration.acces import (
    bound,
    find_contrat,
    frame,
    is_written,
    prepared,
    require,
    saisir,
    version_of,
)
from ancrage.plateforme.web.prefiguration.forms import (
    AccordForm,
    IndicateurForm,
    MesureForm,
    MotifForm,
)
from ancrage.plateforme.web.socle.rendu import rendre

MODIFIABLE = ["GET", "HEAD", "POST"]
PAGE = "prefiguration:suivi"


@require_safe
def suivi(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the indicators with target and last value, and who agreed."""
    contrat, day = find_contrat(request, slug), today()
    held = agreements_of(contrat, day)
    going, lines = is_written(contrat), follow_up(contrat, day)
    context = frame(
        request,
        contrat,
        lignes=lines,
        a_proposer=services.missing_indicateurs(
            contrat, {one.indicateur.nom for one in lines}, day
        ),
        accords=[
            (one, held.get(one), going and can_agree(request.user, contrat, one)) for one in Partie
        ],
        fermee=bool(held),
        convenus_le=agreed_on(contrat, day),
        mesure=going and can_measure(request.user, contrat),
    )
    return rendre(request, "prefiguration/suivi.html", context)


@require_POST
def proposer(request: HttpRequest, slug: str) -> HttpResponse:
    """Add the proposed indicators that the list does not name yet."""
    contrat = prepared(request, slug)
    made = services.propose_indicateurs(acteur=request.user, contrat=contrat)
    said = f"Indicateurs ajoutés : {len(made)}." if made else "La liste les a déjà tous."
    messages.success(request, said)
    return redirect(PAGE, contrat.slug)


@require_http_methods(MODIFIABLE)
def nouvel(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an indicator of one's own."""
    contrat = prepared(request, slug)
    form = IndicateurForm(**bound(request), initial={"version": 1})

    def act(data: dict[str, Any]) -> None:
        services.add_indicateur(acteur=request.user, contrat=contrat, contenu=form.contenu)

    return saisir(request, contrat, form, act, "Ajouter un indicateur de suivi", PAGE)


def _indicateur(contrat: Contrat, identifiant: UUID) -> IndicateurSuivi:
    rows = contrat.indicateurs_suivi.select_related("contrat")
    found: IndicateurSuivi = get_object_or_404(rows, identifiant=identifiant)
    return found


@require_http_methods(MODIFIABLE)
def modifier(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Write an indicator again, before anybody agreed."""
    contrat = prepared(request, slug)
    one = _indicateur(contrat, identifiant)
    initial = {name: getattr(one, name) for name in IndicateurForm.base_fields}
    form = IndicateurForm(**bound(request), initial=initial)

    def act(data: dict[str, Any]) -> None:
        services.edit_indicateur(
            acteur=request.user, indicateur=one, expected=data["version"], contenu=form.contenu
        )

    return saisir(request, contrat, form, act, f"Modifier : {one}", PAGE)


@require_POST
def retirer(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Take an indicator out of the list."""
    contrat = prepared(request, slug)
    one = _indicateur(contrat, identifiant)
    services.remove_indicateur(acteur=request.user, indicateur=one, expected=version_of(request))
    messages.success(request, f"« {one} » est retiré de la liste.")
    return redirect(PAGE, contrat.slug)


@require_http_methods(MODIFIABLE)
def mesurer(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Type a dated value."""
    contrat = find_contrat(request, slug)
    require(can_measure(request.user, contrat), "Le coordonnateur, les élus et l’ARS mesurent.")
    one = _indicateur(contrat, identifiant)
    form = MesureForm(**bound(request), unite=one.unite, initial={"le": today()})

    def act(data: dict[str, Any]) -> None:
        services.measure(acteur=request.user, indicateur=one, **data)

    words = {"chapeau": one.mesure, "fait": "La valeur est enregistrée."}
    return saisir(request, contrat, form, act, f"Saisir une valeur : {one}", PAGE, **words)


@require_http_methods(MODIFIABLE)
def convenir(request: HttpRequest, slug: str, partie: str) -> HttpResponse:
    """Record the agreement of one side."""
    contrat = find_contrat(request, slug)
    if partie not in Partie.values:
        raise Http404
    label = Partie(partie).label
    require(can_agree(request.user, contrat, partie), f"{label} donne son accord elle-même.")
    form = AccordForm(**bound(request), contrat=contrat, partie=partie, initial={"on": today()})

    def act(data: dict[str, Any]) -> None:
        accords.agree(acteur=request.user, contrat=contrat, partie=partie, **data)

    words = {"envoyer": "Enregistrer l’accord", "fait": f"L’accord de {label} est enregistré."}
    said = (
        "L’accord porte sur la liste telle qu’elle est. Elle ne changera plus sans être rouverte."
    )
    return saisir(
        request, contrat, form, act, f"Accord de {label}", PAGE, chapeau=said, **words
    )  # fmt: skip


@require_http_methods(MODIFIABLE)
def rouvrir(request: HttpRequest, slug: str) -> HttpResponse:
    """Open an agreed list again."""
    contrat = prepared(request, slug)

    def act(data: dict[str, Any]) -> None:
        accords.reopen(acteur=request.user, contrat=contrat, motif=data["motif"])

    words = {"envoyer": "Rouvrir la liste", "fait": "La liste est rouverte."}
    said = "Les accords donnés finissent ; chaque partie donnera de nouveau le sien."
    return saisir(
        request, contrat, MotifForm(**bound(request)), act, "Rouvrir les indicateurs de suivi",
        PAGE, chapeau=said, **words,
    )  # fmt: skip
