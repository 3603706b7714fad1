"""What a revision leaves waiting: sheets for who writes a plan, answers for the head office."""

from django.http import HttpRequest
from django.urls import reverse

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.contrats.etats import AVANT_SIGNATURE
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.permissions import LECTEURS
from ancrage.plateforme.doctrine.lectures import revisions_waiting
from ancrage.plateforme.doctrine.permissions import regions_ruled
from ancrage.plateforme.programmes.rattachements import count_by_contrat
from ancrage.plateforme.web.socle.navigation import Attente, Tuile

RATTACHENT = frozenset({Role.DD_ARS, Role.COORDONNATEUR})


def rattachements_tile(request: HttpRequest) -> Tuile | None:
    """Return, contract by contract, how many sheets wait for a new objective."""
    if not request.user.is_authenticated:
        return None
    rows = Contrat.objects.visibles_par(request.user, sauf=LECTEURS - RATTACHENT)
    mine = rows.filter(etat__in=AVANT_SIGNATURE).order_by("nom")
    found = tuple(
        Attente(
            titre="1 fiche à rattacher au plan régional révisé" if one.fiches == 1
            else f"{one.fiches} fiches à rattacher au plan régional révisé",
            url=reverse("doctrine:rattachements", args=[one.contrat.slug]),
            contrat=one.contrat.nom,
        )
        for one in count_by_contrat(mine, today())
    )  # fmt: skip
    return Tuile("Fiches à rattacher", "", len(found), "", 20, found)


def revisions_tile(request: HttpRequest) -> Tuile | None:
    """Return the plans of which an objective has no answer yet, for those who give it."""
    regions = regions_ruled(request.user)
    if not regions:
        return None
    found = tuple(
        Attente(
            titre=f"{plan} : "
            + ("1 ancien objectif sans réponse" if count == 1
               else f"{count} anciens objectifs sans réponse"),
            url=reverse("doctrine:revision", args=[plan.identifiant]),
        )
        for plan, count in revisions_waiting(regions)
    )  # fmt: skip
    return Tuile("Révisions à compléter", "", len(found), "", 21, found)
