"""Security events of accounts, as the audit keeps them."""

from typing import Any

from django.core.cache import cache
from django.db import transaction

from ancrage.plateforme.comptes.models import Utilisateur
from ancrage.plateforme.journal.services import record

VERROU_SECONDES = 15 * 60


@transaction.atomic
def record_lockout(*, acteur: Any, email: str) -> None:
    """Write once per lock that the sign-in to an account is closed for a while.

    An address without account leaves no row: the audit does not list strangers.
    """
    person = Utilisateur.objects.filter(email__iexact=email).first()
    if person is None or not cache.add(f"verrou:{person.pk}", True, VERROU_SECONDES):
        return
    record(
        acteur=acteur,
        action="verrouiller la connexion",
        objet=person,
        motif="Trop d’essais de mot de passe ou de code.",
    )


@transaction.atomic
def record_security(*, acteur: Any, person: Utilisateur, action: str) -> None:
    """Write that a person changed her password or her second factor."""
    record(acteur=acteur, action=action, objet=person)
