"""Configuration of this package."""

from django.apps import AppConfig


class TerritoiresConfig(AppConfig):
    """Stored perimeters: dated lists of communes, as signed and as of today."""

    name = "ancrage.plateforme.territoires"
    label = "territoires"
