"""Configuration of this package."""

from django.apps import AppConfig


class PortailConfig(AppConfig):
    """What the public reads: published diagnoses, and the contracts later."""

    name = "ancrage.plateforme.web.portail"
    label = "web_portail"

    def ready(self) -> None:
        """Put the published diagnoses in the menu."""
        from ancrage.plateforme.web.socle.navigation import Entree, register

        register(
            Entree(
                "Diagnostics",
                "portail:diagnostics",
                ordre=15,
                texte="Les diagnostics locaux de santé que l’observatoire a validés.",
            )
        )
