"""What meetings put on the home page: the decisions that nobody has closed yet."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.rencontres.lectures import decisions_to_follow
from ancrage.plateforme.rencontres.models import Decision
from ancrage.plateforme.web.socle.navigation import Attente, Tuile

HORIZON = timedelta(days=60)  # beyond, a decision waits without pressing


def decisions_tile(request: HttpRequest) -> Tuile | None:
    """Return the decisions to follow, of the contracts whose meetings a person prepares."""
    user: Any = request.user
    if not user.is_authenticated:
        return None
    on = today()
    found = tuple(_wait(one, on) for one in decisions_to_follow(user, on + HORIZON))
    return Tuile("Décisions à suivre", "", len(found), "", 15, found)


def _wait(one: Decision, on: Any) -> Attente:
    return Attente(
        titre=f"Décision n° {one.numero} : {one.quoi}"[:200],
        url=reverse(
            "rencontres:suivre_decision",
            args=[one.contrat.slug, one.reunion.identifiant, one.numero],
        ),
        contrat=one.contrat.nom,
        pour_le=one.quand,
        en_retard=bool(one.quand and one.quand < on),
        de=str(one.qui or one.fonction),
    )
