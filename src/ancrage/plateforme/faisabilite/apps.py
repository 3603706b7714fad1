"""Configuration of this package."""

from django.apps import AppConfig


class FaisabiliteConfig(AppConfig):
    """The feasibility study of a territory."""

    name = "ancrage.plateforme.faisabilite"
    label = "faisabilite"

    def ready(self) -> None:
        """Answer for the facts of a decision, declare what it holds of people."""
        from ancrage.plateforme.faisabilite.donnees import declare_own
        from ancrage.plateforme.faisabilite.faits import register_own

        register_own()
        declare_own()
