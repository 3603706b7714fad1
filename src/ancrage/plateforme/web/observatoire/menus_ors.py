"""The links and tiles of the observatory's work: what waits, for whom, in real counts."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ancrage.plateforme.comptes.roles import Role
from ancrage.plateforme.diagnostics.etats import Etat
from ancrage.plateforme.diagnostics.models import Diagnostic
from ancrage.plateforme.observations.etats import EtatDepot
from ancrage.plateforme.observations.models import Consequence, DemandeOrs, DepotRestreint
from ancrage.plateforme.observations.permissions import can_ask, is_ors
from ancrage.plateforme.web.socle.navigation import Entree, Tuile, register, register_tuile

ENTREES = (
    ("Demandes à l’observatoire", "demandes", 50, can_ask, "Poser une question, lire la réponse."),
    ("Dépôts restreints", "depots", 60, is_ors, "Les données sous convention, à deux."),
    ("Calendrier de diffusion", "calendrier", 70, is_ors, "Les parutions et ce qu’elles changent."),
)


def declare() -> None:
    """Register them once, when the site starts."""
    for libelle, route, ordre, permission, texte in ENTREES:
        register(Entree(libelle, f"observatoire:{route}", "espaces", ordre, permission, texte))
    for tile in (diagnoses_tile, requests_tile, deposits_tile, review_tile):
        register_tuile(tile)


def diagnoses_tile(request: HttpRequest) -> Tuile | None:
    """Say how many diagnoses wait for the observatory: for the secrecy, its validators alone."""
    user: Any = request.user
    if not is_ors(user):
        return None
    waiting = {Etat.COMMANDE, Etat.EN_COURS, Etat.RELECTURE}
    if Role.ORS_VALIDATEUR in user.roles:
        waiting.add(Etat.CONTROLE)
    count = Diagnostic.objects.visibles_par(user).filter(etat__in=waiting).count()
    text = "diagnostics à faire avancer" if count > 1 else "diagnostic à faire avancer"
    return Tuile("Atelier", reverse("observatoire:diagnostics"), count, text, 30)


def requests_tile(request: HttpRequest) -> Tuile | None:
    """Say how many requests are open: to answer, or one's own."""
    if not can_ask(request.user):
        return None
    count = DemandeOrs.objects.visibles_par(request.user).ouvertes().count()
    if not count and not is_ors(request.user):
        return None
    many = "s" if count > 1 else ""
    text = f"demande{many} à l’observatoire, ouverte{many}"
    return Tuile("Demandes", reverse("observatoire:demandes"), count, text, 40)


def deposits_tile(request: HttpRequest) -> Tuile | None:
    """Say how many deposits wait for an approval."""
    if not is_ors(request.user):
        return None
    rows = DepotRestreint.objects.visibles_par(request.user)
    count = rows.filter(etat=EtatDepot.CONTROLE).count()
    text = (
        "dépôts à approuver par une seconde personne"
        if count > 1
        else ("dépôt à approuver par une seconde personne")
    )
    return Tuile("Dépôts restreints", reverse("observatoire:depots"), count, text, 50)


def review_tile(request: HttpRequest) -> Tuile | None:
    """Say how many consequences of a new edition nobody has read."""
    if not is_ors(request.user):
        return None
    count = Consequence.objects.visibles_par(request.user).a_revoir().count()
    text = "points à revoir" if count > 1 else "point à revoir"
    return Tuile("Nouvelle édition", reverse("observatoire:consequences"), count, text, 60)
