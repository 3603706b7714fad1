"""Configuration of the components."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The components and the theme."""

    name = "ancrage.plateforme.ui"
    label = "ui"
