"""Pages of error in French: what happened, what is kept, what to do."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from ancrage.plateforme.commun.erreurs import ActeRefuse

SECRETS = ("password", "mot_de_passe", "csrf", "jeton", "token", "secret")
LONGUEUR_SAISIE = 20_000


@dataclass(frozen=True, slots=True)
class Erreur:
    """What a page of error says."""

    titre: str
    message: str
    remede: str


ERREURS: dict[int, Erreur] = {
    400: Erreur(
        "Demande illisible",
        "Le site n’a pas compris cette demande : l’adresse ou le formulaire est incomplet.",
        "Revenez à la page précédente et recommencez. Rien n’a été enregistré.",
    ),
    403: Erreur(
        "Accès refusé",
        "Vos droits actuels ne permettent pas d’ouvrir cette page ou de faire cet acte.",
        "Si vous devriez y avoir accès, demandez-le à la personne qui vous a invité, "
        "ou à l’administration du site.",
    ),
    404: Erreur(
        "Page introuvable",
        "Cette page n’existe pas, n’existe plus, ou ne vous est pas ouverte.",
        "Vérifiez l’adresse, ou cherchez ce que vous vouliez lire.",
    ),
    405: Erreur(
        "Action impossible à cette adresse",
        "Cette adresse ne répond pas à ce genre de demande.",
        "Revenez à la page précédente et passez par ses boutons.",
    ),
    409: Erreur(
        "La page a changé entre-temps",
        "Quelqu’un d’autre a enregistré pendant que vous écriviez. Rien n’a été écrasé.",
        "Rouvrez la page, comparez, puis enregistrez à nouveau.",
    ),
    413: Erreur(
        "Envoi trop volumineux",
        "Ce que vous envoyez dépasse la taille admise. Rien n’a été enregistré.",
        "Envoyez un fichier plus petit, ou en plusieurs fois.",
    ),
    429: Erreur(
        "Trop de demandes",
        "Trop de demandes sont venues de votre poste en peu de temps.",
        "Attendez une minute, puis recommencez.",
    ),
}
CSRF = Erreur(
    "Page ouverte depuis trop longtemps",
    "Le formulaire vient d’une page trop ancienne, ou ouverte avant votre connexion. "
    "Rien n’a été enregistré.",
    "Rouvrez la page et renvoyez votre texte : il est recopié ci-dessous.",
)


def typed_text(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what the person wrote, to give it back; never a password or a token."""
    try:
        posted = request.POST
    except Exception:  # an unreadable body: there is nothing to give back
        return []
    return [
        (name, value[:LONGUEUR_SAISIE])
        for name, values in posted.lists()
        for value in values
        if isinstance(value, str)
        and value.strip()
        and name != "code"  # a second factor, or a code sent by e-mail
        and not any(secret in name.lower() for secret in SECRETS)
    ]


def error_page(request: HttpRequest, status: int, erreur: Erreur | None = None) -> HttpResponse:
    """Answer with the page of an error; a bare one when the database does not answer."""
    erreur = erreur or ERREURS[status]
    context = {"erreur": erreur, "code": status, "saisie": typed_text(request)}
    try:
        return render(request, "socle/erreur.html", context, status=status)
    except DatabaseError:
        return bare_page(erreur, status)


def bare_page(erreur: Erreur, status: int) -> HttpResponse:
    """Answer without menu, session nor database."""
    page = render_to_string("socle/erreur_nue.html", {"erreur": erreur, "code": status})
    return HttpResponse(page, status=status)


def refus(request: HttpRequest, exception: ActeRefuse, status: int = 400) -> HttpResponse:
    """Answer to an act that the domain refused and that no form caught."""
    said = Erreur("Action refusée", exception.message, exception.remede or ERREURS[400].remede)
    return error_page(request, status, said)


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer to a malformed request, or to one too large for the site."""
    large = isinstance(exception, (RequestDataTooBig, TooManyFilesSent))
    return error_page(request, 413 if large else 400)


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer to a right that is missing, with the reason when the view gives one."""
    reason = str(exception)
    known = ERREURS[403]
    return error_page(request, 403, Erreur(known.titre, reason or known.message, known.remede))


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer to an unknown address; never says whether a hidden object exists."""
    return error_page(request, 404)


def handler500(request: HttpRequest) -> HttpResponse:
    """Answer to a bug or a breakdown, without touching the database."""
    breakdown = Erreur(
        "Le site a rencontré une panne",
        "L’erreur est de notre côté ; elle est consignée avec son heure.",
        "Revenez à la page précédente : votre texte y est toujours. "
        "Recommencez dans quelques minutes.",
    )
    return bare_page(breakdown, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer to a form that came from an old page, and give back what was typed."""
    return error_page(request, 403, CSRF)


def is_bare(response: Any) -> bool:
    """Say whether an answer of error has no page of its own."""
    typed = response.get("Content-Type", "").startswith("text/html")
    return response.status_code in ERREURS and typed and not getattr(response, "content", b"x")
