"""Configuration of this package."""

from django.apps import AppConfig


class PrefigurationConfig(AppConfig):
    """The préfiguration of a contract, and what its elaboration is followed by."""

    name = "ancrage.plateforme.prefiguration"
    label = "prefiguration"

    def ready(self) -> None:
        """Answer for the fact of R13, fill the minutes, declare what it holds of people."""
        from ancrage.plateforme.prefiguration import faits, rubriques
        from ancrage.plateforme.prefiguration.donnees import declare_own

        faits.register_own()
        rubriques.register_own()
        declare_own()
