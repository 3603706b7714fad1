"""Configuration of the front page."""

from django.apps import AppConfig


class AccueilConfig(AppConfig):
    """The front page."""

    name = "ancrage.plateforme.web.accueil"
    label = "web_accueil"

    def ready(self) -> None:
        """Put the statement of accessibility at the foot of every page."""
        from ancrage.plateforme.web.socle.navigation import Entree, register

        register(Entree("Accessibilité", "accueil:accessibilite", "pied", 10))
