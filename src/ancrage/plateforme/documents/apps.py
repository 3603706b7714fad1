"""Configuration of this package."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Assemble plain data, call publication, freeze editions with their hash."""

    name = "ancrage.plateforme.documents"
    label = "documents"

    def ready(self) -> None:
        """Answer for the nine articles, declare what the versions hold of people."""
        from ancrage.plateforme.documents import consolidation
        from ancrage.plateforme.documents.donnees import declare_own
        from ancrage.plateforme.documents.faits import register_own

        register_own()
        consolidation.register_own()
        declare_own()
