"""The two perimeters of a contract, their difference, and the communes that merge or leave."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ancrage.plateforme.contrats.differences import compare, effects_of
from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE, EN_VIGUEUR
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.permissions import can_prepare
from ancrage.plateforme.contrats.services.communes import declare_departure
from ancrage.plateforme.contrats.services.ouverture import edit_contrat
from ancrage.plateforme.observations.perimetres import visibles_par
from ancrage.plateforme.territoires.services import explain_ecart
from ancrage.plateforme.web.contrat.commun import (
    Saisie,
    bound,
    get_worked,
    require,
    saisir,
    show,
    works_on,
)
from ancrage.plateforme.web.contrat.forms_vie import PerimetresForm, RetraitForm
from ancrage.plateforme.web.contrat.presentation import read_liste_communes
from ancrage.plateforme.web.socle.contrats import get_contrat

RETOUR: dict[str, Any] = {"retour": ("contrat:perimetres",), "parent": "Territoire"}


@login_not_required
@require_safe
def perimetres(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was studied and what is signed, why they differ, what became of the communes."""
    found = get_contrat(request, slug)
    works, prepare = works_on(request.user, found), can_prepare(request.user, found)
    kept = [("Périmètre du contrat", found.perimetre)]
    if works or found.perimetre is None:
        kept.append(("Périmètre d’étude", found.perimetre_etude))
    read = visibles_par(request.user)
    context = {
        "listes": [read_liste_communes(titre, one, read) for titre, one in kept if one],
        "ecart": compare(found.perimetre_etude, found.perimetre) if found.perimetre else None,
        "explication": found.perimetre.ecart_explique if found.perimetre else "",
        "effets": effects_of(found) if works else [],
        "suit": works,
        "peut_choisir": prepare and found.etat in AVANT_SIGNATURE,
        "peut_retirer": prepare and found.etat in EN_VIGUEUR and found.perimetre,
    }
    return show(request, found, "contrat/perimetres.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def choisir(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose both perimeters before the signature, and explain their difference."""
    found = get_worked(request, slug)
    require(can_prepare(request.user, found))
    initial = {
        "version": found.version,
        "perimetre_etude": found.perimetre_etude,
        "perimetre": found.perimetre,
        "ecart_explique": found.perimetre.ecart_explique if found.perimetre else "",
    }
    form = PerimetresForm(**bound(request), contrat=found, initial=initial)

    def act(data: dict[str, Any]) -> None:
        words, signed = data.pop("ecart_explique").strip(), data["perimetre"]
        edit_contrat(
            acteur=request.user, contrat=found, expected=data.pop("version"), nom=found.nom,
            date_debut=found.date_debut, date_fin=found.date_fin, **data,
        )  # fmt: skip
        if signed is not None and words != signed.ecart_explique:
            explain_ecart(acteur=request.user, perimetre=signed, ecart_explique=words)

    words = Saisie(
        "Choisir les périmètres", "Enregistrer", "Les périmètres sont enregistrés.",
        "Le périmètre d’étude est celui du diagnostic ; celui du contrat est celui qui sera signé. "
        "Chacun se fige sur sa page, dans l’observatoire.", **RETOUR,
    )  # fmt: skip
    return saisir(request, found, form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def retirer(request: HttpRequest, slug: str) -> HttpResponse:
    """Record that communes leave: the amendment is prepared at once."""
    found = get_worked(request, slug)
    require(can_prepare(request.user, found))

    def act(data: dict[str, Any]) -> str:
        made = declare_departure(acteur=request.user, contrat=found, **data)
        return reverse("contrat:avenant", args=[slug, made.identifiant])

    words = Saisie(
        "Une commune quitte le contrat", "Préparer l’avenant", "L’avenant est préparé.",
        "Le retrait prépare un avenant : nouvelle liste et article 2, avant et après. Le contrat "
        "ne change qu’à sa signature.", **RETOUR,
    )  # fmt: skip
    form = RetraitForm(**bound(request), contrat=found, initial={"on": today()})
    return saisir(request, found, form, act, words)
