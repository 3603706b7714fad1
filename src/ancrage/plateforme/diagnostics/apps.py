"""Configuration of this package."""

from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    """Diagnoses: order, indicators, texts, review, editions."""

    name = "ancrage.plateforme.diagnostics"
    label = "diagnostics"

    def ready(self) -> None:
        """Say what these tables hold about people, and what a new edition changes."""
        from ancrage.plateforme.diagnostics import rubriques
        from ancrage.plateforme.diagnostics.donnees import declare_own
        from ancrage.plateforme.diagnostics.publications import list_editions
        from ancrage.plateforme.observations.consequences import register_publications

        declare_own()
        rubriques.register_own()
        register_publications(list_editions)
