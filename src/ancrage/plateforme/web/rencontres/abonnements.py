"""The address by which a calendar subscribes: it cannot sign in, so the address says for whom.

The key names a person and a contract, sealed. It dies with her password, her account or her
role: what it opens is asked anew at each reading.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.urls import reverse

from ancrage.plateforme.contrats.models import Contrat
from ancrage.plateforme.rencontres.lectures import active_person

SEL = "rencontres.abonnement"
LONGUEUR = 16  # of the print of the session: enough to tell two passwords apart


def _print(user: Any) -> str:
    return str(user.get_session_auth_hash())[:LONGUEUR]


def subscription_url(user: Any, contrat: Contrat) -> str:
    """Return the whole address that a person gives to her calendar."""
    key = signing.dumps([str(user.identifiant), contrat.slug, _print(user)], salt=SEL)
    return settings.BASE_URL + reverse("rencontres:abonnement", args=[key])


def read_subscription(key: str) -> tuple[Any, str]:
    """Return the person and the contract of a key; a dead key is an address that does not exist."""
    try:
        identifiant, slug, seen = signing.loads(key, salt=SEL)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    person = active_person(identifiant)
    if person is None or _print(person) != seen:
        raise Http404
    return person, slug
