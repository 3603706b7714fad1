"""Configuration of this space."""

from django.apps import AppConfig


class BibliothequeConfig(AppConfig):
    """The library: published contracts and their action sheets."""

    name = "ancrage.plateforme.web.bibliotheque"
    label = "web_bibliotheque"
