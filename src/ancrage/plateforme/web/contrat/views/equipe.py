"""The people of a contract: coordinators in post, elected members, what an election reopened."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.lectures import mandats_to_renew
from ancrage.plateforme.contrats.permissions import can_post, can_record_vote
from ancrage.plateforme.contrats.services.equipe import (
    end_coordonnateur,
    post_coordonnateur,
    vacancy_since,
)
from ancrage.plateforme.contrats.services.mandats import confirm_adhesion, designate_mandat
from ancrage.plateforme.web.contrat.commun import (
    Saisie,
    bound,
    get_worked,
    keep_piece,
    require,
    saisir,
    show,
)
from ancrage.plateforme.web.contrat.forms_vie import (
    ConfirmationForm,
    FinPosteForm,
    MandatForm,
    PosteForm,
)

RETOUR: dict[str, Any] = {"retour": ("contrat:equipe",), "parent": "Équipe"}
ARS_SEULE = "Seule l’ARS enregistre le poste de coordonnateur."


@require_safe
def equipe(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who is in post and since when, the vacancy, the mandates, the confirmations."""
    found, on, user = get_worked(request, slug), today(), request.user
    posts = found.coordonnateurs.select_related("utilisateur", "employeur")
    mandats = found.mandats.select_related("organisation")
    context = {
        "en_poste": posts.en_cours(on),
        "passes": posts.filter(fin__lt=on).order_by("-fin"),
        "vacant_depuis": vacancy_since(found, on) if found.is_open else None,
        "mandats": mandats.en_cours(on),
        "a_pourvoir": mandats_to_renew(found, on) if found.is_open else [],
        "mandats_passes": mandats.filter(fin__lt=on).select_related("fin_par").order_by("-fin"),
        "confirmations": found.confirmations.select_related(
            "organisation", "renouvellement", "fichier"
        ).order_by("-renouvellement__le", "pk"),
        "peut_poster": can_post(user, found) and found.is_open,
        "peut_designer": can_record_vote(user, found) and found.is_open,
    }
    return show(request, found, "contrat/equipe.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a person in post: she receives the role of coordinator over the contract."""
    found = get_worked(request, slug)
    require(can_post(request.user, found), ARS_SEULE)

    def act(data: dict[str, Any]) -> None:
        post_coordonnateur(acteur=request.user, contrat=found, **data)

    words = Saisie(
        "Mettre en poste", "Mettre en poste", "La personne est en poste.",
        "Elle reçoit le rôle de coordonnateur sur ce contrat, jusqu’à la fin du poste.", **RETOUR,
    )  # fmt: skip
    form = PosteForm(**bound(request), user=request.user, contrat=found, initial={"debut": today()})
    return saisir(request, found, form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def finir_poste(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """End a post, and the role that it gave."""
    found = get_worked(request, slug)
    rows = found.coordonnateurs.select_related("utilisateur", "contrat", "affectation")
    poste = rows.filter(identifiant=identifiant, fin__isnull=True).first()
    if poste is None:
        raise Http404
    require(can_post(request.user, found), ARS_SEULE)

    def act(data: dict[str, Any]) -> None:
        end_coordonnateur(acteur=request.user, poste=poste, **data)

    words = Saisie(
        f"Fin du poste de {poste.utilisateur}", "Finir le poste", "Le poste est fini.",
        "Son rôle sur ce contrat finit le même jour. Sans autre personne en poste, la vacance est "
        "signalée à l’ARS.", **RETOUR,
    )  # fmt: skip
    form = FinPosteForm(**bound(request), initial={"fin": today()})
    return saisir(request, found, form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
def designer(request: HttpRequest, slug: str) -> HttpResponse:
    """Name who sits for a local authority; « ?mandat=… » starts from the one that ended."""
    found = get_worked(request, slug)
    require(can_record_vote(request.user, found))
    initial: dict[str, Any] = {"on": today()}
    for former in mandats_to_renew(found, today()):
        if str(former.identifiant) == request.GET.get("mandat", ""):
            initial |= {"organisation": former.organisation, "type_": former.type}

    def act(data: dict[str, Any]) -> None:
        designate_mandat(acteur=request.user, contrat=found, **data)

    words = Saisie(
        "Désigner un élu", "Désigner", "L’élu est désigné.",
        "La personne qui tenait ce rôle pour la même collectivité le quitte la veille.", **RETOUR,
    )  # fmt: skip
    return saisir(
        request, found, MandatForm(**bound(request), contrat=found, initial=initial), act, words
    )


@require_http_methods(["GET", "HEAD", "POST"])
def confirmer(request: HttpRequest, slug: str, identifiant: UUID) -> HttpResponse:
    """Record that the new assembly confirms its adhesion."""
    found = get_worked(request, slug)
    rows = found.confirmations.select_related("organisation", "renouvellement", "contrat")
    asked = rows.filter(identifiant=identifiant).first()
    if asked is None:
        raise Http404
    require(can_record_vote(request.user, found))

    def act(data: dict[str, Any]) -> None:
        kept = keep_piece(request, found, data["fichier"])
        confirm_adhesion(acteur=request.user, confirmation=asked, fichier=kept, on=data["on"])

    words = Saisie(
        f"Confirmation de {asked.organisation}", "Enregistrer la confirmation",
        "L’adhésion est confirmée.", f"Après « {asked.renouvellement} ».", **RETOUR,
    )  # fmt: skip
    form = ConfirmationForm(**bound(request), initial={"on": today()})
    return saisir(request, found, form, act, words)
