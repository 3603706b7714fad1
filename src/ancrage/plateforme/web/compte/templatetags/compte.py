"""What the pages of sign-in ask."""

from django import template

from ancrage.plateforme.comptes.oidc import is_configured
from ancrage.plateforme.comptes.securite import needs_second_factor

register = template.Library()


@register.simple_tag
def proconnect() -> bool:
    """Say whether the ProConnect button is shown."""
    return is_configured()


@register.simple_tag(takes_context=True)
def exige_second_facteur(context: template.Context) -> bool:
    """Say whether a role of the reader asks for a second factor."""
    return needs_second_factor(context["request"].user)
