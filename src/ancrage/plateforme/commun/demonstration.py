"""The mark of a demonstration site: on its pages, and on every document that it gives."""

from django.conf import settings

MARQUE = "Démonstration, sans valeur"


def marked(mention: str) -> str:
    """Return the line of the foot of a document; a demonstration site adds its mark."""
    return " · ".join(filter(None, (mention, MARQUE))) if settings.DEMO else mention
