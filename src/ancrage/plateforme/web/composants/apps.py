"""Configuration of this package."""

from django.apps import AppConfig


class ComposantsConfig(AppConfig):
    """The sheet of components, shown and tested."""

    name = "ancrage.plateforme.web.composants"
    label = "web_composants"
