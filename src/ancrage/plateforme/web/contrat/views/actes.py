"""The acts of the life cycle: what each waits for, its form, and what its refusal says."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ancrage.plateforme.contrats.etats import ACTES
from ancrage.plateforme.contrats.horloge import today
from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.contrats.permissions import has_role_for, refusal
from ancrage.plateforme.contrats.services.cycle import Motif, advance
from ancrage.plateforme.contrats.services.renouvellement import renew_contrat
from ancrage.plateforme.contrats.services.signature import sign_contrat
from ancrage.plateforme.contrats.situation import SANS_PAGE, read_suite
from ancrage.plateforme.web.contrat.commun import (
    Saisie,
    bound,
    get_worked,
    require,
    saisir,
    show,
)
from ancrage.plateforme.web.contrat.forms import ActeForm
from ancrage.plateforme.web.contrat.lieux import with_places

CHAPEAUX = {
    "signer": "La signature garde la doctrine du jour et fige le contrat : un avenant seul le "
    "changera ensuite.",
    "renouveler": "Un nouveau contrat s’ouvre à la commande de son diagnostic, avec ce périmètre, "
    "ces porteurs et ces personnes. Celui-ci reste en vigueur jusqu’à la signature de l’autre.",
    "suspendre": "Le contrat reste en vigueur, ses actions s’arrêtent. Il se relance ensuite, ou "
    "n’est pas reconduit.",
    "abandonner": "Le territoire quitte la carte. Le dossier reste consultable.",
    "ne_pas_reconduire": "Le contrat finit ici. Un nouveau départ restera possible.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def acte(request: HttpRequest, slug: str, acte: str) -> HttpResponse:
    """Do one act of the table, or say what it waits for."""
    found = get_worked(request, slug)
    if acte not in ACTES or not ACTES[acte].de or acte in SANS_PAGE:
        raise Http404
    user = request.user
    require(has_role_for(user, acte, found), refusal(user, acte, found))
    if acte == "proroger" or (found.etat not in ACTES[acte].de and request.method != "POST"):
        return _closed(request, found, acte)
    suite = read_suite(user, found, acte, today())
    form = ActeForm(**bound(request), acte=acte, initial={"version": found.version, "on": today()})
    return saisir(
        request, found, form, lambda data: _do(request, found, acte, data), _words(acte),
        "contrat/acte.html", suite=suite, gardes=with_places(found, suite.constats),
    )  # fmt: skip


def _words(acte: str) -> Saisie:
    title = ACTES[acte].libelle[:1].upper() + ACTES[acte].libelle[1:]
    return Saisie(title, title, f"C’est fait : {ACTES[acte].libelle}.", CHAPEAUX.get(acte, ""))


def _do(request: HttpRequest, found: Contrat, acte: str, data: dict[str, Any]) -> str | None:
    """Run the service of an act; return where it leads when it is not back to the contract."""
    known: dict[str, Any] = {
        "acteur": request.user, "contrat": found, "expected": data["version"], "on": data["on"],
    }  # fmt: skip
    if acte == "signer":
        sign_contrat(**known)
        return None
    if acte == "renouveler":
        following = renew_contrat(**known, nom=data["nom"])
        return reverse("contrat:contrat", args=[following.slug])
    motif = Motif(data.get("motif", ""), data.get("code", ""))
    advance(**known, acte=acte, motif=motif)
    return None


def _closed(request: HttpRequest, found: Contrat, acte: str) -> HttpResponse:
    """Say why an act has no form here: another state, or an amendment that does it."""
    by_avenant = acte == "proroger"
    context = {
        "titre": ACTES[acte].libelle[:1].upper() + ACTES[acte].libelle[1:],
        "raison": "La prorogation se fait par un avenant qui reporte le terme, signé par les "
        "parties." if by_avenant else refusal(request.user, acte, found),
        "lien": reverse("contrat:avenants" if by_avenant else "contrat:contrat", args=[found.slug]),
        "lien_texte": "Voir les avenants" if by_avenant else "Voir où en est le contrat",
    }  # fmt: skip
    return show(request, found, "contrat/ferme.html", context)
