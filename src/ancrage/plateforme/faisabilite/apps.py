"""Configuration of this package."""

from django.apps import AppConfig


class FaisabiliteConfig(AppConfig):
    """The feasibility study of a territory."""

    name = "ancrage.plateforme.faisabilite"
    label = "faisabilite"
