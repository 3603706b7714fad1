"""Configuration of this package."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Assemble plain data, call publication, freeze editions with their hash."""

    name = "ancrage.plateforme.documents"
    label = "documents"
