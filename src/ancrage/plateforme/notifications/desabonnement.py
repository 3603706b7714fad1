"""The signed address that stops the e-mails of a person without signing her in."""

from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer

SIGNATURE = Signer(salt="notifications.desabonnement")


def address_of(person: Any) -> str:
    """Return the address of one person; it holds for as long as her account does."""
    return f"/compte/notifications/desabonnement/{SIGNATURE.sign(str(person.identifiant))}/"


def read_jeton(jeton: str) -> UUID | None:
    """Return whose token it is, None for one that this site did not sign."""
    try:
        return UUID(SIGNATURE.unsign(jeton))
    except (BadSignature, ValueError):
        return None
