"""The procedure: how long each step may take, edition after edition."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ancrage.plateforme.commun.erreurs import ActeRefuse
from ancrage.plateforme.contrats.effets_doctrine import count_signed, running
from ancrage.plateforme.doctrine.lectures import editions_of
from ancrage.plateforme.doctrine.models import Doctrine
from ancrage.plateforme.doctrine.parametres_dits import ETAPES
from ancrage.plateforme.doctrine.services.regles import publish_doctrine
from ancrage.plateforme.web.doctrine.forms import DelaisForm
from ancrage.plateforme.web.doctrine.region import day_read, frame, region_ruled
from ancrage.plateforme.web.doctrine.relecture import relire
from ancrage.plateforme.web.socle.rendu import rendre

SANS_CHANGEMENT = ActeRefuse("Aucun délai ne change.", "Modifiez au moins un délai.")


@login_not_required
@require_safe
def procedure(request: HttpRequest) -> HttpResponse:
    """Show the delays of a day, and the editions that changed one."""
    on, erreur = day_read(request)
    context = frame(request, "doctrine:procedure")
    editions = editions_of(context["region"])
    edition = next((one for one in editions if one.holds(on)), None)
    former = [*editions[1:], None]
    context |= {
        "on": on,
        "erreur": erreur,
        "edition": edition,
        "delais": _say(edition.delais) if edition else [],
        "histoire": [
            (one, _changes(before.delais if before else {}, one.delais))
            for one, before in zip(editions, former, strict=False)
        ],
    }
    return rendre(request, "doctrine/procedure.html", context)


def _say(delais: dict[str, int]) -> list[tuple[str, int]]:
    """Return each step and its delay, in the order of a life; a step we do not know comes last."""
    known = [(words, delais[etape]) for etape, words in ETAPES.items() if etape in delais]
    return known + [(etape, days) for etape, days in delais.items() if etape not in ETAPES]


def _changes(before: dict[str, int], after: dict[str, int]) -> list[tuple[str, Any, int]]:
    """Return the delays that an edition changed: step, before (None: not set), now."""
    return [
        (ETAPES.get(etape, etape), before.get(etape), days)
        for etape, days in after.items()
        if before.get(etape) != days
    ]


def publier(request: HttpRequest) -> HttpResponse:
    """Change delays from a day on, after reading whom it touches."""
    region = region_ruled(request)
    latest: Doctrine | None = next(iter(editions_of(region)), None)
    form = DelaisForm(request.POST or None, actuelle=latest)

    def preview(data: dict[str, Any]) -> dict[str, Any]:
        changed = form.changes()
        if not changed:
            raise SANS_CHANGEMENT
        if latest and latest.date_debut >= data["date_debut"]:
            raise ActeRefuse(
                f"La doctrine en cours date du {latest.date_debut:%d/%m/%Y}.",
                "La nouvelle édition commence après elle.",
                champ="date_debut",
            )
        return {
            "changements": _changes(form.held, form.held | changed),
            "debut": data["date_debut"],
            "en_cours": len(running(region)),
            "signes": count_signed(region),
        }

    def act(data: dict[str, Any]) -> str:
        publish_doctrine(
            acteur=request.user, region=region, date_debut=data["date_debut"],
            libelle=data["libelle"], source=data["source"], regles=[], delais=form.changes(),
        )  # fmt: skip
        messages.success(request, "Les délais de la procédure ont une nouvelle version.")
        return reverse("doctrine:procedure")

    return relire(
        request, form, preview=preview, act=act,
        templates=("doctrine/delais_version.html", "doctrine/delais_apercu.html"),
        context=frame(request, "doctrine:procedure"),
    )  # fmt: skip
