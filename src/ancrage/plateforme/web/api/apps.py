"""Configuration of this package."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The open API."""

    name = "ancrage.plateforme.web.api"
    label = "web_api"

    def ready(self) -> None:
        """Put the documentation at the foot of every page."""
        from ancrage.plateforme.web.socle.navigation import Entree, register

        register(Entree("API ouverte", "api:documentation", "pied", 30))
