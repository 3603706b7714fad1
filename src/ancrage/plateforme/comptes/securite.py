"""Who must have a second factor, and who has one."""

from typing import Any

from allauth.mfa.models import Authenticator

from ancrage.plateforme.comptes.roles import SECOND_FACTEUR


def needs_second_factor(user: Any) -> bool:
    """Say whether a role held today asks for a second factor."""
    return not user.roles.isdisjoint(SECOND_FACTEUR)


def has_second_factor(user: Any) -> bool:
    """Say whether the person has set up her application of codes."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())
