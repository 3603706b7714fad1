"""Configuration of this package."""

from django.apps import AppConfig


class FichiersConfig(AppConfig):
    """Uploads: checked, kept by their SHA-256, never served as they came."""

    name = "ancrage.plateforme.fichiers"
    label = "fichiers"
